package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Settable is an element of a driver that programs can read and set: what there is
// to keep of a card. Elements that change by themselves (VOLATILE) are none, and
// neither are those that programs have added.
type Settable struct {
	ID       abi.CtlElemId
	Type     abi.CtlElemType
	Min, Max int64    // of an INTEGER or INTEGER64
	Items    []string // of an ENUMERATED
	// Values are as many as the element has. Of BYTES and IEC958 each is a byte.
	Values []int64
}

// Settables are those of the card with their values, in the order in which they
// were added. One whose callbacks fail is left out, and one that is hidden by another
// with the same name and index.
func (ctl *Control) Settables() []Settable {
	ctl.elements.RLock()
	defer ctl.elements.RUnlock()
	var all []Settable
	for _, s := range ctl.list.order {
		for n := range s.elems {
			if !s.settable(n) || ctl.list.hides(s, n) {
				continue
			}
			if e, err := s.read(n); err == nil {
				all = append(all, e)
			}
		}
	}
	return all
}

func (s *Set) settable(n int) bool {
	const wanted = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
	const looked = wanted | abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE | abi.SNDRV_CTL_ELEM_ACCESS_USER
	return s.access(n)&looked == wanted
}

// read asks an element for all that Settable tells. Control.elements is held.
func (s *Set) read(n int) (Settable, error) {
	var info abi.CtlElemInfo
	var value abi.CtlElemValue
	if err := s.ops.Info(n, &info); err != nil {
		return Settable{}, err
	}
	if err := s.ops.Get(n, &value); err != nil {
		return Settable{}, err
	}
	e := Settable{ID: s.ID(n), Type: info.Type, Values: make([]int64, valuesOf(&info))}
	for i := range e.Values {
		e.Values[i] = valueAt(info.Type, &value, i)
	}
	switch info.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
		e.Min, e.Max = info.Integer().Min, info.Integer().Max
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return e, s.readItems(n, &info, &e)
	}
	return e, nil
}

// readItems asks for the names of all items.
func (s *Set) readItems(n int, info *abi.CtlElemInfo, e *Settable) error {
	for item := range info.Enumerated().Items {
		info.Enumerated().Item = item
		if err := s.ops.Info(n, info); err != nil {
			return err
		}
		e.Items = append(e.Items, abi.GetString(info.Enumerated().Name[:]))
	}
	return nil
}

// valuesOf is how many values an element has, those of BYTES and IEC958 in bytes.
func valuesOf(info *abi.CtlElemInfo) int {
	count := int(min(info.Count, valuesMax[info.Type]))
	if isRaw(info.Type) {
		return count * valueBytes[info.Type]
	}
	return count
}

func isRaw(t abi.CtlElemType) bool {
	return t == abi.SNDRV_CTL_ELEM_TYPE_BYTES || t == abi.SNDRV_CTL_ELEM_TYPE_IEC958
}

func valueAt(t abi.CtlElemType, v *abi.CtlElemValue, n int) int64 {
	switch {
	case t == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return int64(v.Enumerated()[n])
	case isRaw(t):
		return int64(v.Raw()[n])
	}
	return v.Value[n]
}

func setValueAt(t abi.CtlElemType, v *abi.CtlElemValue, n int, value int64) {
	switch {
	case t == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		v.Enumerated()[n] = uint32(value)
	case isRaw(t):
		v.Raw()[n] = byte(value)
	default:
		v.Value[n] = value
	}
}

// Put gives an element of a driver values, as many as its Settable has, whoever has
// locked it. Subscribers are told if it has others now. What a value may be the
// driver knows, as it does when a program writes. ENOENT if there is no such element,
// EPERM if it is none that can be kept, EINVAL if it has more values or fewer.
func (ctl *Control) Put(id abi.CtlElemId, values []int64) error {
	ctl.elements.Lock()
	defer ctl.elements.Unlock()
	s, n, err := ctl.list.element(&id)
	if err != nil {
		return err
	}
	if !s.settable(n) {
		return syscall.EPERM
	}
	var info abi.CtlElemInfo
	if err := s.ops.Info(n, &info); err != nil {
		return err
	}
	if len(values) != valuesOf(&info) {
		return syscall.EINVAL
	}
	v := abi.CtlElemValue{ID: s.ID(n)}
	for i, value := range values {
		setValueAt(info.Type, &v, i, value)
	}
	return s.put(n, &v)
}

// put has the driver take values, and tells who wants to know. Control.elements is
// held.
func (s *Set) put(n int, v *abi.CtlElemValue) error {
	changed, err := s.ops.Put(n, v)
	if err == nil && changed {
		s.Notify(abi.SNDRV_CTL_EVENT_MASK_VALUE, n)
		return nil
	}
	// Some drivers change values and say that they have not, or refuse the rest.
	s.touched(n)
	return err
}

// Watch makes fn run whenever a value of [Control.Settables] may have changed: when a
// driver tells of it, and after each write of a program. fn must not wait, nor use the elements, which may be
// locked. A card has one watcher, from before it is registered on.
func (ctl *Control) Watch(fn func()) { ctl.watcher = fn }

func (s *Set) touched(n int) {
	if s.ctl.watcher != nil && s.settable(n) {
		s.ctl.watcher()
	}
}
