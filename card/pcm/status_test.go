package pcm

import (
	"syscall"
	"testing"
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

func TestStatusOfARunningStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(3000)
		c.elapse(period)
		c.queue(500)
		c.pass(100)
		st := c.status()
		st.TriggerTstamp = abi.Timespec{}
		want := abi.Status{
			State: abi.SNDRV_PCM_STATE_RUNNING, ApplPtr: 3500, HwPtr: 1124, Delay: 2376,
			Avail: buffer - 2376, AvailMax: buffer - 3000 + period,
		}
		if st != want {
			t.Errorf("got %+v, want %+v", st, want)
		}
		c.elapse(10)
		c.queue(100)
		if got := c.status().AvailMax; got != buffer-2366 {
			t.Errorf("avail_max is %d since it was told, want %d", got, buffer-2366)
		}
	})
}

func TestStatusOfACapture(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.pass(1000)
		st := c.status()
		if st.Avail != 1000 || st.Delay != 1000 || st.HwPtr != 1000 || st.ApplPtr != 0 {
			t.Errorf("got %+v", st)
		}
	})
}

// The state in a status is the one before the hardware was asked.
func TestAStatusThatFindsAnUnderrun(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		c.pass(2000)
		if got := c.status(); got.State != abi.SNDRV_PCM_STATE_RUNNING || got.Delay != 0 {
			t.Errorf("first %v with a delay of %d, want RUNNING and 0", got.State, got.Delay)
		}
		if got := c.status().State; got != abi.SNDRV_PCM_STATE_XRUN {
			t.Errorf("then %v, want XRUN", got)
		}
	})
}

// reading is a clock before and after something.
type reading struct {
	read          func() clock.Time
	before, after clock.Time
}

func (r *reading) expect(t *testing.T, what string, ts abi.Timespec) {
	t.Helper()
	at := clock.Time(ts.Sec*int64(time.Second) + ts.Nsec)
	// A stamp is taken on one clock and told on another: a machine that does
	// something else in between makes it late.
	const slack = time.Second
	if at < r.before.Add(-slack) || at > r.after.Add(slack) {
		t.Errorf("%s: got %d, want between %d and %d", what, at, r.before, r.after)
	}
}

func TestTimeStampsAreOnTheClockThatWasChosen(t *testing.T) {
	clocks := map[abi.TstampType]func() clock.Time{
		abi.SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY:  clock.Realtime,
		abi.SNDRV_PCM_TSTAMP_TYPE_MONOTONIC:     clock.Now,
		abi.SNDRV_PCM_TSTAMP_TYPE_MONOTONIC_RAW: clock.MonotonicRaw,
	}
	for kind, read := range clocks {
		inBubble(t, func(t *testing.T, r *rig) {
			c := r.playback()
			c.must("TTSTAMP", do(c, abi.SNDRV_PCM_IOCTL_TTSTAMP, &kind))
			c.prepare(stamped, func(p *abi.SwParams) { p.Proto, p.TstampType = abi.Version(2, 0, 11), 9 })
			c.queue(1000)
			window := reading{read: read, before: read()}
			c.start()
			c.pass(100)
			running := c.status()
			c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
			stopped := c.status()
			window.after = read()
			window.expect(t, "trigger_tstamp after START", running.TriggerTstamp)
			window.expect(t, "tstamp while running", running.Tstamp)
			window.expect(t, "driver_tstamp while running", running.DriverTstamp)
			window.expect(t, "trigger_tstamp after DROP", stopped.TriggerTstamp)
			window.expect(t, "tstamp when stopped", stopped.Tstamp)
		})
	}
}

func TestSwParamsChooseTheClockToo(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("TTSTAMP", do(c, abi.SNDRV_PCM_IOCTL_TTSTAMP, new(abi.SNDRV_PCM_TSTAMP_TYPE_GETTIMEOFDAY)))
		window := reading{read: clock.Now, before: clock.Now()}
		c.setUp(usual, stamped)
		st := c.status()
		window.after = clock.Now()
		window.expect(t, "tstamp", st.Tstamp)
	})
}

func TestAudioTimeIsThePositionInSeconds(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer, stamped, freeRunning)
		for _, frames := range []uint64{480, 47520, 48000 * 3600} {
			c.pass(frames)
			st := c.status()
			got := time.Duration(st.AudioTstamp.Sec)*time.Second + time.Duration(st.AudioTstamp.Nsec)
			if want := time.Duration(st.HwPtr) * time.Second / 48000; got != want {
				t.Errorf("at frame %d: got %v, want %v", st.HwPtr, got, want)
			}
			page := c.onPage()
			if page.AudioTstamp != st.AudioTstamp || page.Tstamp != st.Tstamp || page.HwPtr != st.HwPtr {
				t.Errorf("the status page says %+v, the ioctl %+v", page, st)
			}
		}
		c.must("RESET", c.plain(abi.SNDRV_PCM_IOCTL_RESET))
		st := c.status()
		if got, want := st.AudioTstamp.Nsec, int64(st.HwPtr)*1e9/48000; got < want || got > want+1 || st.AudioTstamp.Sec != 0 {
			t.Errorf("after RESET at frame %d the audio time is %+v", st.HwPtr, st.AudioTstamp)
		}
	})
}

// What a program asks of the audio time stamp is in a word that comes back. A
// huge delay, of a program that scribbles, is not added to anything.
func TestStatusExtAnswersInTheWordItWasAsked(t *testing.T) {
	for asked, want := range map[uint32]uint32{0: 0, 0x1: 0x10001, 0x11: 0x10011, 0xffff0011: 0x10011, 0x10: 0x10} {
		inBubble(t, func(t *testing.T, r *rig) {
			c := r.capture()
			c.prepare(stamped, freeRunning)
			c.start()
			c.pass(100)
			c.stream().pages.setApplPtr(101)
			st := abi.Status{AudioTstampData: asked}
			c.must("STATUS_EXT", do(c, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &st))
			if st.AudioTstampData != want {
				t.Errorf("asked %#x: got %#x, want %#x", asked, st.AudioTstampData, want)
			}
			if at := time.Duration(st.AudioTstamp.Nsec); at.Round(time.Microsecond) != 2083*time.Microsecond {
				t.Errorf("asked %#x: the audio time is %v", asked, at)
			}
		})
	}
}

func TestDelay(t *testing.T) {
	for name, tc := range map[string]struct {
		make func(*rig) *client
		want abi.Sframes
	}{
		"of what is queued": {func(r *rig) *client {
			c := r.playback()
			c.play(1000)
			c.pass(300)
			return c
		}, 700},
		"of a prepared playback": {func(r *rig) *client {
			c := r.playback()
			c.prepare()
			c.queue(1000)
			return c
		}, 1000},
		"of a program that is late": {func(r *rig) *client {
			c := r.playback()
			c.play(1000, freeRunning)
			c.pass(1300)
			return c
		}, -300},
		"of what was recorded": {func(r *rig) *client {
			c := r.capture()
			c.prepare()
			c.start()
			c.pass(300)
			return c
		}, 300},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := tc.make(r)
				var got abi.Sframes
				c.must("DELAY", do(c, abi.SNDRV_PCM_IOCTL_DELAY, &got))
				if got != tc.want {
					t.Errorf("got %d, want %d", got, tc.want)
				}
			})
		})
	}
}

func TestWhoeverLooksFindsTheUnderrun(t *testing.T) {
	looks := map[string]func(*client) error{
		"HWSYNC": func(c *client) error { return c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC) },
		"DELAY":  func(c *client) error { return do(c, abi.SNDRV_PCM_IOCTL_DELAY, new(abi.Sframes)) },
		"REWIND": func(c *client) error { return do(c, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(1))) },
		"FORWARD": func(c *client) error {
			return do(c, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(1)))
		},
		"SYNC_PTR": func(c *client) error {
			return do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &abi.SyncPtr{Flags: abi.SNDRV_PCM_SYNC_PTR_HWSYNC})
		},
		"WRITEI": func(c *client) error { _, err := c.writei(tape(0, 4)); return err },
	}
	for name, look := range looks {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(1000)
				c.pass(2000)
				c.expect(name, look(c), syscall.EPIPE)
				c.expectState(abi.SNDRV_PCM_STATE_XRUN, 2000, 1000)
			})
		})
	}
}

func TestChannelInfoOfManyChannels(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.format, w.channels = abi.SNDRV_PCM_FORMAT_S32_LE, 8
		c.setUp(w)
		for channel := range uint32(8) {
			info := abi.ChannelInfo{Channel: channel, Offset: -1}
			c.must("CHANNEL_INFO", do(c, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, &info))
			if want := (abi.ChannelInfo{Channel: channel, First: 32 * channel, Step: 256}); info != want {
				t.Errorf("got %+v, want %+v", info, want)
			}
		}
	})
}
