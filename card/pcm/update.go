package pcm

import (
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// pointersLocked is the ring as it is now. appl_ptr comes from the page that the
// program writes: it is read once, and brought into range.
func (s *Substream) pointersLocked() pointers {
	p := pointers{hw: s.hwPtr, bufferSize: s.params.BufferSize, boundary: s.params.Boundary}
	if p.boundary > 0 {
		p.appl = s.pages.applPtr() % p.boundary
	}
	return p
}

func (s *Substream) availLocked() abi.Uframes {
	if s.playback() {
		return s.pointersLocked().playbackAvail()
	}
	return s.pointersLocked().captureAvail()
}

// runningLocked is snd_pcm_running: frames pass.
func (s *Substream) runningLocked() bool {
	return s.state == abi.SNDRV_PCM_STATE_RUNNING || s.state == abi.SNDRV_PCM_STATE_DRAINING && s.playback()
}

// Update brings the stream up to the time now, as a period interrupt would. The
// stream lock is held: it is for a driver whose substreams share one.
func (s *Substream) Update(now clock.Time) {
	if s.engine != nil && s.runningLocked() {
		_ = s.updateLocked(now) // an underrun is in the state
	}
}

// updateLocked moves hw_ptr to where it is at time now, hands over the frames
// that it passed, and acts on what that means (snd_pcm_update_hw_ptr). EPIPE if
// it means an underrun, an overrun or the end of a drain.
func (s *Substream) updateLocked(now clock.Time) error {
	if s.unclockedLocked() {
		return s.updateUnclockedLocked(now)
	}
	moved := s.moved
	if !s.still {
		// Who waited for the stream lock since it read the time comes with an old one.
		moved = max(s.engine.Moved(now), s.moved)
	}
	frames := abi.Uframes(moved - s.moved)
	s.moved = moved
	if frames > 0 {
		s.passLocked(frames)
	}
	s.stampLocked(now)
	s.publishLocked()
	if err := s.judgeLocked(now); err != nil {
		return err
	}
	return s.seenLocked(now)
}

// passLocked lets frames go by the hardware. It takes no more than are queued: what
// it passes beyond is nobody's, unless the program plays free-running.
func (s *Substream) passLocked(frames abi.Uframes) {
	held := min(frames, s.params.BufferSize)
	if s.playback() && (!s.FreeRunning() || s.state == abi.SNDRV_PCM_STATE_DRAINING) {
		held = min(held, s.pointersLocked().queued())
	}
	if s.playback() {
		s.ringLocked().play(s.hwPtr, held, s.engine.Transfer)
		s.engine.Skip(uint64(frames - held))
	} else {
		// What no ring can hold is lost first: the newest frames stay.
		s.engine.Skip(uint64(frames - held))
		s.ringLocked().record(s.params.at(s.hwPtr, frames-held), held, s.engine.Transfer)
	}
	from := s.hwPtr
	s.hwPtr = s.params.at(s.hwPtr, frames)
	s.total += uint64(frames)
	s.silencePassedLocked(from, frames)
}

// at is the pointer n frames after ptr.
func (p Params) at(ptr, n abi.Uframes) abi.Uframes {
	return pointers{boundary: p.Boundary}.advance(ptr, n)
}

// judgeLocked is snd_pcm_update_state.
func (s *Substream) judgeLocked(now clock.Time) error {
	if err := s.stopIfOverLocked(now); err != nil {
		return err
	}
	s.wakeIfEnoughLocked()
	return nil
}

// stopIfOverLocked ends a drain and finds an xrun.
func (s *Substream) stopIfOverLocked(now clock.Time) error {
	avail := s.availLocked()
	s.availMax = max(s.availMax, avail)
	if s.state == abi.SNDRV_PCM_STATE_DRAINING {
		if avail >= s.params.BufferSize {
			s.stopLocked(now, abi.SNDRV_PCM_STATE_SETUP)
			return syscall.EPIPE
		}
	} else if avail >= s.sw.StopThreshold {
		s.xrunLocked(now)
		return syscall.EPIPE
	}
	return nil
}

// wakeIfEnoughLocked wakes those for whom there is enough.
func (s *Substream) wakeIfEnoughLocked() {
	avail := s.availLocked()
	if avail >= max(s.availMinLocked(), 1) || s.twake > 0 && avail >= s.twake {
		s.wakeAllLocked()
	}
}

// xrunLocked is __snd_pcm_xrun. The time stamp is on the status page before
// anybody wakes.
func (s *Substream) xrunLocked(now clock.Time) {
	s.stampLocked(now)
	s.stopLocked(now, abi.SNDRV_PCM_STATE_XRUN)
}

// onInterrupt is the period interrupt: the clock calls it when a period
// should have passed (snd_pcm_period_elapsed).
func (s *Substream) onInterrupt(now clock.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.interruptLocked(now)
}

func (s *Substream) interruptLocked(now clock.Time) {
	if s.engine == nil || !s.runningLocked() {
		return
	}
	if s.updateLocked(now) != nil {
		return // the stream has stopped: its last period makes no tick
	}
	s.tickLocked(now)
	s.armLocked()
}

// tickLocked announces the periods that have passed.
func (s *Substream) tickLocked(now clock.Time) {
	if periods := s.moved / uint64(s.params.PeriodSize); periods > s.periods {
		s.timer.Tick(now, uint32(periods-s.periods))
		s.periods = periods
	}
}

// armLocked sets the next interrupt: the end of the period under way.
func (s *Substream) armLocked() {
	if s.unclockedLocked() {
		s.lookAgainLocked()
		return
	}
	next := (s.moved/uint64(s.params.PeriodSize) + 1) * uint64(s.params.PeriodSize)
	s.interrupt.Set(s.engine.Due(next))
}

// stampLocked takes the time stamps of a pointer update.
func (s *Substream) stampLocked(now clock.Time) {
	if s.sw.TstampMode != abi.SNDRV_PCM_TSTAMP_ENABLE {
		return
	}
	s.tstamp = s.clockLocked(now)
	s.audioTstamp = clock.Time(clock.Span(s.total, max(s.params.RateHz, 1)))
}

// clockLocked is the time now on the clock that the program chose.
func (s *Substream) clockLocked(now clock.Time) clock.Time {
	switch s.tstampType {
	case abi.SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY:
		return onClock(clock.Realtime, now)
	case abi.SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW:
		return onClock(clock.MonotonicRaw, now)
	}
	return now
}

// onClock is the time now on another clock. What passes between the looks at the
// two makes it late, not early: a time stamp is never from before its call.
func onClock(other func() clock.Time, now clock.Time) clock.Time {
	ago := since(now)
	return other().Add(-ago)
}

// since is how long ago now was read.
func since(now clock.Time) time.Duration { return clock.Now().Sub(now) }

func timespec(t clock.Time) abi.Timespec {
	return abi.Timespec{Sec: int64(t) / int64(time.Second), Nsec: int64(t) % int64(time.Second)}
}

// statusLocked is the status page's content.
func (s *Substream) statusLocked() abi.MmapStatus {
	return abi.MmapStatus{
		State: s.state, SuspendedState: s.suspended, HwPtr: s.hwPtr,
		Tstamp: timespec(s.tstamp), AudioTstamp: timespec(s.audioTstamp),
	}
}

func (s *Substream) publishLocked() {
	st := s.statusLocked()
	s.pages.publish(&st)
}

// setStateLocked changes the state, shows it, and tells the log, unless the stream
// has no parameters and so no story. A disconnected stream stays so.
func (s *Substream) setStateLocked(state abi.State) {
	before, ran := s.state, s.runningLocked()
	if before != abi.SNDRV_PCM_STATE_DISCONNECTED {
		s.state = state
	}
	s.publishLocked()
	if s.state != before && !(unset(before) && unset(s.state)) {
		s.tellStateLocked(ran && !s.runningLocked())
	}
}
