package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// idsAtOnce is how many ids are told at a time: a card may have millions.
const idsAtOnce = 1024

// elemList tells the ids of the elements, or only how many there are if there is
// no space for any. A program whose memory cannot be reached is told of none: it
// would ask for the ids without end (snd_ctl_elem_list).
func (f *file) elemList(c *card.Call, l *abi.CtlElemList) error {
	l.Count, l.Used = 0, 0
	if !c.Memory.Reachable() {
		return nil
	}
	size := abi.Sizeof[abi.CtlElemId]()
	for {
		ids := f.ctl.ids(l)
		raw := make([]byte, len(ids)*size)
		for n := range ids {
			if err := abi.Encode(raw[n*size:], &ids[n]); err != nil {
				return err
			}
		}
		if len(ids) == 0 {
			return nil
		}
		if err := c.Memory.WriteMemory(l.Pids+uint64(l.Used)*uint64(size), raw); err != nil {
			return err
		}
		l.Used += uint32(len(ids))
	}
}

// ids are the next that l has space for, and how many elements there are.
func (ctl *Control) ids(l *abi.CtlElemList) []abi.CtlElemId {
	ctl.elements.RLock()
	defer ctl.elements.RUnlock()
	l.Count = ctl.list.count
	if l.Offset > l.Count { // and with what was told it might begin anew
		return nil
	}
	return ctl.list.ids(l.Offset+l.Used, min(l.Space-l.Used, idsAtOnce))
}

// elemInfo says what an element is (snd_ctl_elem_info).
func (f *file) elemInfo(c *card.Call, info *abi.CtlElemInfo) error {
	f.ctl.elements.RLock()
	defer f.ctl.elements.RUnlock()
	s, n, err := f.ctl.list.element(&info.ID)
	if err != nil {
		return err
	}
	if c.Narrow {
		forget(info)
	}
	if err := s.ops.Info(n, info); err != nil {
		return err
	}
	info.ID = s.ID(n)
	info.Access = s.access(n)
	info.Owner = -1
	if owner := s.elems[n].owner; owner != nil {
		info.Owner = int32(owner.tid)
		info.Access |= abi.SNDRV_CTL_ELEM_ACCESS_LOCK
		if owner == f {
			info.Access |= abi.SNDRV_CTL_ELEM_ACCESS_OWNER
		}
	}
	if !c.Memory.Reachable() {
		info.Access &^= tlvAccess
	}
	return nil
}

// elemRead gives an element's values. EPERM if it cannot be read
// (snd_ctl_elem_read).
func (f *file) elemRead(_ *card.Call, v *abi.CtlElemValue) error {
	f.ctl.elements.RLock()
	defer f.ctl.elements.RUnlock()
	s, n, err := f.ctl.list.element(&v.ID)
	if err != nil {
		return err
	}
	if s.access(n)&abi.SNDRV_CTL_ELEM_ACCESS_READ == 0 {
		return syscall.EPERM
	}
	v.ID = s.ID(n)
	return s.ops.Get(n, v)
}

// elemWrite changes an element's values. EPERM if it cannot be written, or
// another file has locked it (snd_ctl_elem_write).
func (f *file) elemWrite(c *card.Call, v *abi.CtlElemValue) error {
	return f.patiently(c, func() error { return f.ctl.put(f, v) })
}

func (ctl *Control) put(f *file, v *abi.CtlElemValue) error {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	s, n, err := ctl.list.element(&v.ID)
	if err != nil {
		return err
	}
	if s.access(n)&abi.SNDRV_CTL_ELEM_ACCESS_WRITE == 0 {
		return syscall.EPERM
	}
	if err := s.elems[n].refusal(f, syscall.EPERM); err != nil {
		return err
	}
	v.ID = s.ID(n)
	return s.put(n, v)
}
