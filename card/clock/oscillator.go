package clock

import (
	"math/bits"
	"sync/atomic"
)

// Oscillator is the clock of a card, which runs a little fast or slow. A nil one
// and the zero value run true. Its methods may be called from anywhere.
type Oscillator struct{ pace atomic.Pointer[pace] }

// pace is how an oscillator runs from some time on.
type pace struct {
	from, own Time   // the same moment, on CLOCK_MONOTONIC and on the oscillator
	rate      uint64 // its seconds in a million of ours
}

// true1 is the rate of an oscillator that runs true.
const true1 = 1_000_000

// MaxDrift is how fast or slow an oscillator can run, in parts per million.
const MaxDrift = 100_000

var runsTrue = &pace{rate: true1}

func (o *Oscillator) now() *pace {
	if o == nil {
		return runsTrue
	}
	if p := o.pace.Load(); p != nil {
		return p
	}
	return runsTrue
}

// Drift makes the oscillator run fast by that many parts per million from now on,
// slow if it is negative.
func (o *Oscillator) Drift(now Time, ppm int) {
	o.pace.Store(&pace{from: now, own: o.At(now), rate: uint64(true1 + min(max(ppm, -MaxDrift), MaxDrift))})
}

// At is what the oscillator shows at time t.
func (o *Oscillator) At(t Time) Time {
	p := o.now()
	if t < p.from { // whoever read the time before it changed its pace
		return p.own - (p.from - t)
	}
	hi, lo := bits.Mul64(uint64(t-p.from), p.rate)
	passed, _ := bits.Div64(hi, lo, true1)
	return p.own + Time(passed)
}

// When is the first time at which the oscillator shows own or more.
func (o *Oscillator) When(own Time) Time {
	p := o.now()
	if own < p.own {
		return p.from - (p.own - own)
	}
	hi, lo := bits.Mul64(uint64(own-p.own), true1)
	passed, rest := bits.Div64(hi, lo, p.rate)
	if rest > 0 {
		passed++
	}
	return p.from + Time(passed)
}
