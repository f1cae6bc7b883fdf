package pcm

import (
	"slices"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// fakeFree is hardware without a clock. Frames pass as long as there is room.
type fakeFree struct {
	*fakeEngine
	room   uint64
	untold bool // frames have passed since the last call of Passed
}

func (e *fakeFree) Passable(n uint64) uint64 { return min(n, e.room) }
func (e *fakeFree) Passed(clock.Time)        { e.untold = false }

func (e *fakeFree) Transfer(p []byte) {
	e.room -= uint64(len(p) / frameBytes)
	e.untold = true
	e.fakeEngine.Transfer(p)
}

// giveRoom lets that many frames pass from now on.
func (c *client) giveRoom(frames uint64) {
	s := c.stream()
	s.mu.Lock()
	s.free.(*fakeFree).room = frames
	s.mu.Unlock()
	s.Kick()
}

// withoutClock runs a test on hardware that has none. The stream's own clock is
// outside of the bubble: nothing that passes is its doing.
func withoutClock(t *testing.T, test func(*testing.T, *rig)) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.driver.free = true
		test(t, r)
	})
}

func TestWithoutAClockEverythingIsPlayedAtOnce(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1))
		const all = 10*buffer + 77
		c.queue(all)
		// At avail = stop_threshold alsa-lib would find an underrun.
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, all-1, all)
		c.must("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN))
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, all, all)
		expectBytes(t, "heard", c.engine().heard(), tape(0, all*frameBytes))
	})
}

func TestWithoutAClockADrainPlaysWhatWasNotStarted(t *testing.T) {
	for how, nonblock := range map[string]bool{"to wait": false, "not to wait": true} {
		t.Run(how, func(t *testing.T) {
			withoutClock(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare()
				c.queue(100)
				c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 100)
				c.nonblock = nonblock
				if err := c.plain(abi.SNDRV_PCM_IOCTL_DRAIN); (err != nil) != nonblock {
					t.Errorf("DRAIN: %s", name(err))
				}
				c.expectState(abi.SNDRV_PCM_STATE_SETUP, 100, 100)
			})
		})
	}
}

func TestWithoutAClockEveryReadIsFilledAtOnce(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare(startAt(1))
		const all = 10*buffer + 77
		got, n, err := c.readi(all)
		c.expectTransfer(&transferred{frames: n, err: err}, all, 0)
		expectBytes(t, "recorded", got, tape(0, all*frameBytes))
		if st := c.status(); st.State != abi.SNDRV_PCM_STATE_RUNNING || st.Avail != buffer-1 {
			t.Errorf("got %v with %d frames, want a running stream with %d", st.State, st.Avail, buffer-1)
		}
	})
}

func TestWithoutAClockNobodyIsLate(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(100)
		for range 3 {
			c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
			c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 99, 100)
		}
	})
}

// A transfer that may not wait goes on as long as frames pass.
func TestWithoutAClockNothingWouldBlock(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		c.prepare(startAt(1))
		n, err := c.writei(tape(0, 3*buffer*frameBytes))
		c.expectTransfer(&transferred{frames: n, err: err}, 3*buffer, 0)
		c.giveRoom(0)
		c.queue(buffer - 1)
		_, err = c.writei(tape(0, frameBytes))
		c.expect("WRITEI to a full ring", err, syscall.EAGAIN)
	})
}

// What holds the frames up can do so for as long as it likes.
func TestWithoutAClockAWriteWaitsForRoom(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1))
		c.giveRoom(0)
		done, x := c.writeInBackground(3 * buffer)
		synctest.Wait()
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 0, buffer)
		if got := c.file.Poll(); got != 0 {
			t.Errorf("poll of a full ring: %#x, want 0", got)
		}
		told := notified(c)
		c.giveRoom(period)
		synctest.Wait()
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, period, buffer+period)
		if told.Load() == 0 {
			t.Error("nobody was told of the room")
		}
		for ; !over(done); synctest.Wait() {
			c.giveRoom(period)
		}
		c.expectTransfer(x, 3*buffer, 0)

		drained, failed := c.drainInBackground()
		for synctest.Wait(); !over(drained); synctest.Wait() {
			c.giveRoom(period)
		}
		c.expect("DRAIN", *failed, 0)
		expectBytes(t, "heard", c.engine().heard(), tape(0, 3*buffer*frameBytes))
		if e := c.stream().free.(*fakeFree); e.untold {
			t.Error("the engine was not told that the last frame has passed")
		}
	})
}

// A program that has mapped the ring moves its pointer without a call. Its poll
// makes frames pass, and does not tell itself to poll again.
func TestWithoutAClockAPollMakesFramesPass(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(period)
		c.stream().pages.setApplPtr(buffer)
		told := notified(c)
		if got := c.file.Poll(); got != card.PollOut {
			t.Errorf("poll: %#x, want %#x", got, card.PollOut)
		}
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, buffer-1, buffer)
		before := told.Load()
		if got := c.file.Poll(); got != card.PollOut || told.Load() != before {
			t.Errorf("a second poll: %#x, told %d times", got, told.Load()-before)
		}
	})
}

// avail_min may be all of the ring, which is never ready as a whole.
func TestWithoutAClockTheWholeRingIsNeverWaitedFor(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1), availMin(buffer))
		c.queue(2 * buffer)
		if got := c.file.Poll(); got != card.PollOut {
			t.Errorf("poll: %#x, want %#x", got, card.PollOut)
		}
	})
}

func TestWithoutAClockTheTimerTicksForEveryPeriod(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		l := r.listen(abi.SNDRV_PCM_STREAM_PLAYBACK)
		c := r.playback()
		c.prepare(startAt(1))
		c.queue(period + 1)
		c.queue(2 * period)
		if got, want := l.heard(), []string{"MSTART 21333333", "TICK 3"}; !slices.Equal(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

// dmix never says what it has written: its stream keeps the engine's time.
func TestAFreeRunningStreamKeepsTime(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer, freeRunning)
		c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 0, buffer)
		c.elapse(2 * period)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 2*period, buffer)
	})
}

// A ring that its program has mapped is looked at without a call too.
func TestWithoutAClockAMappedRingIsLookedAt(t *testing.T) {
	mapped := usual
	mapped.access = abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.setUp(mapped)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.stream().pages.setApplPtr(period)
		c.start()
		c.stream().pages.setApplPtr(2 * period)
		c.stream().onInterrupt(clock.Now())
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 2*period-1, 2*period)
	})
}

func TestWithoutAClockAShellIsPlayedToItsLastFrame(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		for part := range 2 {
			const all = 10_000 * shellFrame
			c.must("write", c.writeAll(tape(part*all, all), 777))
			c.must("close", c.file.Flush(&c.call))
		}
		expectBytes(t, "heard", c.engine().heard(), tape(0, 20_000*shellFrame))
	})
}

func TestWithoutAClockAShellReadsWhatItAsksFor(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		got, err := r.capture().readAll(100_000, 4096)
		if err != nil {
			t.Fatal(err)
		}
		expectBytes(t, "recorded", got, tape(0, 100_000))
	})
}

func TestAWriterWithoutAClockEndsWithTheCard(t *testing.T) {
	withoutClock(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1))
		c.giveRoom(0)
		done, x := c.writeInBackground(2 * buffer)
		synctest.Wait()
		r.card.Disconnect()
		synctest.Wait()
		if !over(done) {
			t.Fatal("the write goes on")
		}
		c.expectTransfer(x, buffer, 0)
	})
}
