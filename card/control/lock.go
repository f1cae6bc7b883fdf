package control

import (
	"errors"
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// closeGrace is how long a program waits for an element whose lock is of a file
// that was closed just now. On a kernel's card the lock has gone when close(2)
// returns; here the last close is told a moment later.
const closeGrace = 100 * time.Millisecond

// closing says that a lock is about to go, and what is to be answered if it does not.
type closing struct{ refusal syscall.Errno }

func (closing) Error() string { return "an element's lock is about to go" }

// refusal is the error of who wants an element that another file than f has
// locked; nil if none has.
func (e *element) refusal(f *file, errno syscall.Errno) error {
	switch {
	case e.owner == nil || e.owner == f:
		return nil
	case clock.Now().Sub(clock.Time(e.owner.flushed.Load())) < closeGrace:
		return closing{errno}
	}
	return errno
}

// patiently does what may meet locks, and waits for those that are about to go.
func (f *file) patiently(c *card.Call, do func() error) error {
	var patience <-chan time.Time
	for {
		unlocked := f.ctl.unlockedNext()
		var soon closing
		err := do()
		if !errors.As(err, &soon) {
			return err
		}
		if patience == nil {
			patience = time.After(closeGrace)
		}
		select {
		case <-unlocked:
			continue
		case <-patience:
		case <-c.Interrupted:
		case <-c.Ended:
		}
		return soon.refusal
	}
}

// unlockedNext is closed when a file's locks go.
func (ctl *Control) unlockedNext() <-chan struct{} {
	ctl.elements.RLock()
	defer ctl.elements.RUnlock()
	return ctl.unlocked
}

// lock makes the file the only one that may write an element. EBUSY if any has it,
// this one too (snd_ctl_elem_lock).
func (f *file) lock(c *card.Call, id *abi.CtlElemId) error {
	return f.patiently(c, func() error {
		f.ctl.elements.Lock()
		defer f.ctl.elements.Unlock()
		s, n, err := f.ctl.list.element(id)
		if err != nil {
			return err
		}
		e := &s.elems[n]
		if err := e.refusal(nil, syscall.EBUSY); err != nil {
			return err
		}
		e.owner = f
		f.locks = true
		return nil
	})
}

// unlock is the opposite. EINVAL if nobody has locked the element, EPERM if another
// file has (snd_ctl_elem_unlock).
func (f *file) unlock(_ *card.Call, id *abi.CtlElemId) error {
	f.ctl.elements.Lock()
	defer f.ctl.elements.Unlock()
	s, n, err := f.ctl.list.element(id)
	if err != nil {
		return err
	}
	e := &s.elems[n]
	switch e.owner {
	case f:
		e.owner = nil
		return nil
	case nil:
		return syscall.EINVAL
	}
	return syscall.EPERM
}

// unlockAll ends what a file has locked.
func (ctl *Control) unlockAll(f *file) {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	if !f.locks {
		return
	}
	for _, s := range ctl.list.order {
		for n := range s.elems {
			if s.elems[n].owner == f {
				s.elems[n].owner = nil
			}
		}
	}
	close(ctl.unlocked)
	ctl.unlocked = make(chan struct{})
}
