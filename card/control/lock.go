package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// lock makes the file the only one that may write an element. EBUSY if any has it,
// this one too (snd_ctl_elem_lock).
func (f *file) lock(_ *card.Call, id *abi.CtlElemId) error {
	f.ctl.elements.Lock()
	defer f.ctl.elements.Unlock()
	s, n, err := f.ctl.list.element(id)
	if err != nil {
		return err
	}
	e := &s.elems[n]
	if e.owner != nil {
		return syscall.EBUSY
	}
	e.owner = f
	f.locks = true
	return nil
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
}

// othersLocked reports whether another file than f has locked an element.
func (e *element) othersLocked(f *file) bool { return e.owner != nil && e.owner != f }
