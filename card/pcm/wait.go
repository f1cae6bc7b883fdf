package pcm

import (
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// wakeAllLocked wakes every sleeper and everybody who polls.
func (s *Substream) wakeAllLocked() {
	if s.sleepers > 0 {
		close(s.wake)
		s.wake = make(chan struct{})
	}
	for _, f := range s.files {
		f.file.Notify()
	}
}

// sleepLocked gives the stream lock up until somebody wakes the sleepers, the
// caller is interrupted, the card goes or limit passes. It returns EINTR for an
// interruption, and timedOut for the limit; everything else is for the caller
// to see in the state.
func (s *Substream) sleepLocked(f *file, c *card.Call, what string, limit time.Duration) (timedOut bool, err error) {
	defer f.file.Block(what)()
	alarm := time.NewTimer(limit)
	defer alarm.Stop()
	s.sleepers++
	wake := s.wake
	s.mu.Unlock()
	select {
	case <-wake:
	case <-s.pcm.card.Gone():
	case <-c.Interrupted:
		err = syscall.EINTR
	case <-c.Ended:
		err = syscall.EINTR
	case <-alarm.C:
		timedOut = true
	}
	s.mu.Lock()
	s.sleepers--
	return timedOut, err
}

// sleepForMoveLocked is sleepLocked with the stream's patience. It reports whether
// nothing has moved meanwhile, by the hardware's own position: on a busy machine an
// interrupt may come later than that.
func (s *Substream) sleepForMoveLocked(f *file, c *card.Call, what string) (stuck bool, err error) {
	before := s.hwPtr
	timedOut, err := s.sleepLocked(f, c, what, s.patience())
	if err != nil || !timedOut {
		return false, err
	}
	s.interruptLocked(clock.Now())
	return s.hwPtr == before, nil
}

// patience is how long a transfer or a drain waits for a stream on which nothing
// moves: 110 % of the buffer's time, at least 100 ms (wait_for_avail). Without a
// clock nothing is ever late.
func (s *Substream) patience() time.Duration {
	if s.neverLateLocked() {
		return time.Hour // and then it looks again
	}
	buffer := time.Duration(s.params.BufferSize) * time.Second / time.Duration(max(s.params.RateHz, 1))
	return max(100*time.Millisecond, buffer*11/10)
}

// waitAvailLocked waits until as many frames can be moved as a transfer of size
// frames is worth waking up for. avail is 0 with no error when a capture drains
// (wait_for_avail).
func (s *Substream) waitAvailLocked(f *file, c *card.Call, size abi.Uframes) (avail abi.Uframes, err error) {
	for {
		if c.Unwanted() {
			return 0, syscall.EINTR
		}
		s.kickLocked()
		s.twake = min(size, max(s.availMinLocked(), 1))
		if avail = s.availLocked(); avail >= s.twake {
			return avail, nil
		}
		stuck, err := s.sleepForMoveLocked(f, c, "transfer")
		if err != nil {
			return 0, err
		}
		switch s.state {
		case abi.SNDRV_PCM_STATE_SUSPENDED:
			return 0, syscall.ESTRPIPE
		case abi.SNDRV_PCM_STATE_XRUN:
			return 0, syscall.EPIPE
		case abi.SNDRV_PCM_STATE_DRAINING:
			if s.playback() {
				return 0, syscall.EPIPE
			}
			return 0, nil
		case abi.SNDRV_PCM_STATE_OPEN, abi.SNDRV_PCM_STATE_SETUP, abi.SNDRV_PCM_STATE_DISCONNECTED:
			return 0, syscall.EBADFD
		case abi.SNDRV_PCM_STATE_PAUSED:
			continue
		}
		if stuck && !s.neverLateLocked() {
			return 0, syscall.EIO
		}
	}
}
