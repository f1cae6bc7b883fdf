package control

import (
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// file is an open control node.
type file struct {
	ctl        *Control
	file       *card.File
	tid        uint32 // of the thread that opened it
	locks      bool   // it has locked elements; guarded by Control.elements
	preference *card.Preference
	flushed    atomic.Int64 // the clock.Time when a descriptor was closed last, 0 after any ioctl since

	mu         sync.Mutex
	subscribed bool
	events     queue
}

// CanRead says that the node can be read, for events.
func (*file) CanRead() bool { return true }

// Write is not an operation of the node.
func (*file) Write(*card.Call, []byte) (int, error) { return 0, syscall.EINVAL }

// Flush notes that the file may be closed soon, and its locks with it.
func (f *file) Flush(*card.Call) error {
	f.flushed.Store(int64(clock.Now()))
	return nil
}

// Release ends the file, and unlocks what it has locked (snd_ctl_release).
func (f *file) Release() {
	f.ctl.forget(f)
	f.unsubscribe()
	f.ctl.unlockAll(f)
	f.ctl.card.RemovePreference(f.preference)
}

// Ioctl carries out one of the control interface's ioctls, or one that another
// of the card's devices registered.
func (f *file) Ioctl(c *card.Call, i *card.Ioctl) error {
	f.flushed.Store(0)
	if h, ok := f.ctl.card.ControlHandler(i.Cmd); ok {
		return h(f.preference, c, i)
	}
	return ioctls.Do(f, c, i)
}

// subscribe switches events on (1) or off (0); a negative value asks
// (snd_ctl_subscribe_events).
func (f *file) subscribe(_ *card.Call, on *int32) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if *on < 0 {
		*on = 0
		if f.subscribed {
			*on = 1
		}
		return nil
	}
	f.setSubscribed(*on != 0)
	return nil
}

func (f *file) setSubscribed(on bool) {
	switch {
	case on && !f.subscribed:
		f.ctl.subscribers.Add(1)
	case !on && f.subscribed:
		f.ctl.subscribers.Add(-1)
		f.events.clear()
	}
	f.subscribed = on
}

func (f *file) unsubscribe() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.setSubscribed(false)
}

// tell queues an event, if the file has subscribed.
func (f *file) tell(mask abi.CtlEventMask, id abi.CtlElemId) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.subscribed {
		return
	}
	f.events.put(mask, id, share(f.ctl.subscribers.Load()))
	f.events.arrive()
	f.file.Notify()
}

func (f *file) wakeSubscriber() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.subscribed {
		f.file.Notify()
	}
}

// Poll says whether events wait.
func (f *file) Poll() card.Events {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.events.events) > 0 {
		return card.PollIn
	}
	return 0
}

// Read returns as many whole events as fit, and waits for the first
// (snd_ctl_read). EBADFD if the file has not subscribed.
func (f *file) Read(c *card.Call, p []byte) (int, error) {
	for {
		n, err := f.take(p)
		if n > 0 || err != nil {
			return n, err
		}
		if c.Nonblock {
			return 0, syscall.EAGAIN
		}
		if err := f.wait(c); err != nil {
			return 0, err
		}
	}
}

// take moves queued events to p, as far as they fit.
func (f *file) take(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.subscribed {
		return 0, syscall.EBADFD
	}
	size := abi.Sizeof[abi.CtlEvent]()
	if len(p) < size {
		return 0, syscall.EINVAL
	}
	n := 0
	for n+size <= len(p) && len(f.events.events) > 0 {
		e := f.events.take()
		if err := abi.Encode(p[n:], &e); err != nil {
			return n, err
		}
		n += size
	}
	return n, nil
}

func (f *file) wait(c *card.Call) error {
	defer f.file.Block("read")()
	select {
	case <-f.events.arrived:
		return nil
	case <-f.ctl.card.Gone():
		return syscall.ENODEV
	case <-c.Interrupted:
		return syscall.EINTR
	case <-c.Ended:
		return syscall.EINTR
	}
}
