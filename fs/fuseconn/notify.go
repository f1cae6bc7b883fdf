package fuseconn

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// Notification codes; enum fuse_notify_code in include/uapi/linux/fuse.h.
const (
	notifyPoll       = 1
	notifyInvalInode = 2
	notifyInvalEntry = 3
)

// NotifyPoll wakes everyone who polls the open file that kh is the kernel's name
// of ([PollIn.Kh]); each then asks again. It does not block and may be called
// from anywhere, even for a file that is closed. It fails only when the
// connection has ended.
func (c *Conn) NotifyPoll(kh uint64) error {
	return c.notify(c.dev.write, "poll", message(notifyPoll, 0, ne.AppendUint64(nil, kh)))
}

// NotifyEntryGone makes the kernel forget what it knows about a name in a
// directory. It waits for the directory's lock, which a caller holds for as long
// as its LOOKUP, READDIR or CREATE there is not answered: never call it while
// serving such a request, nor with a lock held that one of them needs.
func (c *Conn) NotifyEntryGone(parent uint64, name string) error {
	return c.notify(c.dev.writeWaiting, "entry gone", message(notifyInvalEntry, 0, entryGone(parent, name)))
}

// entryGone builds struct fuse_notify_inval_entry_out, with no flags, and the
// name.
func entryGone(parent uint64, name string) []byte {
	p := ne.AppendUint64(nil, parent)
	p = ne.AppendUint32(p, uint32(len(name)))
	p = ne.AppendUint32(p, 0)
	return append(append(p, name...), 0)
}

// NotifyInvalInode makes the kernel forget the attributes of a node and the bytes
// it caches of it from off on: length of them, or all if length is 0; none if off
// is negative. It waits for reads and writes of those bytes that are under way
// through the cache: never call it with a lock held that one of them needs.
func (c *Conn) NotifyInvalInode(node uint64, off, length int64) error {
	p := ne.AppendUint64(nil, node)
	p = ne.AppendUint64(p, uint64(off))
	p = ne.AppendUint64(p, uint64(length))
	return c.notify(c.dev.writeWaiting, "inode", message(notifyInvalInode, 0, p))
}

// notify sends a notification. That the kernel does not know what it is about
// (ENOENT) is as good as success.
func (c *Conn) notify(write func([]byte) error, what string, p []byte) error {
	err := write(p)
	if err == nil || errors.Is(err, unix.ENOENT) {
		return nil
	}
	return fmt.Errorf("notify %s: %w", what, err)
}
