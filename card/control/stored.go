package control

import (
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Range says what values an element has. With it as a part, a type has the Info of
// Ops.
type Range struct {
	Type     abi.CtlElemType // BOOLEAN, INTEGER or ENUMERATED
	Channels int             // values
	Min, Max int64           // of an INTEGER
	Step     int64           // of an INTEGER, 0 for what the driver does not tell
	Items    []string        // of an ENUMERATED
}

// Stored is the Ops of an element whose values a driver has only to keep: a
// volume, a switch, a choice. It is for sets of one element.
type Stored struct {
	Range
	// Limit is what becomes of a value that a program writes. nil refuses those out
	// of range, with EINVAL.
	Limit func(r *Range, value int64) (int64, error)
	// Changed runs when the values have changed. It may be nil.
	Changed func(now []int64)
	// Now are the values.
	Now []int64
}

// Clamp takes the nearest value in range for one that is out of it.
func Clamp(r *Range, value int64) (int64, error) { return min(max(value, r.low()), r.high()), nil }

// Bit takes the lowest bit of a value.
func Bit(_ *Range, value int64) (int64, error) { return value & 1, nil }

// Refuse is EINVAL for a value that is out of range.
func Refuse(r *Range, value int64) (int64, error) {
	if value < r.low() || value > r.high() {
		return 0, syscall.EINVAL
	}
	return value, nil
}

func (r *Range) low() int64 {
	if r.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER {
		return r.Min
	}
	return 0
}

func (r *Range) high() int64 {
	switch r.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER:
		return r.Max
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return int64(len(r.Items)) - 1
	}
	return 1
}

// Info is of Ops. It leaves alone what the kernel's drivers do.
func (r *Range) Info(_ int, info *abi.CtlElemInfo) error {
	if r.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
		EnumInfo(info, r.Channels, r.Items)
		return nil
	}
	info.Type, info.Count = r.Type, uint32(r.Channels)
	limits := info.Integer()
	limits.Min, limits.Max = r.low(), r.high()
	if r.Step != 0 {
		limits.Step = r.Step
	}
	return nil
}

// EnumInfo says what an enumerated element is: how many values it has, and the
// name of the item that is asked for, or of the last (snd_ctl_enum_info).
func EnumInfo(info *abi.CtlElemInfo, channels int, items []string) {
	info.Type, info.Count = abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, uint32(channels)
	e := info.Enumerated()
	e.Items = uint32(len(items))
	e.Item = min(e.Item, e.Items-1)
	abi.SetString(e.Name[:], items[e.Item])
}

// Fill gives values to a program, as the element's type has them.
func (r *Range) Fill(out *abi.CtlElemValue, values ...int64) {
	for n, value := range values {
		if r.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
			out.Enumerated()[n] = uint32(value)
		} else {
			out.Value[n] = value
		}
	}
}

// value is the n-th that a program has written.
func (r *Range) value(in *abi.CtlElemValue, n int) int64 {
	if r.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
		return int64(in.Enumerated()[n])
	}
	return in.Value[n]
}

// Get is of Ops.
func (v *Stored) Get(_ int, out *abi.CtlElemValue) error {
	v.Fill(out, v.Now...)
	return nil
}

// Put is of Ops.
func (v *Stored) Put(_ int, in *abi.CtlElemValue) (bool, error) {
	limit := v.Limit
	if limit == nil {
		limit = Refuse
	}
	next := make([]int64, v.Channels)
	for n := range next {
		var err error
		if next[n], err = limit(&v.Range, v.value(in, n)); err != nil {
			return false, err
		}
	}
	if slices.Equal(next, v.Now) {
		return false, nil
	}
	v.Now = next
	if v.Changed != nil {
		v.Changed(next)
	}
	return true, nil
}
