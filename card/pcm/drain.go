package pcm

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// drain is SNDRV_PCM_IOCTL_DRAIN (snd_pcm_drain): what is queued is played, and
// the stream stops when the hardware is seen behind it, which is at the end of a
// period unless another call looks before. With O_NONBLOCK it begins that and answers
// EAGAIN, even when there is nothing left to wait for.
func (f *file) drain(c *card.Call) error {
	s := f.sub
	nonblock, _ := c.LiveNonblock() // who cannot be seen waits, as most do
	s.mu.Lock()
	defer s.mu.Unlock()
	if unset(s.state) || s.state == abi.SNDRV_PCM_STATE_SUSPENDED {
		return syscall.EBADFD
	}
	if s.playback() {
		s.beginDrainLocked()
		s.kickLocked()
	} else {
		s.drainCaptureLocked()
	}
	if nonblock {
		return syscall.EAGAIN
	}
	return s.waitDrainedLocked(f, c)
}

// beginDrainLocked is snd_pcm_do_drain_init for playback.
func (s *Substream) beginDrainLocked() {
	switch s.state {
	case abi.SNDRV_PCM_STATE_PREPARED:
		s.drainFromStartLocked()
	case abi.SNDRV_PCM_STATE_RUNNING:
		s.setStateLocked(abi.SNDRV_PCM_STATE_DRAINING)
	case abi.SNDRV_PCM_STATE_XRUN:
		s.setStateLocked(abi.SNDRV_PCM_STATE_SETUP)
	}
}

// drainFromStartLocked drains what has not begun to play. Where the hardware cannot
// be started the stream drains all the same, and nothing moves: the kernel does not
// look at what the trigger answers.
func (s *Substream) drainFromStartLocked() {
	if s.availLocked() >= s.params.BufferSize {
		s.setStateLocked(abi.SNDRV_PCM_STATE_SETUP) // nothing to play
		return
	}
	if s.startLocked(abi.SNDRV_PCM_STATE_DRAINING) != nil {
		s.beginCountLocked()
		s.still = true
		s.setStateLocked(abi.SNDRV_PCM_STATE_DRAINING)
	}
}

// drainCaptureLocked stops a capture where the program last saw it: what it has
// captured by then is left.
func (s *Substream) drainCaptureLocked() {
	if s.state != abi.SNDRV_PCM_STATE_RUNNING {
		return
	}
	state := abi.SNDRV_PCM_STATE_SETUP
	if s.availLocked() > 0 {
		state = abi.SNDRV_PCM_STATE_DRAINING
	}
	s.stopLocked(clock.Now(), state)
}

// StopRecording stops a capture that runs, because no more can come; what it has
// captured is left (snd_pcm_stop to DRAINING). The stream lock is held.
func (s *Substream) StopRecording(now clock.Time) {
	if s.state == abi.SNDRV_PCM_STATE_RUNNING {
		s.stopLocked(now, abi.SNDRV_PCM_STATE_DRAINING)
	}
}

// waitDrainedLocked waits for a playback to come to its end. The disconnection
// of the card is ENODEV, and a stream that does not move EIO.
func (s *Substream) waitDrainedLocked(f *file, c *card.Call) error {
	for s.playback() && s.state == abi.SNDRV_PCM_STATE_DRAINING {
		stuck, err := s.sleepForMoveLocked(f, c, "drain")
		if err != nil {
			return err
		}
		if stuck && s.state == abi.SNDRV_PCM_STATE_DRAINING {
			s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
			return syscall.EIO
		}
	}
	if s.state == abi.SNDRV_PCM_STATE_DISCONNECTED {
		return syscall.ENODEV
	}
	return nil
}
