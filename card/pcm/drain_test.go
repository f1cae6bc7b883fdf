package pcm

import (
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// drainInBackground begins a drain that waits.
func (c *client) drainInBackground() (done <-chan struct{}, failed *error) {
	failed = new(error)
	return inBackground(func() { *failed = c.plain(abi.SNDRV_PCM_IOCTL_DRAIN) }), failed
}

func TestADrainWaitsForTheLastFrame(t *testing.T) {
	for name, started := range map[string]bool{"of a running stream": true, "of a prepared stream": false} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare()
				c.queue(1500)
				if started {
					c.start()
				}
				done, failed := c.drainInBackground()
				for range 2 {
					synctest.Wait()
					if over(done) {
						t.Fatalf("the drain is over: %v", *failed)
					}
					c.expectState(abi.SNDRV_PCM_STATE_DRAINING, c.look().Status.HwPtr, 1500)
					c.elapse(period)
				}
				<-done
				c.expect("DRAIN", *failed, 0)
				c.expectState(abi.SNDRV_PCM_STATE_SETUP, 2*period, 1500)
				expectBytes(t, "heard", c.engine().heard(), tape(0, 1500*frameBytes))
			})
		})
	}
}

// The interrupts come at the ends of periods, and the last frame brings none.
func TestADrainIsInterruptedAtTheEndsOfPeriods(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		if got := c.engine().asked(); got != period {
			t.Errorf("after START the interrupt is due at %d frames, want %d", got, period)
		}
		c.elapse(period)
		if got := c.engine().asked(); got != 2*period {
			t.Errorf("after a period the interrupt is due at %d frames, want %d", got, 2*period)
		}
		c.nonblock = true
		c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EAGAIN)
		if got := c.engine().asked(); got != 2*period {
			t.Errorf("while draining the interrupt is due at %d frames, want %d", got, 2*period)
		}
	})
}

// Who looks at the stream after its last frame ends the drain, before the
// interrupt comes, and where the hardware is by then.
func TestACallThatLooksEndsADrain(t *testing.T) {
	for name, look := range map[string]func(*client){
		"HWSYNC": func(c *client) { c.expect("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC), syscall.EPIPE) },
		"STATUS": func(c *client) { c.status() },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(1500)
				done, failed := c.drainInBackground()
				synctest.Wait()
				c.pass(1510)
				c.expectState(abi.SNDRV_PCM_STATE_DRAINING, 0, 1500)
				look(c)
				<-done
				c.expect("DRAIN", *failed, 0)
				c.expectState(abi.SNDRV_PCM_STATE_SETUP, 1510, 1500)
				expectBytes(t, "heard", c.engine().heard(), tape(0, 1500*frameBytes))
			})
		})
	}
}

// A stream that runs free and has nothing left is seen to have nothing left at
// the next interrupt, and what is beyond is not heard.
func TestADrainOfAFreeRunningStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(100, freeRunning)
		c.elapse(buffer)
		heard := len(c.engine().heard())
		done, failed := c.drainInBackground()
		synctest.Wait()
		if over(done) {
			t.Fatalf("the drain is over: %v", *failed)
		}
		c.elapse(period)
		<-done
		c.expect("DRAIN", *failed, 0)
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, buffer+period, 100)
		if got := len(c.engine().heard()); got != heard {
			t.Errorf("%d bytes were heard after the last frame", got-heard)
		}
	})
}

func TestADrainThatMustNotWait(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		c.nonblock = true
		c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EAGAIN)
		if got := c.file.Poll(); got != 0 {
			t.Errorf("poll while draining: %#x, want 0", got)
		}
		c.elapse(1500)
		if got, want := c.file.Poll(), card.PollOut|card.PollErr; got != want {
			t.Errorf("poll after the drain: %#x, want %#x", got, want)
		}
		c.expect("DRAIN when all is done", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EAGAIN)
	})
}

// Whether a drain waits is decided when it is called, not at PREPARE.
func TestADrainLooksAtTheFlagAsItIs(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		c.prepare()
		c.nonblock = false
		c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), 0)
		c.nonblock = true
		c.expect("DRAIN again", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EAGAIN)
	})
}

// A flag that cannot be seen is taken for what most programs do: alsa-lib opens
// with O_NONBLOCK always, and then waits all the same.
func TestAProgramWhoseFlagCannotBeSeenWaits(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		c.call.LiveNonblock = func() (bool, bool) { return false, false }
		c.play(buffer)
		done := inBackground(func() { c.queue(1) })
		synctest.Wait()
		if over(done) {
			t.Error("a write to a full ring did not wait")
		}
		c.elapse(period)
		<-done
		c.nonblock = true
		c.elapse(buffer - period + 1)
		c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), 0)
	})
}

func TestADrainWithNothingToPlayEndsAtOnce(t *testing.T) {
	for name, make := range map[string]func(*client){
		"prepared and empty": func(c *client) { c.prepare() },
		"prepared, empty and free to run": func(c *client) {
			c.prepare(freeRunning)
		},
		"set up": func(c *client) { c.setUp(usual) },
		"underrun": func(c *client) {
			c.play(100)
			c.elapse(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				make(c)
				c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), 0)
				if got := c.look().Status.State; got != abi.SNDRV_PCM_STATE_SETUP {
					t.Errorf("the stream is %v, want SETUP", got)
				}
			})
		})
	}
}

// Hardware on which nothing moves must not keep a program for ever.
func TestADrainGivesUpOnHardwareThatDoesNotMove(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EIO)
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, 0, 1500)
	})
}

// On a busy machine the interrupt may be late. The hardware was not.
func TestADrainWhoseInterruptIsLateSucceeds(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		done, failed := c.drainInBackground()
		synctest.Wait()
		c.pass(1500)
		<-done
		c.expect("DRAIN", *failed, 0)
	})
}

func TestAnInterruptedDrainGoesOn(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		done, failed := c.drainInBackground()
		synctest.Wait()
		close(c.interrupt)
		<-done
		c.expect("DRAIN", *failed, syscall.EINTR)
		c.expectState(abi.SNDRV_PCM_STATE_DRAINING, 0, 1500)
		c.elapse(1500)
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, 1500, 1500)
	})
}

func TestDroppingADrainEndsIt(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1500)
		done, failed := c.drainInBackground()
		synctest.Wait()
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
		<-done
		c.expect("DRAIN", *failed, 0)
	})
}

// A capture is drained as its program has seen it last.
func TestACaptureDrainsWithoutWaiting(t *testing.T) {
	for name, tc := range map[string]struct {
		seen, unseen uint64
		want         abi.State
		events       card.Events
	}{
		"with frames left":      {100, 0, abi.SNDRV_PCM_STATE_DRAINING, card.PollIn},
		"with none left":        {0, 0, abi.SNDRV_PCM_STATE_SETUP, card.PollIn | card.PollErr},
		"with more than seen":   {100, 50, abi.SNDRV_PCM_STATE_DRAINING, card.PollIn},
		"with none that's seen": {0, 50, abi.SNDRV_PCM_STATE_SETUP, card.PollIn | card.PollErr},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.capture()
				c.prepare()
				c.start()
				c.pass(tc.seen)
				c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
				c.pass(tc.unseen)
				c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), 0)
				c.expectState(tc.want, abi.Uframes(tc.seen), 0)
				if got := c.file.Poll(); got != tc.events {
					t.Errorf("poll: %#x, want %#x", got, tc.events)
				}
			})
		})
	}
}

// A driver that finds that no more can come stops a recording that runs, and only
// that, with or without anything captured.
func TestARecordingThatItsDriverStops(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		stop := func() {
			s := c.stream()
			s.mu.Lock()
			defer s.mu.Unlock()
			s.StopRecording(clock.Now())
		}
		c.prepare()
		stop()
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
		c.start()
		c.engine().took()
		stop()
		c.expectState(abi.SNDRV_PCM_STATE_DRAINING, 0, 0)
		if got := c.engine().took(); len(got) != 1 || got[0] != "Stop" {
			t.Errorf("got calls %q of the engine, want Stop", got)
		}
	})
}

// Linux lets nobody read what a drain has left, except through a mapping.
func TestTheLeftoversOfACaptureAreInTheRing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.pass(100)
		c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
		c.must("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN))
		_, n, err := c.readi(100)
		c.expect("READI", err, syscall.EBADFD)
		if n != -abi.Sframes(syscall.EBADFD) {
			t.Errorf("the result is %d, want -EBADFD", n)
		}
		expectBytes(t, "ring", c.stream().pages.ring[:100*frameBytes], tape(0, 100*frameBytes))
		p := abi.SyncPtr{Flags: abi.SNDRV_PCM_SYNC_PTR_AVAIL_MIN, Control: abi.MmapControl{ApplPtr: 100}}
		c.must("SYNC_PTR", do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p))
		if got, want := c.file.Poll(), card.PollIn|card.PollErr; got != want {
			t.Errorf("poll of an empty drain: %#x, want %#x", got, want)
		}
	})
}

// A read that waits when the drain comes gets no more, not even what is there.
func TestADrainEndsABlockedRead(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare(startAt(1))
		var n abi.Sframes
		var err error
		done := inBackground(func() { _, n, err = c.readi(1000) })
		synctest.Wait()
		c.pass(300)
		c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
		c.must("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN))
		<-done
		c.expect("READI", err, 0)
		if n != 0 {
			t.Errorf("read %d frames, want 0", n)
		}
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, 300, 0)
	})
}
