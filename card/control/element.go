package control

import (
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Template is what a driver says of the elements that it adds: struct
// snd_kcontrol_new.
type Template struct {
	Iface     abi.CtlElemIface
	Device    uint32
	Subdevice uint32
	Name      string
	Index     uint32
	Count     uint32            // elements alike, from Index on; 0 is one
	Access    abi.CtlElemAccess // 0 is READWRITE
	TLV       []uint32          // what TLV_READ gives, whole words; nil for none, or Ops that are TLVOps
	Ops       Ops
}

// Ops are the callbacks of elements, as those of struct snd_kcontrol. Each is told
// which element of its set it is for, from 0. Info and Get may be called by
// several programs at once, Put by one and while nothing else is. They are called
// with the elements locked: they must not add or remove any. Errors are errnos.
type Ops interface {
	// Info says what the element is: type, count and range.
	Info(n int, info *abi.CtlElemInfo) error
	// Get gives the values.
	Get(n int, v *abi.CtlElemValue) error
	// Put takes values, and says whether they are others than before. Of those
	// that are, subscribers are told.
	Put(n int, v *abi.CtlElemValue) (changed bool, err error)
}

// TLVOps are Ops that carry out the TLV ioctls themselves, on elements with
// SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK.
type TLVOps interface {
	// TLV does op. in is what the program wrote, nil if that was more than
	// [TLVBytesMax]; room is how much it wrote or has room for, in bytes. out is
	// what it gets, and it is told whether anything has changed.
	TLV(n int, op TLVOp, in []byte, room uint32) (out []byte, changed bool, err error)
}

// Set is one control, or several alike with consecutive indices, on a card: struct
// snd_kcontrol.
type Set struct {
	ctl   *Control
	id    abi.CtlElemId // of the first
	nth   uint64        // of all that were added to the card
	ops   Ops
	tlv   []byte
	free  func() // runs when the set has been removed; may be nil
	elems []element
}

// element is one of a set: struct snd_kcontrol_volatile.
type element struct {
	access atomic.Uint32 // CtlElemAccess
	owner  *file         // who has locked it; guarded by Control.elements
}

// ofDriver are the access bits that a driver may set (snd_ctl_new1).
const ofDriver = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE |
	abi.SNDRV_CTL_ELEM_ACCESS_INACTIVE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE |
	abi.SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK

// newSet makes the set that t describes. It is of no card yet.
func newSet(ctl *Control, t Template) *Set {
	s := &Set{ctl: ctl, ops: t.Ops, tlv: words(t.TLV)}
	s.id = abi.CtlElemId{Iface: t.Iface, Device: t.Device, Subdevice: t.Subdevice, Index: t.Index}
	abi.SetString(s.id.Name[:], t.Name)
	access := t.Access & ofDriver
	if t.Access == 0 {
		access = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
	}
	s.grow(max(t.Count, 1), access, nil)
	return s
}

func (s *Set) grow(count uint32, access abi.CtlElemAccess, owner *file) {
	s.elems = make([]element, count)
	for n := range s.elems {
		s.elems[n].access.Store(uint32(access))
		s.elems[n].owner = owner
	}
}

func (s *Set) access(n int) abi.CtlElemAccess { return abi.CtlElemAccess(s.elems[n].access.Load()) }

// ID is the whole id of one of the set's elements (snd_ctl_build_ioff).
func (s *Set) ID(n int) abi.CtlElemId {
	id := s.id
	id.Numid += uint32(n)
	id.Index += uint32(n)
	return id
}

// at is which of the set's elements id is (snd_ctl_get_ioff). The set was found by
// it.
func (s *Set) at(id *abi.CtlElemId) int {
	n := id.Index - s.id.Index
	if id.Numid != 0 {
		n = id.Numid - s.id.Numid
	}
	if n >= uint32(len(s.elems)) {
		return 0
	}
	return int(n)
}

// Notify tells subscribers what has happened to one of the set's elements
// (snd_ctl_notify_one). It may be called from anywhere.
func (s *Set) Notify(mask abi.CtlEventMask, n int) {
	s.ctl.Notify(mask, s.ID(n))
	if mask&abi.SNDRV_CTL_EVENT_MASK_VALUE != 0 {
		s.touched(n)
	}
}

func (s *Set) notifyAll(mask abi.CtlEventMask) {
	for _, f := range s.ctl.openFiles() {
		for n := range s.elems {
			f.tell(mask, s.ID(n))
		}
	}
}

// Activate says whether one of the set's elements does anything, and tells
// subscribers if that has changed (snd_ctl_activate_id). It may be called from
// anywhere.
func (s *Set) Activate(n int, active bool) {
	inactive := uint32(abi.SNDRV_CTL_ELEM_ACCESS_INACTIVE)
	access := &s.elems[n].access
	var before uint32
	if active {
		before = access.And(^inactive)
	} else {
		before = access.Or(inactive)
	}
	if was := before&inactive == 0; was != active {
		s.Notify(abi.SNDRV_CTL_EVENT_MASK_INFO, n)
	}
}
