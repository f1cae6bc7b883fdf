package abi

import (
	"structs"
	"unsafe"
)

// CtlCardInfo is struct snd_ctl_card_info.
type CtlCardInfo struct {
	_          structs.HostLayout
	Card       int32
	Pad        int32
	ID         [16]byte
	Driver     [16]byte
	Name       [32]byte
	Longname   [80]byte
	Reserved   [16]byte
	Mixername  [80]byte
	Components [128]byte
}

// CtlElemId is struct snd_ctl_elem_id.
type CtlElemId struct {
	_         structs.HostLayout
	Numid     uint32
	Iface     CtlElemIface
	Device    uint32
	Subdevice uint32
	Name      [SNDRV_CTL_ELEM_ID_NAME_MAXLEN]byte
	Index     uint32
}

// CtlElemList is struct snd_ctl_elem_list.
type CtlElemList struct {
	_        structs.HostLayout
	Offset   uint32
	Space    uint32
	Used     uint32
	Count    uint32
	Pids     uint64 // address, in the program's memory, of Space CtlElemId
	Reserved [50]byte
	_        [6]byte // C rounds the size up to 8
}

// CtlElemInfo is struct snd_ctl_elem_info.
type CtlElemInfo struct {
	_        structs.HostLayout
	ID       CtlElemId
	Type     CtlElemType
	Access   CtlElemAccess
	Count    uint32
	Owner    int32
	Value    [16]int64 // a union in C: see Integer and Enumerated
	Reserved [64]byte
}

// CtlElemRange is the integer or integer64 member of struct snd_ctl_elem_info.
type CtlElemRange struct {
	_    structs.HostLayout
	Min  int64
	Max  int64
	Step int64
}

// CtlElemItem is the enumerated member of struct snd_ctl_elem_info.
type CtlElemItem struct {
	_           structs.HostLayout
	Items       uint32
	Item        uint32
	Name        [64]byte
	NamesPtr    uint64 // address of the names in the program's memory
	NamesLength uint32 // in bytes
	_           [4]byte
}

// Integer views the union as the range of an integer element.
func (i *CtlElemInfo) Integer() *CtlElemRange {
	return (*CtlElemRange)(unsafe.Pointer(&i.Value))
}

// Enumerated views the union as one item of an enumerated element.
func (i *CtlElemInfo) Enumerated() *CtlElemItem {
	return (*CtlElemItem)(unsafe.Pointer(&i.Value))
}

// CtlElemValue is struct snd_ctl_elem_value.
type CtlElemValue struct {
	_        structs.HostLayout
	ID       CtlElemId
	Indirect uint32 // a bit field in C, obsolete
	_        [4]byte
	Value    [128]int64 // a union in C: these are the integers and booleans
	Reserved [128]byte
}

// AesIec958 is struct snd_aes_iec958.
type AesIec958 struct {
	_           structs.HostLayout
	Status      [24]byte
	Subcode     [147]byte
	Pad         byte
	DigSubframe [4]byte
}

// Enumerated views the union as the item numbers of an enumerated element.
func (v *CtlElemValue) Enumerated() *[128]uint32 {
	return (*[128]uint32)(unsafe.Pointer(&v.Value))
}

// Bytes views the union as the data of a bytes element.
func (v *CtlElemValue) Bytes() *[512]byte {
	return (*[512]byte)(unsafe.Pointer(&v.Value))
}

// Raw views the union as memory.
func (v *CtlElemValue) Raw() *[1024]byte {
	return (*[1024]byte)(unsafe.Pointer(&v.Value))
}

// Iec958 views the union as the setup of an S/PDIF stream.
func (v *CtlElemValue) Iec958() *AesIec958 {
	return (*AesIec958)(unsafe.Pointer(&v.Value))
}

// CtlTlv is struct snd_ctl_tlv, the header before Length bytes of TLV data.
type CtlTlv struct {
	_      structs.HostLayout
	Numid  uint32
	Length uint32 // in bytes
}

// CtlEvent is struct snd_ctl_event with the elem member of its union.
type CtlEvent struct {
	_    structs.HostLayout
	Type CtlEventType
	Mask CtlEventMask
	ID   CtlElemId
}
