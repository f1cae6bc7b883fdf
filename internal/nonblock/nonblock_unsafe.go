// Package nonblock makes system calls that never sleep, and so need no word to
// the Go scheduler. An ordinary system call may sleep: when nothing else runs, the
// first one wakes the runtime's monitor, which then looks every 20 µs whether
// the processor is wanted elsewhere. For a call that takes one of those, that is
// more work than the call.
//
// A call that sleeps here stops the whole program. The descriptors are non-blocking
// ones.
package nonblock

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Read is read(2) of a descriptor that answers EAGAIN instead of waiting.
func Read(fd uintptr, p []byte) (n int, err error) { return call(unix.SYS_READ, fd, p) }

// Write is write(2) to a descriptor that takes everything at once.
func Write(fd uintptr, p []byte) (n int, err error) { return call(unix.SYS_WRITE, fd, p) }

func call(number, fd uintptr, p []byte) (n int, err error) {
	r, _, errno := unix.RawSyscall(number, fd, uintptr(unsafe.Pointer(unsafe.SliceData(p))), uintptr(len(p)))
	if errno != 0 {
		return 0, errno
	}
	return int(r), nil
}

// TimerfdSettime is timerfd_settime(2).
func TimerfdSettime(fd uintptr, flags int, spec *unix.ItimerSpec) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_TIMERFD_SETTIME, fd, uintptr(flags), uintptr(unsafe.Pointer(spec)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// ClockGettime is clock_gettime(2).
func ClockGettime(clock int32, time *unix.Timespec) error {
	_, _, errno := unix.RawSyscall(unix.SYS_CLOCK_GETTIME, uintptr(clock), uintptr(unsafe.Pointer(time)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}
