package virtual

import "github.com/vsndfs/vsndfs/card/clock"

// Stopwatch is the sample clock of one stream: it counts frames from its start.
type Stopwatch struct {
	start clock.Time
	rate  uint32 // Hz
}

// Start makes the stopwatch count from now on, at rate (Hz).
func (w *Stopwatch) Start(now clock.Time, rate uint32) { *w = Stopwatch{now, rate} }

// Moved is how many frames have passed since the start.
func (w *Stopwatch) Moved(now clock.Time) uint64 { return clock.Frames(w.start, now, w.rate) }

// Due is when that many frames will have passed.
func (w *Stopwatch) Due(frames uint64) clock.Time { return w.start.Add(clock.Span(frames, w.rate)) }
