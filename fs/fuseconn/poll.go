package fuseconn

import (
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// PollIn is a POLL request (struct fuse_poll_in): somebody calls poll(2),
// select(2) or has the file in an epoll set.
type PollIn struct {
	// NodeId and Fh name the open file, as in every other request.
	NodeId, Fh uint64
	// Kh is the kernel's name for the open file, for [Conn.NotifyPoll]. It stays
	// the same from open to release.
	Kh uint64
	// Flags hold fuse.FUSE_POLL_SCHEDULE_NOTIFY.
	Flags uint32
	// Events are the POLL bits that the caller waits for.
	Events uint32
	// Caller is the thread that asks.
	fuse.Caller
}

// ScheduleNotify reports whether the caller is going to sleep on the answer and
// has to be woken when another one would be given.
func (in *PollIn) ScheduleNotify() bool {
	return in.Flags&fuse.FUSE_POLL_SCHEDULE_NOTIFY != 0
}

// pollIn decodes a POLL request.
func pollIn(req request) *PollIn {
	return &PollIn{
		NodeId: req.u64(16),
		Fh:     req.u64(inHeaderSize),
		Kh:     req.u64(inHeaderSize + 8),
		Flags:  req.u32(inHeaderSize + 16),
		Events: req.u32(inHeaderSize + 20),
		Caller: fuse.Caller{
			Owner: fuse.Owner{Uid: req.u32(24), Gid: req.u32(28)},
			Pid:   req.u32(32),
		},
	}
}

// poll returns the reply to a POLL request.
func (c *Conn) poll(req request) []byte {
	revents, errno := c.askFileSystem(pollIn(req))
	if errno != 0 {
		return req.reply(errno)
	}
	out := make([]byte, 8) // struct fuse_poll_out: revents and padding
	ne.PutUint32(out, revents)
	return req.reply(0, out...)
}

// askFileSystem calls Poll; a panic becomes EIO, as in the other methods.
func (c *Conn) askFileSystem(in *PollIn) (revents uint32, errno syscall.Errno) {
	defer func() {
		if v := recover(); v != nil {
			errno = syscall.Errno(c.opts.logPanic(v))
		}
	}()
	return c.fs.Poll(in)
}
