package control

import (
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// clicksAcross is how many clicks of a button take a volume from one end to the other.
const clicksAcross = 20

// Turn moves a volume by so many clicks, up or down, as a button of the device does: no
// further than its range, and whoever has locked it, as a lock is between programs. A
// click is a twentieth of the range in whole steps of the element, one at least. EINVAL
// if it is no volume, ENODEV if it is of no card any more.
func (s *Set) Turn(clicks int) error {
	return s.press(abi.SNDRV_CTL_ELEM_TYPE_INTEGER, func(info *abi.CtlElemInfo, values []int64) {
		limits := info.Integer()
		by := int64(clicks) * clickOf(limits)
		for i := range values {
			values[i] = min(max(values[i]+by, limits.Min), limits.Max)
		}
	})
}

func clickOf(limits *abi.CtlElemRange) int64 {
	step := max(limits.Step, 1)
	return max((limits.Max-limits.Min)/clicksAcross/step, 1) * step
}

// Toggle switches a switch off, or on if all of it is off, as a button of the device
// does, whoever has locked it. EINVAL if the element is no switch, ENODEV if it is of
// no card any more.
func (s *Set) Toggle() error {
	return s.press(abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, func(_ *abi.CtlElemInfo, values []int64) {
		next := int64(1)
		for _, value := range values {
			next &= 1 - value
		}
		for i := range values {
			values[i] = next
		}
	})
}

// press changes a set of one element, of a type, from the hardware's side. If it is another value
// then, subscribers are told, as snd-usb-audio does when the device interrupts
// (snd_usb_mixer_notify_id).
func (s *Set) press(of abi.CtlElemType, change func(*abi.CtlElemInfo, []int64)) error {
	s.ctl.elements.Lock()
	defer s.ctl.elements.Unlock()
	if s.ctl.list.find(&s.id) != s {
		return syscall.ENODEV
	}
	var info abi.CtlElemInfo
	var v abi.CtlElemValue
	if err := s.ops.Info(0, &info); err != nil {
		return err
	}
	if info.Type != of {
		return syscall.EINVAL
	}
	if err := s.ops.Get(0, &v); err != nil {
		return err
	}
	values := v.Value[:info.Count]
	before := slices.Clone(values)
	change(&info, values)
	if slices.Equal(values, before) {
		return nil
	}
	if _, err := s.ops.Put(0, &v); err != nil {
		return err
	}
	s.Notify(abi.SNDRV_CTL_EVENT_MASK_VALUE, 0)
	return nil
}
