package pcm

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// accessible says whether frames can be moved in a state
// (pcm_accessible_state).
func accessible(state abi.State) error {
	switch state {
	case abi.SNDRV_PCM_STATE_PREPARED, abi.SNDRV_PCM_STATE_RUNNING, abi.SNDRV_PCM_STATE_PAUSED:
		return nil
	case abi.SNDRV_PCM_STATE_XRUN:
		return syscall.EPIPE
	case abi.SNDRV_PCM_STATE_SUSPENDED:
		return syscall.ESTRPIPE
	}
	return syscall.EBADFD
}

// unset reports whether a stream has no parameters.
func unset(state abi.State) bool {
	return state == abi.SNDRV_PCM_STATE_OPEN || state == abi.SNDRV_PCM_STATE_DISCONNECTED
}

// prepare is SNDRV_PCM_IOCTL_PREPARE. EBUSY while frames pass or a transfer
// copies. Whether transfers wait is decided here, by the O_NONBLOCK of the file
// at this moment. A flag that cannot be seen is taken as not set: alsa-lib opens
// with it always, and clears it for most programs.
func (f *file) prepare(c *card.Call) error {
	s := f.sub
	nonblock, _ := c.LiveNonblock()
	if err := f.slow(c, CallPrepare); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopSuspendedLocked()
	if s.accesses > 0 {
		return syscall.EBUSY
	}
	if unset(s.state) {
		return syscall.EBADFD
	}
	if s.runningLocked() {
		return syscall.EBUSY
	}
	s.nonblock = nonblock
	return s.prepareLocked()
}

// stopSuspendedLocked comes before all else in a PREPARE, also in one that fails
// (snd_pcm_prepare).
func (s *Substream) stopSuspendedLocked() {
	if s.state == abi.SNDRV_PCM_STATE_SUSPENDED {
		s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
	}
}

// prepareLocked makes the stream ready for a start. When the hardware fails, the
// state stays as it was (snd_pcm_do_prepare).
func (s *Substream) prepareLocked() error {
	if err := s.engine.Prepare(); err != nil {
		return err
	}
	s.hwPtr, s.total, s.moved, s.periods = 0, 0, 0, 0
	s.silence = silence{}
	s.pages.setApplPtr(0)
	s.setStateLocked(abi.SNDRV_PCM_STATE_PREPARED)
	return nil
}

// reset is SNDRV_PCM_IOCTL_RESET.
func (f *file) reset(*card.Call) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.accesses > 0 {
		return syscall.EBUSY
	}
	switch s.state {
	case abi.SNDRV_PCM_STATE_PREPARED, abi.SNDRV_PCM_STATE_RUNNING, abi.SNDRV_PCM_STATE_PAUSED, abi.SNDRV_PCM_STATE_SUSPENDED:
	default:
		return syscall.EBADFD
	}
	if s.runningLocked() && s.updateLocked(clock.Now()) == nil {
		s.hwPtr %= s.params.BufferSize
	} else {
		s.hwPtr = 0
	}
	s.total = uint64(s.hwPtr)
	s.silence = silence{start: s.hwPtr}
	s.pages.setApplPtr(s.hwPtr)
	s.silenceFromLocked()
	s.publishLocked()
	return nil
}

// start is SNDRV_PCM_IOCTL_START.
func (f *file) start(c *card.Call) error {
	if err := f.slow(c, CallStart); err != nil {
		return err
	}
	f.sub.mu.Lock()
	defer f.sub.mu.Unlock()
	return f.sub.startLocked(abi.SNDRV_PCM_STATE_RUNNING)
}

// startLocked lets frames pass; state is what the stream becomes. EBADFD unless
// it is prepared, EPIPE if there is nothing to play, except for a program that
// plays free-running.
func (s *Substream) startLocked(state abi.State) error {
	if s.state != abi.SNDRV_PCM_STATE_PREPARED {
		return syscall.EBADFD
	}
	if s.playback() && !s.FreeRunning() && s.availLocked() >= s.params.BufferSize {
		return syscall.EPIPE
	}
	now := clock.Now()
	if err := s.engine.Start(now); err != nil {
		return err
	}
	s.beginCountLocked()
	s.triggerTstamp = s.clockLocked(now)
	s.setStateLocked(state)
	s.silenceFromLocked()
	s.timer.Notify(now, abi.SNDRV_TIMER_EVENT_MSTART)
	s.armLocked()
	s.kickLocked()
	return nil
}

// beginCountLocked follows the engine, which counts its frames from each start.
func (s *Substream) beginCountLocked() {
	s.moved, s.periods, s.seen, s.lookAfter, s.still = 0, 0, 0, 0, false
}

// stopLocked makes a stream stop and become state: the engine's stop if it runs,
// and in any case the sleepers wake (snd_pcm_stop). A stream without parameters
// stays as it is.
func (s *Substream) stopLocked(now clock.Time, state abi.State) {
	if unset(s.state) {
		return
	}
	if s.runningLocked() {
		s.interrupt.Stop()
		s.engine.Stop(now)
	}
	if s.state != state {
		s.triggerTstamp = s.clockLocked(now)
		s.setStateLocked(state)
		s.timer.Notify(now, abi.SNDRV_TIMER_EVENT_MSTOP)
	}
	s.wakeAllLocked()
}

// drop is SNDRV_PCM_IOCTL_DROP.
func (f *file) drop(*card.Call) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	if unset(s.state) {
		return syscall.EBADFD
	}
	if s.runningLocked() {
		// What has been played by now was played.
		_ = s.updateLocked(clock.Now())
	}
	s.stopLocked(clock.Now(), abi.SNDRV_PCM_STATE_SETUP)
	return nil
}

// xrun is SNDRV_PCM_IOCTL_XRUN: alsa-lib finds an underrun by itself and says so.
func (f *file) xrun(*card.Call) error {
	s := f.sub
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.state {
	case abi.SNDRV_PCM_STATE_XRUN:
		return nil
	case abi.SNDRV_PCM_STATE_RUNNING:
		s.xrunLocked(clock.Now())
		return nil
	}
	return syscall.EBADFD
}

// noPause is the answer of hardware that cannot pause: none here can.
func noPause(*file, *card.Call, *int32) error { return syscall.ENOSYS }

// noLink finds that an address is not the descriptor of a stream.
func noLink(*file, *card.Call, *int32) error { return syscall.EBADFD }

// unlink finds that the stream is not linked.
func unlink(*file, *card.Call) error { return syscall.EALREADY }
