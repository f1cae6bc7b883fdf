package pcm

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// A mover copies one span of a track of the ring from or to a program. done is
// how many bytes of the track the transfer has moved before.
type mover func(span []byte, track, done int) error

// transfer moves size frames between a program and the ring, waiting as the
// stream's O_NONBLOCK allows (__snd_pcm_lib_xfer). It returns how many it moved;
// an error only when it moved none. Once round the ring it looks for a signal: a
// program that says that it is far behind has room for ever.
func (f *file) transfer(c *card.Call, size abi.Uframes, move mover) (abi.Uframes, error) {
	if size == 0 {
		return 0, nil
	}
	s := f.sub
	if err := f.slow(c, CallTransfer); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	done, err := s.transferLocked(f, c, size, move)
	s.twake = 0
	if done == 0 {
		return 0, err
	}
	if err == nil {
		s.lookBackLocked()
	}
	return done, nil
}

// lookBackLocked sees what a transfer has led to. An underrun is the next call's
// news.
func (s *Substream) lookBackLocked() {
	if s.unclockedLocked() {
		s.kickLocked()
		return
	}
	_ = s.judgeLocked(clock.Now())
}

func (s *Substream) transferLocked(f *file, c *card.Call, size abi.Uframes, move mover) (abi.Uframes, error) {
	if err := s.beginTransferLocked(f, c, size); err != nil {
		return 0, err
	}
	avail := s.availLocked()
	for done, round := abi.Uframes(0), abi.Uframes(0); ; {
		if done == size {
			return done, nil
		}
		if round >= s.params.BufferSize {
			if c.Unwanted() {
				return done, syscall.EINTR
			}
			round = 0
		}
		if avail == 0 {
			var err error
			if avail, err = s.moreLocked(f, c, size-done); avail == 0 {
				return done, err
			}
		}
		if done == 0 {
			var err error
			if size, err = s.admit(size); err != nil {
				return 0, err
			}
		}
		n, err := s.copyLocked(min(size-done, avail), done, move)
		done, round, avail = done+n, round+n, avail-n
		if err != nil {
			return done, err
		}
		if err := s.autoStartLocked(f, c); err != nil {
			return done, err
		}
	}
}

// beginTransferLocked starts a prepared capture, if the program asks for enough
// at once.
func (s *Substream) beginTransferLocked(f *file, c *card.Call, size abi.Uframes) error {
	if err := accessible(s.state); err != nil {
		return err
	}
	if s.state == abi.SNDRV_PCM_STATE_RUNNING {
		_ = s.updateLocked(clock.Now()) // an underrun is found below, in the state
	}
	if !s.playback() && s.state == abi.SNDRV_PCM_STATE_PREPARED && size >= s.sw.StartThreshold {
		return s.startSlowlyLocked(f, c)
	}
	return nil
}

// startSlowlyLocked starts the stream for a transfer.
func (s *Substream) startSlowlyLocked(f *file, c *card.Call) error {
	if err := f.slowLocked(c, CallStart); err != nil {
		return err
	}
	return s.startLocked(abi.SNDRV_PCM_STATE_RUNNING)
}

// moreLocked waits until there is something to move. 0 frames without an error
// is the end of a capture that drains.
func (s *Substream) moreLocked(f *file, c *card.Call, rest abi.Uframes) (abi.Uframes, error) {
	if !s.playback() && s.state == abi.SNDRV_PCM_STATE_DRAINING {
		s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
		return 0, nil
	}
	s.kickLocked()
	if avail := s.availLocked(); avail > 0 && s.unclockedLocked() {
		return avail, nil
	}
	if s.nonblock {
		return 0, syscall.EAGAIN
	}
	avail, err := s.waitAvailLocked(f, c, rest)
	if err == nil && avail == 0 {
		s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
	}
	return avail, err
}

// copyLocked moves up to n frames at appl_ptr, as many as lie in one stretch of
// the ring. The stream lock is given up meanwhile: a program's memory may be slow.
func (s *Substream) copyLocked(n, done abi.Uframes, move mover) (abi.Uframes, error) {
	p := s.pointersLocked()
	at := p.appl % p.bufferSize
	n = min(n, p.bufferSize-at)
	r := s.ringLocked()
	s.accesses++
	s.mu.Unlock()
	err := r.move(at, n, done, move)
	s.mu.Lock()
	s.accesses--
	if err != nil {
		return 0, err
	}
	if err := accessible(s.state); err != nil && !s.drainingCapture() {
		return 0, err
	}
	s.pages.setApplPtr(p.advance(p.appl, n))
	return n, nil
}

// drainingCapture reports whether what was captured is still to be read.
func (s *Substream) drainingCapture() bool {
	return !s.playback() && s.state == abi.SNDRV_PCM_STATE_DRAINING
}

// autoStartLocked starts a prepared playback when enough is queued. The
// threshold is compared as a signed number, as the kernel does.
func (s *Substream) autoStartLocked(f *file, c *card.Call) error {
	if !s.playback() || s.state != abi.SNDRV_PCM_STATE_PREPARED {
		return nil
	}
	if s.pointersLocked().hwAvail() < abi.Sframes(s.sw.StartThreshold) {
		return nil
	}
	return s.startSlowlyLocked(f, c)
}

// moveBytes copies between the ring and p, in the direction of the stream. EFAULT
// when p is too small: another thread has made the frames larger meanwhile.
func (f *file) moveBytes(p []byte) mover {
	return func(span []byte, _, done int) error {
		switch {
		case done+len(span) > len(p):
			return syscall.EFAULT
		case f.sub.playback():
			copy(span, p[done:])
		default:
			copy(p[done:], span)
		}
		return nil
	}
}
