package virtual

import (
	"math/bits"

	"github.com/vsndfs/vsndfs/card/clock"
)

// Stopwatch is the sample clock of one stream: it counts frames from its start.
type Stopwatch struct {
	// Oscillator is what it counts by; nil runs true.
	Oscillator *clock.Oscillator

	start clock.Time // on the oscillator
	rate  uint32     // Hz
}

// Start makes the stopwatch count from now on, at rate (Hz).
func (w *Stopwatch) Start(now clock.Time, rate uint32) { w.start, w.rate = w.Oscillator.At(now), rate }

// Moved is how many frames have begun to pass since the start. As with snd-dummy
// one counts from its first microsecond on (dummy_hrtimer_pointer), so that a
// drain ends beyond the last frame, not at it.
func (w *Stopwatch) Moved(now clock.Time) uint64 {
	const second = 1_000_000 // microseconds
	passed := uint64(max(w.Oscillator.At(now).Sub(w.start).Microseconds(), 0))
	hi, lo := bits.Mul64(passed, uint64(w.rate))
	frames, rest := bits.Div64(hi, lo, second)
	if rest > 0 {
		frames++
	}
	return frames
}

// Due is when that many frames will have passed.
func (w *Stopwatch) Due(frames uint64) clock.Time {
	return w.Oscillator.When(w.start.Add(clock.Span(frames, w.rate)))
}
