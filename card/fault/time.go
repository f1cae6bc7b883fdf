package fault

import (
	"sync/atomic"
	"time"
)

// Sound is the time of cards without a clock: how much sound has passed in their
// streams. The zero value is ready.
type Sound struct{ passed atomic.Int64 }

// Now is how much sound has passed.
func (s *Sound) Now() time.Duration { return time.Duration(s.passed.Load()) }

func (s *Sound) pass(d time.Duration) { s.passed.Add(int64(d)) }

// skipTo brings the time forward, when nothing can pass.
func (s *Sound) skipTo(t time.Duration) {
	for {
		now := s.passed.Load()
		if now >= int64(t) || s.passed.CompareAndSwap(now, int64(t)) {
			return
		}
	}
}
