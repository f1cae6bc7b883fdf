package fuseconn

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/moby/sys/mountinfo"
	"golang.org/x/sys/unix"
)

// watch looks for the mounts of one superblock in the mount table of the
// namespace it was made in.
type watch struct {
	table        *os.File // a mountinfo, which polls as POLLPRI|POLLERR after each change
	major, minor int
	over, stopW  *os.File      // a pipe; closing stopW ends the watch
	unmounted    chan struct{} // closed when none is left
}

// newWatch begins to watch for the mounts of a superblock that is mounted.
func newWatch(major, minor uint32) (*watch, error) {
	table, err := openMountTable()
	if err != nil {
		return nil, err
	}
	over, stopW, err := os.Pipe()
	if err != nil {
		_ = table.Close()
		return nil, fmt.Errorf("watch the mount table: %w", err)
	}
	return &watch{table, int(major), int(minor), over, stopW, make(chan struct{})}, nil
}

// openMountTable opens the mount table of this thread's mount namespace. Whoever
// polls the file takes the news away from all others, so the Go runtime, which
// would watch a file of os.Open's, must not.
func openMountTable() (*os.File, error) {
	const path = "/proc/thread-self/mountinfo"
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

// stop ends the watch, after a last look.
func (w *watch) stop() { _ = w.stopW.Close() }

// run closes unmounted when no mount is left, and returns then or after stop. It
// sleeps in the kernel while the mount table does not change.
func (w *watch) run(logf func(string, ...any)) {
	defer w.table.Close()
	defer w.over.Close()
	for stopped := false; ; {
		mounted, err := w.mounted()
		switch {
		case err != nil:
			logf("watch the mount table: %v", err)
			return
		case !mounted:
			close(w.unmounted)
			return
		case stopped:
			return
		}
		stopped = w.wait()
	}
}

// mounted reports whether the superblock is mounted anywhere.
func (w *watch) mounted() (bool, error) {
	if _, err := w.table.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	mounts, err := mountinfo.GetMountsFromReader(w.table, func(m *mountinfo.Info) (skip, stop bool) {
		found := m.Major == w.major && m.Minor == w.minor
		return !found, found
	})
	return len(mounts) > 0, err
}

// wait sleeps until the mount table has changed or the watch is stopped.
func (w *watch) wait() (stopped bool) {
	fds := []unix.PollFd{
		{Fd: int32(w.table.Fd()), Events: unix.POLLPRI | unix.POLLERR},
		{Fd: int32(w.over.Fd())}, // reports POLLHUP unasked
	}
	for {
		_, err := unix.Poll(fds, -1)
		if !errors.Is(err, unix.EINTR) {
			return fds[1].Revents != 0
		}
	}
}

// Unmounted is closed when no mount of this file system is left in the mount
// namespace it was mounted in. The connection may live on, for files that are
// still open (umount -l). It stays open when the connection ends with the mount
// still there, so select on [Conn.Done] too.
func (c *Conn) Unmounted() <-chan struct{} { return c.watch.unmounted }
