package control

import (
	"bytes"
	"errors"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// The kernel's limits of what programs may add to a card.
const (
	userBytesMax  = 8 << 20  // of all their elements, max_user_ctl_alloc_size
	userCountMax  = 1028     // elements of a set, MAX_CONTROL_COUNT
	namesBytesMax = 64 << 10 // of the names of an enumerated element's items

	// userBytesEach is what a set is counted besides its values, the kernel's
	// struct user_element.
	userBytesEach = 320
)

// user is the Ops of elements that a program has added: struct user_element.
type user struct {
	set   *Set
	info  abi.CtlElemInfo
	size  int    // of one element's values, in bytes
	data  []byte // the values of all elements
	tlv   []byte
	names []string // of an enumerated element's items
	bytes int64    // that it is counted
}

// ofProgram are the access bits that a program may set.
const ofProgram = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_INACTIVE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_WRITE

// told is ELEM_ADD or ELEM_REPLACE: when the program cannot be told of the elements,
// they are removed again (snd_ctl_elem_add_user). FUSE tells it too, but does not say
// whether that went well.
func told(do ioctl.Handler[*file]) ioctl.Handler[*file] {
	return func(f *file, c *card.Call, i *card.Ioctl) error {
		if err := do(f, c, i); err != nil || c.Narrow || !c.Memory.Reachable() {
			return err
		}
		lost := c.Memory.WriteMemory(i.Arg, i.Out)
		if lost == nil {
			return nil
		}
		info, err := abi.Decode[abi.CtlElemInfo](i.Out)
		if err != nil {
			return err
		}
		return errors.Join(lost, f.elemRemove(c, &info.ID))
	}
}

// elemAdd adds a set of elements, as many as Owner says, which the file has locked
// (snd_ctl_elem_add).
func (f *file) elemAdd(c *card.Call, info *abi.CtlElemInfo) error {
	return f.addUser(c, info, false)
}

// elemReplace adds a set in the place of one that a program has added.
func (f *file) elemReplace(c *card.Call, info *abi.CtlElemInfo) error {
	return f.addUser(c, info, true)
}

func (f *file) addUser(c *card.Call, info *abi.CtlElemInfo, replace bool) error {
	if c.Narrow { // a 32-bit program is told nothing (snd_ctl_elem_add_compat)
		own := *info
		info = &own
	}
	if end := bytes.IndexByte(info.ID.Name[:], 0); end < 1 {
		return syscall.EINVAL
	}
	if replace {
		info.ID.Numid = 0
		if err := f.elemRemove(c, &info.ID); err != nil {
			return err
		}
	}
	if err := checkInfo(info); err != nil {
		return err
	}
	if uint32(info.Owner) > userCountMax {
		return syscall.EINVAL
	}
	names, err := fetchNames(c, info)
	if err != nil {
		return err
	}
	return f.ctl.addUser(f, info, names)
}

// checkInfo is EINVAL for what cannot be an element (snd_ctl_check_elem_info).
func checkInfo(info *abi.CtlElemInfo) error {
	limit, ok := valuesMax[info.Type]
	if !ok || info.Count < 1 || info.Count > limit {
		return syscall.EINVAL
	}
	if info.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED && info.Enumerated().Items == 0 {
		return syscall.EINVAL
	}
	return nil
}

// fetchNames reads the names of an enumerated element's items. EINVAL if one is
// empty or too long, or there are too few (snd_ctl_elem_init_enum_names).
func fetchNames(c *card.Call, info *abi.CtlElemInfo) ([]string, error) {
	if info.Type != abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
		return nil, nil
	}
	e := info.Enumerated()
	if e.NamesLength > namesBytesMax {
		return nil, syscall.EINVAL
	}
	raw := make([]byte, e.NamesLength)
	if err := c.Memory.ReadMemory(raw, e.NamesPtr); err != nil {
		return nil, err
	}
	if uint64(e.Items) > uint64(len(raw)) {
		return nil, syscall.EINVAL
	}
	names := make([]string, 0, e.Items)
	for range e.Items {
		name, rest, ended := bytes.Cut(raw, []byte{0})
		if !ended || len(name) == 0 || len(name) >= len(e.Name) {
			return nil, syscall.EINVAL
		}
		names = append(names, string(name))
		raw = rest
	}
	return names, nil
}

func (ctl *Control) addUser(f *file, info *abi.CtlElemInfo, names []string) error {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	if f.file.Dead() {
		return syscall.ENODEV
	}
	count := max(uint32(info.Owner), 1)
	u := &user{info: *info, size: valueBytes[info.Type] * int(info.Count), names: names}
	u.bytes = userBytesEach + int64(u.size)*int64(count)
	if names != nil {
		u.bytes += int64(info.Enumerated().NamesLength)
		u.info.Enumerated().NamesPtr = 0
	}
	if ctl.userBytes+u.bytes > userBytesMax {
		return syscall.ENOMEM
	}
	u.info.Access = 0
	u.data = make([]byte, u.size*int(count))
	u.set = &Set{ctl: ctl, id: info.ID, ops: u, free: func() { ctl.userBytes -= u.bytes }}
	u.set.grow(count, userAccess(info.Access), f)
	if err := ctl.addLocked(u.set); err != nil {
		return err
	}
	ctl.userBytes += u.bytes
	f.locks = true
	info.ID = u.set.ID(u.set.at(&info.ID))
	return nil
}

// userAccess is what may be done with an element of which a program wants some.
// There are no TLV data to read yet.
func userAccess(wanted abi.CtlElemAccess) abi.CtlElemAccess {
	if wanted == 0 {
		wanted = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
	}
	access := wanted&ofProgram | abi.SNDRV_CTL_ELEM_ACCESS_USER
	if access&abi.SNDRV_CTL_ELEM_ACCESS_TLV_WRITE != 0 {
		access |= abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK
	}
	return access
}

// elemRemove removes a set that a program has added. EINVAL if a driver has, EBUSY
// if another file has locked any of it (snd_ctl_remove_user_ctl).
func (f *file) elemRemove(c *card.Call, id *abi.CtlElemId) error {
	return f.patiently(c, func() error { return f.ctl.removeUser(f, id) })
}

func (ctl *Control) removeUser(f *file, id *abi.CtlElemId) error {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	s, _, err := ctl.list.element(id)
	if err != nil {
		return err
	}
	if s.access(0)&abi.SNDRV_CTL_ELEM_ACCESS_USER == 0 {
		return syscall.EINVAL
	}
	for n := range s.elems {
		if err := s.elems[n].refusal(f, syscall.EBUSY); err != nil {
			return err
		}
	}
	ctl.removeLocked(s)
	return nil
}

// Info is of Ops: what the program has said.
func (u *user) Info(_ int, info *abi.CtlElemInfo) error {
	item := info.Enumerated().Item
	*info = u.info
	if u.names != nil {
		info.Enumerated().Item = item
		EnumInfo(info, int(u.info.Count), u.names)
	}
	return nil
}

// Get is of Ops.
func (u *user) Get(n int, v *abi.CtlElemValue) error {
	copy(v.Raw()[:], u.values(n))
	return nil
}

// Put is of Ops. EINVAL for a value out of range or between two steps.
func (u *user) Put(n int, v *abi.CtlElemValue) (bool, error) {
	if err := checkValues(&u.info, v); err != nil {
		return false, err
	}
	next := v.Raw()[:u.size]
	if bytes.Equal(next, u.values(n)) {
		return false, nil
	}
	copy(u.values(n), next)
	return true, nil
}

func (u *user) values(n int) []byte { return u.data[n*u.size:][:u.size] }

// TLV is of TLVOps: the data are the set's. The first make it readable
// (snd_ctl_elem_user_tlv).
func (u *user) TLV(_ int, op TLVOp, in []byte, room uint32) ([]byte, bool, error) {
	if op == TLVWrite {
		changed, err := u.replaceTLV(in)
		return nil, changed, err
	}
	switch {
	case u.tlv == nil:
		return nil, false, syscall.ENXIO
	case room < uint32(len(u.tlv)):
		return nil, false, syscall.ENOSPC
	}
	return u.tlv, false, nil
}

func (u *user) replaceTLV(data []byte) (changed bool, err error) {
	if data == nil {
		return false, syscall.EINVAL
	}
	ctl, more := u.set.ctl, int64(len(data)-len(u.tlv))
	if ctl.userBytes+more > userBytesMax {
		return false, syscall.ENOMEM
	}
	if bytes.Equal(data, u.tlv) {
		return false, nil
	}
	mask := abi.SNDRV_CTL_EVENT_MASK_TLV
	if u.tlv == nil {
		mask |= abi.SNDRV_CTL_EVENT_MASK_INFO
		for n := range u.set.elems {
			u.set.elems[n].access.Or(uint32(abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ))
		}
	}
	u.tlv = data
	u.bytes += more
	ctl.userBytes += more
	u.set.notifyAll(mask)
	return true, nil
}
