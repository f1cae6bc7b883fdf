package card

import (
	"syscall"
	"time"
)

// Call is one system call that a program makes on an open file.
type Call struct {
	// Tid is the calling thread, 0 if it is in a foreign pid namespace.
	Tid uint32
	// Interrupted is closed when the caller got a signal, Ended when all
	// callers are gone, with the mount. Whoever waits for the caller's sake
	// stops waiting then.
	Interrupted <-chan struct{}
	Ended       <-chan struct{}
	// Nonblock is O_NONBLOCK as the file has it now. Read and write know it;
	// ioctls ask LiveNonblock.
	Nonblock bool
	// LiveNonblock looks O_NONBLOCK up for the ioctl in progress. known is
	// false when it cannot be seen.
	LiveNonblock func() (nonblock, known bool)
	// Narrow says that the caller is a 32-bit program: its longs and pointers
	// have four bytes. Ioctls and open know it.
	Narrow bool
	// Memory is the caller's memory.
	Memory Memory
	// Killed reports whether the caller is dying of a signal.
	Killed func() bool
}

// Unwanted reports whether the caller has a signal to look after, or is gone.
func (c *Call) Unwanted() bool {
	select {
	case <-c.Interrupted:
	case <-c.Ended:
	default:
		return false
	}
	return true
}

// KilledLook is how often an uninterruptible wait looks whether its caller was
// killed, once there was a signal. The kernel tells of the first signal only.
const KilledLook = 20 * time.Millisecond

// AwaitUnlessKilled waits for done, through signals that the caller survives, and
// returns what it brings. EINTR when the caller is being killed, or gone.
func (c *Call) AwaitUnlessKilled(done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-c.Ended:
		return syscall.EINTR
	case <-c.Interrupted:
	}
	look := time.NewTicker(KilledLook)
	defer look.Stop()
	for !c.Killed() {
		select {
		case err := <-done:
			return err
		case <-c.Ended:
			return syscall.EINTR
		case <-look.C:
		}
	}
	return syscall.EINTR
}

// Memory is a program's memory, as the call in progress may reach it.
type Memory interface {
	// ReadMemory fills p from address addr. EFAULT when it cannot.
	ReadMemory(p []byte, addr uint64) error
	// WriteMemory writes p to address addr. EFAULT when it cannot.
	WriteMemory(addr uint64, p []byte) error
	// Reachable reports whether any of it can be reached. Where it cannot, ioctls
	// that pass pointers cannot work.
	Reachable() bool
}

// Ioctl is one ioctl in progress.
type Ioctl struct {
	Cmd uint32
	Arg uint64 // the argument as it was passed
	// In is the struct that the caller passed, empty when the command's number
	// does not say that it reads one.
	In []byte
	// Out is what the caller gets back, of the size that the command's number
	// says. Before the handler runs it holds In, as far as that goes.
	Out []byte
	// Layout, when it is not nil, is that of the struct in the caller's memory,
	// and In and Out are in the one of a 64-bit program.
	Layout Layout
	// CopyOut makes Out reach the caller although the ioctl fails.
	CopyOut bool
	// Result is what ioctl(2) returns if the ioctl succeeds: 0 for almost all.
	Result int32
}

// Layout is how a 32-bit program lays a struct out.
type Layout interface {
	// Size is the size of the struct, in bytes.
	Size() int
	// Widen returns a 64-bit program's struct for the one in p.
	Widen(p []byte) ([]byte, error)
}

// Events are poll(2)'s.
type Events uint32

// The events that ALSA files report.
const (
	PollIn   Events = 0x0041 // POLLIN | POLLRDNORM
	PollOut  Events = 0x0104 // POLLOUT | POLLWRNORM
	PollErr  Events = 0x0008
	PollNval Events = 0x0020
)
