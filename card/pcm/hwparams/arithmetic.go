package hwparams

import (
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Interval arithmetic of sound/core/pcm_lib.c. Results are rounded outwards and
// stop at the largest number; an end that was rounded is open, since the exact
// result is inside. Only products of whole numbers are known to be whole.

// mul returns a * b: snd_interval_mul.
func mul(a, b abi.Interval) abi.Interval {
	return abi.Interval{
		Min:   mulStop(a.Min, b.Min),
		Max:   mulStop(a.Max, b.Max),
		Flags: (a.Flags|b.Flags)&openBoth | a.Flags&b.Flags&isInteger,
	}
}

// mulDivK returns a * b / k for a k above 0: snd_interval_muldivk.
func mulDivK(a, b abi.Interval, k uint32) abi.Interval {
	low, lowRest := mulDiv(a.Min, b.Min, k)
	high, highRest := mulDiv(a.Max, b.Max, k)
	c := abi.Interval{Min: low, Max: high, Flags: (a.Flags | b.Flags) & openBoth}
	return roundOut(c, lowRest, highRest)
}

// mulKDiv returns a * k / b: snd_interval_mulkdiv, and with a k of 1
// snd_interval_div.
func mulKDiv(a abi.Interval, k uint32, b abi.Interval) abi.Interval {
	low, lowRest := mulDiv(a.Min, k, b.Max)
	c := abi.Interval{Min: low, Max: math.MaxUint32, Flags: (a.Flags | swapEnds(b.Flags)) & openBoth}
	if b.Min == 0 {
		c.Flags &^= openMax // no upper end at all
		return roundOut(c, lowRest, false)
	}
	high, highRest := mulDiv(a.Max, k, b.Min)
	c.Max = high
	return roundOut(c, lowRest, highRest)
}

// roundOut opens the ends of c that a division left a rest at, and moves the
// upper one up.
func roundOut(c abi.Interval, lowRest, highRest bool) abi.Interval {
	if lowRest {
		c.Flags |= openMin
	}
	if highRest {
		c.Max++
		c.Flags |= openMax
	}
	return c
}

// swapEnds exchanges the open flags: the upper end of a divisor decides the
// lower end of the quotient.
func swapEnds(f abi.IntervalFlags) abi.IntervalFlags {
	var swapped abi.IntervalFlags
	if f&openMin != 0 {
		swapped |= openMax
	}
	if f&openMax != 0 {
		swapped |= openMin
	}
	return swapped
}

// mulStop returns a * b, or the largest number if that is beyond it.
func mulStop(a, b uint32) uint32 {
	return uint32(min(uint64(a)*uint64(b), math.MaxUint32))
}

// mulDiv returns a * b / c rounded down and whether there was a rest. A result
// beyond the largest number, and one of a division by 0, is the largest number
// without rest.
func mulDiv(a, b, c uint32) (quotient uint32, rest bool) {
	if c == 0 {
		return math.MaxUint32, false
	}
	n := uint64(a) * uint64(b)
	q := n / uint64(c)
	if q >= math.MaxUint32 {
		return math.MaxUint32, false
	}
	return uint32(q), n%uint64(c) != 0
}
