package pcm

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// Suspend stops the stream because the machine goes to sleep, and remembers what it
// did (snd_pcm_suspend). A stream that has nothing to lose stays as it is. The
// stream lock is held.
func (s *Substream) Suspend(now clock.Time) {
	switch s.state {
	case abi.SNDRV_PCM_STATE_SUSPENDED, abi.SNDRV_PCM_STATE_SETUP:
		return
	}
	if s.engine == nil || unset(s.state) {
		return
	}
	if s.runningLocked() {
		s.interrupt.Stop()
		s.engine.Stop(now)
	}
	s.triggerTstamp = s.clockLocked(now)
	s.suspended = s.state
	s.setStateLocked(abi.SNDRV_PCM_STATE_SUSPENDED)
	s.timer.Notify(now, abi.SNDRV_TIMER_EVENT_MSUSPEND)
	s.wakeAllLocked()
}

// resume is SNDRV_PCM_IOCTL_RESUME. ENOSYS of hardware that cannot go on where it
// was: then the program prepares the stream anew.
func (f *file) resume(*card.Call) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state != abi.SNDRV_PCM_STATE_SUSPENDED {
		return syscall.EBADFD
	}
	if s.direction.Hardware.Info&abi.SNDRV_PCM_INFO_RESUME == 0 {
		return syscall.ENOSYS
	}
	return s.resumeLocked(clock.Now())
}

// resumeLocked takes the stream back to what it was. When the hardware cannot be
// started it stays suspended (snd_pcm_do_resume).
func (s *Substream) resumeLocked(now clock.Time) error {
	ran := s.suspended == abi.SNDRV_PCM_STATE_RUNNING || s.suspended == abi.SNDRV_PCM_STATE_DRAINING && s.playback()
	if ran {
		if err := s.engine.Start(now); err != nil {
			return err
		}
		s.beginCountLocked()
	}
	s.triggerTstamp = s.clockLocked(now)
	s.setStateLocked(s.suspended)
	s.timer.Notify(now, abi.SNDRV_TIMER_EVENT_MRESUME)
	if ran {
		s.armLocked()
		s.kickLocked()
	}
	return nil
}
