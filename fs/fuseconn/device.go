package fuseconn

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// device is an open /dev/fuse. Reads and writes go through RawConn, which keeps
// the descriptor's number from being reused while a call is under way, and
// unlike os.File lets several readers wait at once. The file is a blocking one:
// a thread asleep in read(2) is woken sooner than a goroutine by way of epoll.
type device struct {
	file *os.File
	raw  syscall.RawConn
}

// openDevice opens /dev/fuse for a new connection.
func openDevice() (device, error) {
	fd, err := unix.Open("/dev/fuse", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return device{}, &os.PathError{Op: "open", Path: "/dev/fuse", Err: err}
	}
	file := os.NewFile(uintptr(fd), "/dev/fuse")
	raw, err := file.SyscallConn()
	return device{file, raw}, err
}

// read waits for a request and stores it in p, which must be as large as the
// largest request that was negotiated. It fails with ENODEV when the connection
// has ended and with os.ErrClosed after close.
func (d device) read(p []byte) (n int, err error) {
	for {
		err = d.control(func(fd int) error {
			n, err = unix.Read(fd, p)
			return err
		})
		switch {
		case err == nil && n == 0:
			return 0, os.ErrClosed // by close, meanwhile
		case !retry(err):
			return n, err
		}
	}
}

// retry reports whether a failed read says nothing about the connection. ENOENT
// is a request that was interrupted before it was handed over.
func retry(err error) bool {
	return errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.ENOENT)
}

// write hands one reply or notification to the kernel. It does not block on the
// file system's clients, except for the notifications that say so.
func (d device) write(p []byte) error {
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

// close leaves the connection, which ends it, and makes every later call fail with
// os.ErrClosed. Readers asleep in read(2) hold the file open and closing its
// descriptor does not wake them. So another file takes the descriptor's place,
// one at its end, and a signal has every thread begin its system call anew.
func (d device) close() error {
	err := d.control(func(fd int) error {
		end, err := unix.MemfdCreate("closed", unix.MFD_CLOEXEC)
		if err != nil {
			return err
		}
		defer unix.Close(end)
		return unix.Dup3(end, fd, unix.O_CLOEXEC)
	})
	if err != nil {
		return fmt.Errorf("leave the connection: %w", err)
	}
	if err := d.file.Close(); err != nil {
		return err
	}
	return restartCalls()
}

// restartCalls interrupts the system calls of all threads of this process with a
// signal that Go programs handle, with SA_RESTART, and must expect at any time.
func restartCalls() error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		tid, err := strconv.Atoi(t.Name())
		if err != nil {
			return err
		}
		_ = unix.Tgkill(os.Getpid(), tid, unix.SIGURG) // it may have ended
	}
	return nil
}
