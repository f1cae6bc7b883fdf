package pcm

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestAfterAnUnderrunNothingPlaysUntilPrepare(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		c.elapse(1500)
		for range 2 {
			n, err := c.writei(tape(0, 400))
			c.expect("WRITEI", err, syscall.EPIPE)
			if n != -abi.Sframes(syscall.EPIPE) {
				t.Errorf("the result is %d, want -EPIPE", n)
			}
		}
		c.expect("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC), syscall.EPIPE)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
		c.queue(1000)
		c.start()
		c.elapse(500)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 500, 1000)
	})
}

// What the program had written is played; what it had not is passed over.
func TestAnUnderrunPlaysWhatThereIs(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000, stopAt(buffer+2000))
		c.elapse(1200)
		expectBytes(t, "heard", c.engine().heard(), tape(0, 1000*frameBytes))
		if lost := c.engine().lost(); len(lost) != 1 || lost[0] != 200 {
			t.Errorf("skipped %v, want 200 frames", lost)
		}
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 1200, 1000)
	})
}

// The newest frames stay in the ring, at the places that hw_ptr says.
func TestAnOverrunLosesTheOldestFrames(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare(freeRunning)
		c.start()
		c.elapse(buffer + 1000)
		if lost := c.engine().lost(); len(lost) != 1 || lost[0] != 1000 {
			t.Errorf("skipped %v, want 1000 frames", lost)
		}
		c.must("FORWARD", do(c, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(1000))))
		got, _, err := c.readi(buffer)
		c.must("READI", err)
		expectBytes(t, "recorded", got, tape(1000*frameBytes, buffer*frameBytes))
	})
}

func TestTheXrunIoctlStopsTheStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		c.engine().took()
		c.must("XRUN", c.plain(abi.SNDRV_PCM_IOCTL_XRUN))
		if calls := c.engine().took(); len(calls) != 1 || calls[0] != "Stop" {
			t.Errorf("the hardware was told %v, want Stop", calls)
		}
		c.must("XRUN again", c.plain(abi.SNDRV_PCM_IOCTL_XRUN))
	})
}

// DROP stops where the stream is; only PREPARE goes back to the beginning.
func TestDropKeepsThePointers(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(3000)
		c.elapse(1000)
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, 1000, 3000)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
	})
}

func TestDropPlaysUpToTheMomentItIsCalled(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(3000)
		c.pass(700)
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
		expectBytes(t, "heard", c.engine().heard(), tape(0, 700*frameBytes))
	})
}

// RESET forgets what is queued: appl_ptr goes to where the hardware is, which
// stays in the first round of the ring.
func TestResetPutsBothPointersTogether(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(3000, freeRunning)
		c.elapse(buffer + 100)
		c.pass(50)
		c.must("RESET", c.plain(abi.SNDRV_PCM_IOCTL_RESET))
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 150, 150)
		c.elapse(50)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 200, 150)
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		c.queue(3000)
		c.must("RESET", c.plain(abi.SNDRV_PCM_IOCTL_RESET))
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
	})
}

func TestAFailedHwParamsLeavesTheStreamWithoutParameters(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		c.engine().refuse = syscall.ENOMEM
		c.expect("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()), syscall.ENOMEM)
		c.expectState(abi.SNDRV_PCM_STATE_OPEN, 0, 0)
		c.expect("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE), syscall.EBADFD)
		c.engine().refuse = nil
		c.prepare()
	})
}

func TestHwParamsSetTheDefaults(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()))
		if got := c.look().Control.AvailMin; got != period {
			t.Errorf("avail_min is %d, want a period", got)
		}
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.queue(1)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 0, 1)
		c.elapse(1)
		c.expectState(abi.SNDRV_PCM_STATE_XRUN, 1, 1)
		if got := c.status().Tstamp; got != (abi.Timespec{}) {
			t.Errorf("a time stamp %v that nobody asked for", got)
		}
	})
}

// The ring must not show what another stream has left there.
func TestHwParamsClearTheRing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		c.queue(buffer)
		c.must("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()))
		expectBytes(t, "ring", c.stream().pages.ring[:buffer*frameBytes], make([]byte, buffer*frameBytes))
	})
}

func TestAStartThatTheHardwareRefuses(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		c.queue(100)
		c.engine().refuse = syscall.EIO
		c.expect("START", c.plain(abi.SNDRV_PCM_IOCTL_START), syscall.EIO)
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 100)
	})
}
