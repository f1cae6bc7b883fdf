package fuseconn

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/nonblock"
)

// device is the /dev/fuse of a mount. Readers wait for it in the Go runtime's
// poller: the thread that sleeps there wakes with the request and serves it, where
// one asleep in read(2) would first have to be given the processor that another
// one was given meanwhile.
type device struct {
	file *os.File
	raw  syscall.RawConn // keeps the descriptor's number from being reused during a call
}

// openDevice opens /dev/fuse for a new connection.
func openDevice() (fd int, err error) {
	fd, err = unix.Open("/dev/fuse", unix.O_RDWR|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return -1, &os.PathError{Op: "open", Path: "/dev/fuse", Err: err}
	}
	return fd, nil
}

// newDevice takes over the descriptor of a mount that was made: before that the
// kernel has nobody wait on it.
func newDevice(fd int) (device, error) {
	file := os.NewFile(uintptr(fd), "/dev/fuse")
	raw, err := file.SyscallConn()
	return device{file, raw}, err
}

// read waits for a request and stores it in p, which must be as large as the
// largest request that was negotiated. It fails with ENODEV when the connection
// has ended and with os.ErrClosed after close.
func (d device) read(p []byte) (n int, err error) {
	err = os.ErrClosed // unless there is something to read
	_ = d.raw.Read(func(fd uintptr) (done bool) {
		n, err = readRequest(fd, p)
		return !errors.Is(err, unix.EAGAIN)
	})
	if errors.Is(err, unix.EAGAIN) { // it was closed meanwhile
		return 0, os.ErrClosed
	}
	return n, err
}

// readRequest is a read that says something about the connection. ENOENT is a
// request that was interrupted before it was handed over.
func readRequest(fd uintptr, p []byte) (n int, err error) {
	for {
		n, err = nonblock.Read(fd, p)
		if !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.ENOENT) {
			return n, err
		}
	}
}

// write hands one reply or notification to the kernel, which takes it at once.
func (d device) write(p []byte) error {
	return d.control(func(fd int) error {
		_, err := nonblock.Write(uintptr(fd), p)
		return err
	})
}

// writeWaiting is write for the notifications that wait for the file system's
// clients.
func (d device) writeWaiting(p []byte) error {
	return d.control(func(fd int) error {
		_, err := unix.Write(fd, p)
		return err
	})
}

// control runs f on the descriptor, which stays open meanwhile.
func (d device) control(f func(fd int) error) error {
	err := os.ErrClosed // the only reason not to call f
	_ = d.raw.Control(func(fd uintptr) { err = f(int(fd)) })
	return err
}

// close leaves the connection, which ends it, and makes every other call, also
// those that wait, fail with os.ErrClosed.
func (d device) close() error { return d.file.Close() }
