package fuseconn

import (
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// FileSystem is what a connection serves. Its methods are called from many
// goroutines at once. Those that are given a cancel channel may block, and have
// then to return soon after it is closed or the connection is done. Init and
// OnUnmount, which need a go-fuse Server, are never called.
type FileSystem interface {
	fuse.RawFileSystem

	// Poll returns the events that are ready on an open file, as POLL bits
	// (not only those asked for), and must not block. After a request with
	// ScheduleNotify the file system owes one [Conn.NotifyPoll] when that
	// changes. An errno makes poll(2) report POLLERR, and ENOSYS makes the
	// kernel take every file of the mount for ready ever after.
	Poll(in *PollIn) (revents uint32, errno syscall.Errno)
}

// Conn is a mounted file system and its connection to the kernel.
type Conn struct {
	opts     Options
	dir      string // absolute, without symbolic links
	dev      device
	fs       FileSystem
	protocol *fuse.ProtocolServer
	buffers  buffers

	major, minor uint32
	passthrough  bool

	readers readers
	running sync.WaitGroup // readers, waiting or handling a request, and the watch

	watch   *watch
	endOnce sync.Once
	endErr  error // why the connection ended, if not by the usual ways; set before done is closed
	done    chan struct{}
}

// Done is closed when the connection has ended: nothing is mounted any more and
// every file is closed, or it was aborted. A RELEASE that is on its way when the
// mount goes is lost, so the end closes every file that is still open.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Wait waits until the connection has ended and every handler has returned. It
// returns nil for an unmount or an abort, and what the device said if the
// connection was lost in any other way.
func (c *Conn) Wait() error {
	<-c.done
	c.running.Wait()
	return c.endErr
}

// Abort ends the connection now, whoever uses the mount: waiting callers get
// ECONNABORTED, later ones ENOTCONN, as after a write to the connection's abort
// file in fusectl. The mount stays until somebody unmounts it.
func (c *Conn) Abort() error {
	return c.end(nil)
}

// Device returns the device number of the mount: st_dev of all files in it.
func (c *Conn) Device() (major, minor uint32) { return c.major, c.minor }

// end records why the connection is over, tells everyone and leaves the device.
// Only the first call does anything.
func (c *Conn) end(reason error) (err error) {
	c.endOnce.Do(func() {
		if !over(reason) {
			c.endErr = reason
		}
		err = c.dev.close() // before handlers, told of the end, could still answer
		close(c.done)
		c.watch.stop()
	})
	return err
}
