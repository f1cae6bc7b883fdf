package control

import (
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Stored is the Ops of an element whose values a driver has only to keep: a
// volume, a switch, a choice. It is for sets of one element.
type Stored struct {
	Type     abi.CtlElemType // BOOLEAN, INTEGER or ENUMERATED
	Channels int             // values
	Min, Max int64           // of an INTEGER
	Step     int64           // of an INTEGER, 0 for what the driver does not tell
	Items    []string        // of an ENUMERATED
	// Limit is what becomes of a value that a program writes. nil refuses those out
	// of range, with EINVAL.
	Limit func(v *Stored, value int64) (int64, error)
	// Changed runs when the values have changed. It may be nil.
	Changed func(now []int64)
	// Now are the values.
	Now []int64
}

// Clamp takes the nearest value in range for one that is out of it.
func Clamp(v *Stored, value int64) (int64, error) { return min(max(value, v.low()), v.high()), nil }

// Bit takes the lowest bit of a value.
func Bit(_ *Stored, value int64) (int64, error) { return value & 1, nil }

// Refuse is EINVAL for a value that is out of range.
func Refuse(v *Stored, value int64) (int64, error) {
	if value < v.low() || value > v.high() {
		return 0, syscall.EINVAL
	}
	return value, nil
}

func (v *Stored) low() int64 {
	if v.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER {
		return v.Min
	}
	return 0
}

func (v *Stored) high() int64 {
	switch v.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER:
		return v.Max
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return int64(len(v.Items)) - 1
	}
	return 1
}

// Info is of Ops. It leaves alone what the kernel's drivers do.
func (v *Stored) Info(_ int, info *abi.CtlElemInfo) error {
	if v.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
		EnumInfo(info, v.Channels, v.Items)
		return nil
	}
	info.Type, info.Count = v.Type, uint32(v.Channels)
	r := info.Integer()
	r.Min, r.Max = v.low(), v.high()
	if v.Step != 0 {
		r.Step = v.Step
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

// Get is of Ops.
func (v *Stored) Get(_ int, out *abi.CtlElemValue) error {
	for n, value := range v.Now {
		if v.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
			out.Enumerated()[n] = uint32(value)
		} else {
			out.Value[n] = value
		}
	}
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
		value := in.Value[n]
		if v.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
			value = int64(in.Enumerated()[n])
		}
		var err error
		if next[n], err = limit(v, value); err != nil {
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
