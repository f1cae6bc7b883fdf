package hwparams

import (
	"math"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

const (
	openMin   = abi.IntervalOpenMin
	openMax   = abi.IntervalOpenMax
	openBoth  = openMin | openMax
	isInteger = abi.IntervalInteger
)

// between returns the interval [low, high].
func between(low, high uint32) abi.Interval {
	return abi.Interval{Min: low, Max: high}
}

// RefineInterval cuts i down to what v allows too, and tells whether that
// changed i. It returns EINVAL when nothing is left; i has no meaning then. As
// snd_interval_refine of sound/core/pcm_lib.c.
func RefineInterval(i *abi.Interval, v abi.Interval) (changed bool, err error) {
	if i.Flags&abi.IntervalEmpty != 0 {
		return false, syscall.EINVAL
	}
	raised := raiseMin(i, v)
	lowered := lowerMax(i, v)
	changed = raised || lowered
	if v.Flags&isInteger != 0 && i.Flags&isInteger == 0 {
		i.Flags |= isInteger
		changed = true
	}
	closeInteger(i)
	if nothingLeft(*i) {
		return changed, syscall.EINVAL
	}
	return changed, nil
}

// raiseMin lets v decide the lower end of i if it is the stricter one.
func raiseMin(i *abi.Interval, v abi.Interval) bool {
	switch {
	case i.Min < v.Min:
		i.Min = v.Min
		i.Flags = i.Flags&^openMin | v.Flags&openMin
	case i.Min == v.Min && i.Flags&openMin == 0 && v.Flags&openMin != 0:
		i.Flags |= openMin
	default:
		return false
	}
	return true
}

// lowerMax lets v decide the upper end of i if it is the stricter one.
func lowerMax(i *abi.Interval, v abi.Interval) bool {
	switch {
	case i.Max > v.Max:
		i.Max = v.Max
		i.Flags = i.Flags&^openMax | v.Flags&openMax
	case i.Max == v.Max && i.Flags&openMax == 0 && v.Flags&openMax != 0:
		i.Flags |= openMax
	default:
		return false
	}
	return true
}

// closeInteger moves the open ends of an integer interval to the whole numbers
// inside, and marks a single number as integer. An end at the edge of the
// number range wraps around, as it does in the kernel.
func closeInteger(i *abi.Interval) {
	if i.Flags&isInteger == 0 {
		if i.Flags&openBoth == 0 && i.Min == i.Max {
			i.Flags |= isInteger
		}
		return
	}
	if i.Flags&openMin != 0 {
		i.Min++
	}
	if i.Flags&openMax != 0 {
		i.Max--
	}
	i.Flags &^= openBoth
}

// nothingLeft reports whether no number is between the ends of i:
// snd_interval_checkempty of include/sound/pcm_params.h.
func nothingLeft(i abi.Interval) bool {
	return i.Min > i.Max || i.Min == i.Max && i.Flags&openBoth != 0
}

// Contains reports whether number is in i: snd_interval_test of
// include/sound/pcm_params.h.
func Contains(i abi.Interval, number uint32) bool {
	if number < i.Min || number == i.Min && i.Flags&openMin != 0 {
		return false
	}
	return number < i.Max || number == i.Max && i.Flags&openMax == 0
}

// single reports whether i has room for one number only: snd_interval_single
// of include/sound/pcm_params.h.
func single(i abi.Interval) bool {
	return i.Min == i.Max || i.Min+1 == i.Max && i.Flags&openBoth != 0
}

// value returns the number in a single i: snd_interval_value of
// include/sound/pcm_params.h.
func value(i abi.Interval) uint32 {
	if i.Flags&openBoth == openMin {
		return i.Max
	}
	return i.Min
}

// first leaves only the lower end of i: snd_interval_refine_first of
// sound/core/pcm_lib.c. An open end leaves the numbers up to the next.
func first(i *abi.Interval) (changed bool) {
	if single(*i) {
		return false
	}
	oldMax := i.Max
	i.Max = i.Min
	if i.Flags&openMin != 0 {
		i.Max++
	}
	if i.Max < oldMax {
		i.Flags &^= openMax
	}
	return true
}

// last leaves only the upper end of i: snd_interval_refine_last of
// sound/core/pcm_lib.c.
func last(i *abi.Interval) (changed bool) {
	if single(*i) {
		return false
	}
	oldMin := i.Min
	i.Min = i.Max
	if i.Flags&openMax != 0 {
		i.Min--
	}
	if i.Min > oldMin {
		i.Flags &^= openMin
	}
	return true
}

// toList cuts the ends of i to numbers of list; gaps inside it stay, since an
// interval cannot hold them. As snd_interval_list of sound/core/pcm_lib.c.
func toList(i *abi.Interval, list []uint32) (changed bool, err error) {
	ends := between(math.MaxUint32, 0)
	for _, number := range list {
		if Contains(*i, number) {
			ends.Min = min(ends.Min, number)
			ends.Max = max(ends.Max, number)
		}
	}
	return RefineInterval(i, ends)
}

// toStep cuts the ends of i to multiples of step: snd_interval_step of
// sound/core/pcm_lib.c. An open upper end that is a multiple becomes a closed
// one, as it does in the kernel.
func toStep(i *abi.Interval, step uint32) (changed bool, err error) {
	if over := i.Min % step; over != 0 || i.Flags&openMin != 0 {
		i.Min += step - over
		i.Flags &^= openMin
		changed = true
	}
	if over := i.Max % step; over != 0 || i.Flags&openMax != 0 {
		i.Max -= over
		i.Flags &^= openMax
		changed = true
	}
	if nothingLeft(*i) {
		return changed, syscall.EINVAL
	}
	return changed, nil
}
