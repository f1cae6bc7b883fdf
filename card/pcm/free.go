package pcm

import (
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// FreeEngine is hardware without a clock: frames pass as soon as the program has
// them, or has room for them. Only a free-running stream, which never says what it
// has, is asked for its Moved and Due.
type FreeEngine interface {
	Engine
	// Passable is how many of n frames can pass at once.
	Passable(n uint64) uint64
	// Passed is called when frames have passed, as the last step of that.
	Passed(now clock.Time)
}

// unclockedLocked reports whether the program alone makes frames pass.
func (s *Substream) unclockedLocked() bool { return s.free != nil && !s.FreeRunning() }

// neverLateLocked reports whether who waits for the stream waits for a program and
// not for the hardware.
func (s *Substream) neverLateLocked() bool {
	return s.unclockedLocked() && s.runningLocked() && !s.still && (s.faulty == nil || !s.faulty.Stalled())
}

// Kick lets a stream without a clock go on: what held it back may be gone. The
// stream lock is not held.
func (s *Substream) Kick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kickLocked()
}

// kickLocked lets pass what can. Streams with a clock do not notice.
func (s *Substream) kickLocked() {
	if s.unclockedLocked() && s.runningLocked() {
		_ = s.updateLocked(clock.Now()) // the end of a drain is in the state
	}
}

// updateUnclockedLocked is updateLocked for a stream without a clock.
func (s *Substream) updateUnclockedLocked(now clock.Time) error {
	frames := s.passableLocked()
	if frames > 0 {
		s.moved += uint64(frames)
		s.passLocked(frames)
		s.tickLocked(now)
	}
	s.stampLocked(now)
	s.publishLocked()
	err := s.stopIfOverLocked(now)
	if err == nil && frames > 0 {
		s.wakeIfEnoughLocked()
	}
	if err == nil {
		err = s.seenLocked(now)
	}
	if frames == 0 {
		return err // nobody is woken for nothing: who polls would ask again
	}
	s.free.Passed(now)
	return err
}

func (s *Substream) passableLocked() abi.Uframes {
	if s.still {
		return 0
	}
	most := s.mostAvailLocked()
	return abi.Uframes(s.free.Passable(uint64(most - min(most, s.availLocked()))))
}

// mostAvailLocked is how much of its ring a program finds ready at most. It is
// below the stop threshold, at which alsa-lib finds an xrun by itself: so the
// last frame of a playback waits for the next one, or for the drain.
func (s *Substream) mostAvailLocked() abi.Uframes {
	if s.state == abi.SNDRV_PCM_STATE_DRAINING {
		return s.params.BufferSize
	}
	return min(s.params.BufferSize, max(s.sw.StopThreshold, 1)-1)
}

// availMinLocked is how much must be ready for a program to be woken: no more
// than there can be.
func (s *Substream) availMinLocked() abi.Uframes {
	if s.unclockedLocked() {
		return min(s.pages.availMin(), s.mostAvailLocked())
	}
	return s.pages.availMin()
}

// rarely is how often the ring of a stream is looked at that its program has
// mapped and leaves alone.
const rarely = time.Second

// lookAgainLocked sets the next look at a ring that the program has mapped: it may
// move its pointer and make no call. There is a look a period while it does, and
// fewer and fewer when it does not.
func (s *Substream) lookAgainLocked() {
	if !s.params.mapped() {
		return
	}
	if s.moved != s.seen || s.lookAfter == 0 {
		s.lookAfter = clock.Span(uint64(s.params.PeriodSize), s.params.RateHz)
	} else {
		s.lookAfter = max(s.lookAfter, min(2*s.lookAfter, rarely))
	}
	s.seen = s.moved
	s.interrupt.Set(clock.Now().Add(s.lookAfter))
}

func (p Params) mapped() bool {
	return p.Access != abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED && p.Access != abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED
}
