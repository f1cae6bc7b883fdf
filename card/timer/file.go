package timer

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// file is an open timer node, struct snd_timer_user.
type file struct {
	service *Service
	file    *card.File

	// Guarded by service.mu.
	wake           chan struct{} // closed, and made anew, to wake readers
	instance       *instance     // of the timer it has selected, or nil
	disconnected   bool          // its timer has gone once: that mark stays
	tread          bool          // it reads events, not plain records
	narrow         bool          // those of a 32-bit program
	ticks          uint32
	filter         uint32
	size           int
	events         []abi.TimerTread
	plain          []abi.TimerRead
	appended       uint64
	overrun        uint32
	lastResolution uint64
	tstamp         clock.Time
}

// CanRead says that the node can be read.
func (*file) CanRead() bool { return true }

// Write is not an operation of the node.
func (*file) Write(*card.Call, []byte) (int, error) { return 0, syscall.EINVAL }

// Flush has nothing to do.
func (*file) Flush(*card.Call) error { return nil }

// Ioctl carries out one of the timer's ioctls.
func (f *file) Ioctl(c *card.Call, i *card.Ioctl) error { return ioctls.Do(f, c, i) }

// Release gives the timer back.
func (f *file) Release() { f.deselect() }

// deselect ends the use of the selected timer, if there is one.
func (f *file) deselect() {
	f.service.mu.Lock()
	i := f.instance
	f.instance = nil
	if i != nil {
		i.detach()
	}
	f.service.mu.Unlock()
	if i != nil && i.holds() {
		i.timer.card.Unhold(f.file)
	}
}

func (f *file) wakeLocked() {
	close(f.wake)
	f.wake = make(chan struct{})
	f.file.Notify()
}

// Poll says whether records wait, and whether the timer has gone.
func (f *file) Poll() card.Events {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	var e card.Events
	if f.queued() > 0 {
		e |= card.PollIn
	}
	if f.disconnected {
		e |= card.PollErr
	}
	return e
}

// Read returns as many whole records as fit, and waits for the first
// (snd_timer_user_read).
func (f *file) Read(c *card.Call, p []byte) (int, error) {
	for {
		n, wake := f.take(p)
		if wake == nil {
			return n, nil
		}
		if c.Nonblock {
			return 0, syscall.EAGAIN
		}
		if err := f.wait(c, wake); err != nil {
			return 0, err
		}
	}
}

// take moves queued records to p. When there are none yet, it returns what is
// closed when that may have changed; a p without room for one gets none.
func (f *file) take(p []byte) (n int, wake <-chan struct{}) {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	if f.queued() == 0 && len(p) >= f.recordSize() {
		return 0, f.wake
	}
	return f.takeLocked(p), nil
}

// wait sleeps until the file is woken. That its timer has gone is seen after the
// sleep and not before, as in the kernel: a read begun later sleeps for ever.
func (f *file) wait(c *card.Call, wake <-chan struct{}) error {
	defer f.file.Block("read")()
	select {
	case <-c.Interrupted:
		return syscall.EINTR
	case <-c.Ended:
		return syscall.EINTR
	case <-wake:
	}
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	if f.disconnected {
		return syscall.ENODEV
	}
	return nil
}
