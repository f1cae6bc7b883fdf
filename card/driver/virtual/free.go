package virtual

import "github.com/vsndfs/vsndfs/card/clock"

// freePlayback is a playback without a clock: it takes frames as fast as its tape
// does.
type freePlayback struct{ playback }

// Passed has nobody to tell.
func (*freePlayback) Passed(clock.Time) {}

// freeCapture is a capture without a clock: it always has frames.
type freeCapture struct{ capture }

// Passable is how many of n frames there are.
func (*freeCapture) Passable(n uint64) uint64 { return n }

// Passed has nobody to tell.
func (*freeCapture) Passed(clock.Time) {}
