package control

import (
	"encoding/binary"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// values is an ioctl on values, for 32-bit programs too. Theirs are laid out by the
// element's type, and with the id all that they get back. EINVAL for one that asks for
// indirect values (ctl_elem_read_user and ctl_elem_write_user of
// sound/core/control_compat.c).
func values(do func(*file, *card.Call, *abi.CtlElemValue) error) func(*file, *card.Call, *abi.CtlElemValue) error {
	return func(f *file, c *card.Call, v *abi.CtlElemValue) error {
		if !c.Narrow {
			return do(f, c, v)
		}
		if v.Indirect != 0 {
			return syscall.EINVAL
		}
		info := abi.CtlElemInfo{ID: v.ID}
		if err := f.elemInfo(c, &info); err != nil {
			return err
		}
		wide := abi.CtlElemValue{ID: v.ID}
		widen(&wide, v, &info)
		if err := do(f, c, &wide); err != nil {
			return err
		}
		narrow(v, &wide, &info)
		return nil
	}
}

// forget leaves of what a 32-bit program has filled in only the item that it asks for:
// a driver sees nothing else of it (snd_ctl_elem_info_compat).
func forget(info *abi.CtlElemInfo) {
	item := info.Enumerated().Item
	clear(info.Value[:])
	info.Enumerated().Item = item
}

// widen takes the values of the element out of a 32-bit program's struct.
func widen(wide, v *abi.CtlElemValue, info *abi.CtlElemInfo) {
	if !isLong(info.Type) {
		copy(wide.Raw()[:valueBytes[info.Type]*int(info.Count)], v.Raw()[:])
		return
	}
	for n := range int(info.Count) {
		wide.Value[n] = int64(int32(binary.LittleEndian.Uint32(v.Raw()[4*n:])))
	}
}

// narrow is the opposite.
func narrow(v, wide *abi.CtlElemValue, info *abi.CtlElemInfo) {
	v.ID = wide.ID
	if !isLong(info.Type) {
		copy(v.Raw()[:valueBytes[info.Type]*int(info.Count)], wide.Raw()[:])
		return
	}
	for n := range int(info.Count) {
		binary.LittleEndian.PutUint32(v.Raw()[4*n:], uint32(wide.Value[n]))
	}
}

// isLong reports whether the values of a type are longs.
func isLong(t abi.CtlElemType) bool {
	return t == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN || t == abi.SNDRV_CTL_ELEM_TYPE_INTEGER
}
