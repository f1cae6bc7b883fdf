package control

import (
	"math"
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Range says what values an element has. With it as a part, a type has the Info of
// Ops.
type Range struct {
	Type     abi.CtlElemType
	Channels int      // values
	Min, Max int64    // of an INTEGER or INTEGER64
	Step     int64    // of those, 0 for what the driver does not tell
	Items    []string // of an ENUMERATED
}

// Stored is the Ops of elements whose values a driver has only to keep: a volume, a
// switch, a choice.
type Stored struct {
	Range
	// Limit is what becomes of a value that a program writes. nil refuses those out
	// of range, with EINVAL.
	Limit func(r *Range, value int64) (int64, error)
	// Each keeps the values before one that is refused.
	Each bool
	// Changed runs when the values of an element have changed. It may be nil.
	Changed func(now []int64)
	// Now are the values of all the elements of the set, [Range.Kept] for each.
	Now []int64
}

// statusBytes are what is kept of an IEC958 element.
const statusBytes = len(abi.AesIec958{}.Status)

// Kept is how many values an element has: its channels, or the status bytes of an
// IEC958.
func (r *Range) Kept() int {
	if r.Type == abi.SNDRV_CTL_ELEM_TYPE_IEC958 {
		return statusBytes
	}
	return r.Channels
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
	if r.isNumber() {
		return r.Min
	}
	return 0
}

func (r *Range) high() int64 {
	switch r.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
		return r.Max
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return int64(len(r.Items)) - 1
	case abi.SNDRV_CTL_ELEM_TYPE_BYTES, abi.SNDRV_CTL_ELEM_TYPE_IEC958:
		return math.MaxUint8
	}
	return 1
}

func (r *Range) isNumber() bool {
	return r.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER || r.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER64
}

// Info is of Ops. It leaves alone what the kernel's drivers do.
func (r *Range) Info(_ int, info *abi.CtlElemInfo) error {
	if r.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED {
		EnumInfo(info, r.Channels, r.Items)
		return nil
	}
	info.Type, info.Count = r.Type, uint32(r.Channels)
	if !r.isNumber() && r.Type != abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN {
		return nil
	}
	limits := info.Integer() // which INTEGER64's are laid out like
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
		switch r.Type {
		case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
			out.Enumerated()[n] = uint32(value)
		case abi.SNDRV_CTL_ELEM_TYPE_BYTES:
			out.Bytes()[n] = byte(value)
		case abi.SNDRV_CTL_ELEM_TYPE_IEC958:
			out.Iec958().Status[n] = byte(value)
		default:
			out.Value[n] = value
		}
	}
}

// value is the n-th that a program has written.
func (r *Range) value(in *abi.CtlElemValue, n int) int64 {
	switch r.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return int64(in.Enumerated()[n])
	case abi.SNDRV_CTL_ELEM_TYPE_BYTES:
		return int64(in.Bytes()[n])
	case abi.SNDRV_CTL_ELEM_TYPE_IEC958:
		return int64(in.Iec958().Status[n])
	}
	return in.Value[n]
}

// of are the values of an element of the set.
func (v *Stored) of(n int) []int64 { return v.Now[n*v.Kept():][:v.Kept()] }

// Get is of Ops.
func (v *Stored) Get(n int, out *abi.CtlElemValue) error {
	v.Fill(out, v.of(n)...)
	return nil
}

// Put is of Ops.
func (v *Stored) Put(n int, in *abi.CtlElemValue) (bool, error) {
	next, err := v.taken(in)
	if err != nil && !v.Each {
		return false, err
	}
	now := v.of(n)
	changed := !slices.Equal(next, now[:len(next)])
	copy(now, next)
	if changed && v.Changed != nil {
		v.Changed(now)
	}
	return changed && err == nil, err
}

// taken are the values that a program has written, as they are kept, up to the first
// that is refused.
func (v *Stored) taken(in *abi.CtlElemValue) ([]int64, error) {
	limit := v.Limit
	if limit == nil {
		limit = Refuse
	}
	next := make([]int64, 0, v.Kept())
	for n := range v.Kept() {
		value, err := limit(&v.Range, v.value(in, n))
		if err != nil {
			return next, err
		}
		next = append(next, value)
	}
	return next, nil
}
