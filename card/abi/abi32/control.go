package abi32

import (
	"slices"
	"structs"

	"github.com/vsndfs/vsndfs/card/abi"
)

// CtlElemList is struct snd_ctl_elem_list.
type CtlElemList struct {
	_        structs.HostLayout
	Offset   uint32
	Space    uint32
	Used     uint32
	Count    uint32
	Pids     uint32
	Reserved [50]byte
	_        [2]byte // C rounds the size up to 4
}

// CtlElemInfo is struct snd_ctl_elem_info.
type CtlElemInfo struct {
	_        structs.HostLayout
	ID       abi.CtlElemId
	Type     abi.CtlElemType
	Access   abi.CtlElemAccess
	Count    uint32
	Owner    int32
	Value    [128]byte // a union in C, by Type: a CtlElemRange, or what 64-bit programs have
	Reserved [64]byte
}

// CtlElemRange is the integer member of struct snd_ctl_elem_info.
type CtlElemRange struct {
	_    structs.HostLayout
	Min  int32
	Max  int32
	Step int32
}

// CtlElemValue is struct snd_ctl_elem_value.
type CtlElemValue struct {
	_        structs.HostLayout
	ID       abi.CtlElemId
	Indirect uint32    // a bit field in C, obsolete
	Value    [512]byte // a union in C, by the element's type: integers have four bytes
	Reserved [128]byte
}

// rangeAt is where the range of an element begins in struct snd_ctl_elem_info.
const rangeAt = 80

// elemInfo is the layout of an ioctl on what an element is. Only the range of
// integers differs (snd_ctl_elem_info_compat).
func elemInfo(cmd abi.Cmd) Layout {
	return Layout{
		Cmd: cmd, size: abi.Sizeof[CtlElemInfo](),
		widen: func(p []byte) ([]byte, error) {
			return convertRange[abi.CtlElemRange, CtlElemRange](p)
		},
		narrow: func(dst, src []byte) error {
			p, err := convertRange[CtlElemRange, abi.CtlElemRange](src)
			if err != nil || len(dst) < len(p) {
				return abi.ErrShort
			}
			copy(dst, p)
			return nil
		},
	}
}

// convertRange returns the struct in p with a range of the other kind.
func convertRange[To, From any](p []byte) ([]byte, error) {
	info, err := abi.Decode[abi.CtlElemInfo](p)
	if err != nil {
		return nil, err
	}
	p = slices.Clone(p[:abi.Sizeof[abi.CtlElemInfo]()])
	if info.Type != abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN && info.Type != abi.SNDRV_CTL_ELEM_TYPE_INTEGER {
		return p, nil
	}
	from, err := abi.Decode[From](p[rangeAt:])
	if err != nil {
		return nil, err
	}
	var to To
	Convert(&to, from)
	return p, abi.Encode(p[rangeAt:], &to)
}

// elemValue is the layout of an ioctl on an element's values. Those are moved as
// they are, for only who knows the element knows how they are laid out.
func elemValue(cmd abi.Cmd) Layout {
	return Layout{
		Cmd: cmd, size: abi.Sizeof[CtlElemValue](),
		widen: func(p []byte) ([]byte, error) {
			n, err := abi.Decode[CtlElemValue](p)
			if err != nil {
				return nil, err
			}
			w := abi.CtlElemValue{ID: n.ID, Indirect: n.Indirect, Reserved: n.Reserved}
			copy(w.Raw()[:], n.Value[:])
			wide := make([]byte, abi.Sizeof[abi.CtlElemValue]())
			return wide, abi.Encode(wide, &w)
		},
		narrow: func(dst, src []byte) error {
			w, err := abi.Decode[abi.CtlElemValue](src)
			if err != nil {
				return err
			}
			n := CtlElemValue{ID: w.ID, Indirect: w.Indirect, Reserved: w.Reserved}
			copy(n.Value[:], w.Raw()[:])
			return abi.Encode(dst, &n)
		},
	}
}
