package pcm

import (
	"math"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

const (
	hwsync      = abi.SNDRV_PCM_SYNC_PTR_HWSYNC
	getAppl     = abi.SNDRV_PCM_SYNC_PTR_APPL
	getAvailMin = abi.SNDRV_PCM_SYNC_PTR_AVAIL_MIN
)

func TestSyncPtrFlags(t *testing.T) {
	for name, tc := range map[string]struct {
		flags          abi.SyncPtrFlags
		hw             abi.Uframes
		appl, availMin abi.Uframes
	}{
		"set both":                      {0, 0, 1500, 99},
		"set both, and ask":             {hwsync, 100, 1500, 99},
		"get appl_ptr":                  {getAppl, 0, 1000, 99},
		"get avail_min":                 {getAvailMin, 0, 1500, period},
		"get both":                      {getAppl | getAvailMin, 0, 1000, period},
		"get both, and ask":             {hwsync | getAppl | getAvailMin, 100, 1000, period},
		"flags that have no meaning":    {1<<31 | 1<<7, 0, 1500, 99},
		"flags that have none, and get": {1<<31 | getAppl | getAvailMin, 0, 1000, period},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(1000)
				c.pass(100)
				p := abi.SyncPtr{Flags: tc.flags, Control: abi.MmapControl{ApplPtr: 1500, AvailMin: 99}}
				c.must("SYNC_PTR", do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p))
				want := abi.SyncPtr{
					Flags:   tc.flags,
					Status:  abi.MmapStatus{State: abi.SNDRV_PCM_STATE_RUNNING, HwPtr: tc.hw},
					Control: abi.MmapControl{ApplPtr: tc.appl, AvailMin: tc.availMin},
				}
				if p != want {
					t.Errorf("got %+v, want %+v", p, want)
				}
				if got := c.look().Control; got != want.Control {
					t.Errorf("afterwards the control page has %+v, want %+v", got, want.Control)
				}
			})
		})
	}
}

func TestSyncPtrTakesPointersBelowTheBoundary(t *testing.T) {
	boundary := boundaryOf(buffer)
	for name, tc := range map[string]struct {
		appl abi.Uframes
		want syscall.Errno
	}{
		"far ahead":          {boundary / 2, 0},
		"the last":           {boundary - 1, 0},
		"the boundary":       {boundary, syscall.EINVAL},
		"more than any":      {math.MaxUint64, syscall.EINVAL},
		"where it is anyway": {1000, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare()
				c.queue(1000)
				p := abi.SyncPtr{Flags: getAvailMin, Control: abi.MmapControl{ApplPtr: tc.appl}}
				c.expect("SYNC_PTR", do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p), tc.want)
				want := tc.appl
				if tc.want != 0 {
					want = 1000
				}
				c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, want)
			})
		})
	}
}

// A pointer that the program moves without a word is seen at the next look, and
// decides at the next period.
func TestAPointerThatMovesSilently(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		c.stream().pages.setApplPtr(3000)
		c.elapse(2000)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 2000, 3000)
		var delay abi.Sframes
		c.must("DELAY", do(c, abi.SNDRV_PCM_IOCTL_DELAY, &delay))
		if delay != 1000 {
			t.Errorf("the delay is %d, want 1000", delay)
		}
	})
}

func TestAnAvailMinThatChangesSilently(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer - 100)
		if got := c.file.Poll(); got != 0 {
			t.Errorf("poll with less than avail_min: %#x", got)
		}
		c.stream().pages.setAvailMin(100)
		if got := c.file.Poll(); got == 0 {
			t.Error("poll with avail_min says nothing")
		}
	})
}

func TestRewindAndForwardGoAsFarAsThereIsRoom(t *testing.T) {
	boundary := boundaryOf(buffer)
	for name, tc := range map[string]struct {
		capture bool
		cmd     abi.Cmd
		wanted  abi.Uframes
		moved   abi.Uframes
		appl    abi.Uframes
	}{
		"rewind some":                        {false, abi.SNDRV_PCM_IOCTL_REWIND, 300, 300, 700},
		"rewind to what was played":          {false, abi.SNDRV_PCM_IOCTL_REWIND, 5000, 900, 100},
		"rewind by a negative number":        {false, abi.SNDRV_PCM_IOCTL_REWIND, math.MaxUint64, 900, 100},
		"forward some":                       {false, abi.SNDRV_PCM_IOCTL_FORWARD, 300, 300, 1300},
		"forward to the end of the ring":     {false, abi.SNDRV_PCM_IOCTL_FORWARD, 5000, buffer - 900, buffer + 100},
		"rewind nothing":                     {false, abi.SNDRV_PCM_IOCTL_REWIND, 0, 0, 1000},
		"rewind a capture below 0":           {true, abi.SNDRV_PCM_IOCTL_REWIND, 300, 300, boundary - 300},
		"rewind a capture to what is left":   {true, abi.SNDRV_PCM_IOCTL_REWIND, 5000, buffer - 100, boundary - buffer + 100},
		"forward a capture to what is there": {true, abi.SNDRV_PCM_IOCTL_FORWARD, 5000, 100, 100},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.running(tc.capture)
				c.pass(100)
				v := tc.wanted
				c.must(tc.cmd.String(), do(c, tc.cmd, &v))
				if v != tc.moved {
					t.Errorf("moved %d frames, want %d", v, tc.moved)
				}
				if got := c.look().Control.ApplPtr; got != tc.appl {
					t.Errorf("appl_ptr is %d, want %d", got, tc.appl)
				}
			})
		})
	}
}

// running is a capture, or a playback with 1000 frames, that runs.
func (r *rig) running(capture bool) *client {
	if capture {
		c := r.capture()
		c.prepare()
		c.start()
		return c
	}
	c := r.playback()
	c.play(1000)
	return c
}

// A program that is late has nothing to take back.
func TestALateProgramCannotRewind(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000, freeRunning)
		c.pass(1200)
		v := abi.Uframes(10)
		c.must("REWIND", do(c, abi.SNDRV_PCM_IOCTL_REWIND, &v))
		if v != 0 {
			t.Errorf("moved %d frames, want 0", v)
		}
	})
}

// Whoever cannot be told the result of a rewind is told that.
func TestARewindWhoseResultCannotBeTold(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		c.expect("all that it wanted", c.rewindFrom(16, 10), syscall.EFAULT)
		c.expect("less than it wanted", c.rewindFrom(16, 5000), syscall.EFAULT)
		c.must("XRUN", c.plain(abi.SNDRV_PCM_IOCTL_XRUN))
		c.expect("nothing, and why", c.rewindFrom(16, 10), syscall.EPIPE)
	})
}

// rewindFrom rewinds for a program of whose memory only the argument is known.
func (c *client) rewindFrom(addr uint64, frames abi.Uframes) error {
	raw := make([]byte, 8)
	c.must("encode", abi.Encode(raw, &frames))
	return c.file.Ioctl(&c.call, &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_REWIND), Arg: addr, In: raw})
}
