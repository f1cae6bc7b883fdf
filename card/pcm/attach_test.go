package pcm

import (
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// substreams gives both directions of a PCM that many.
func substreams(n int) func(*Config) {
	return func(c *Config) { c.Playback.Substreams, c.Capture.Substreams = n, n }
}

var (
	toWait    = card.OpenFlags{}
	notToWait = card.OpenFlags{Nonblock: true}
	toShare   = card.OpenFlags{Nonblock: true, Append: true}
)

// subdevice is the number that INFO tells.
func (c *client) subdevice() int {
	c.t.Helper()
	var info abi.PcmInfo
	c.must("INFO", do(c, abi.SNDRV_PCM_IOCTL_INFO, &info))
	return int(info.Subdevice)
}

// prefer makes thread tid want a subdevice, until the returned client is closed.
func (r *rig) prefer(tid uint32, subdevice int32) *client {
	r.t.Helper()
	c := r.program()
	c.call.Tid = tid
	c.must("open the control node", c.tryOpen("controlC0", toWait))
	c.must("PREFER_SUBDEVICE", do(c, abi.SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &subdevice))
	return c
}

// openInBackground opens a playback that may have to wait.
func (r *rig) openInBackground(c *client, flags card.OpenFlags) (done <-chan struct{}, failed *error) {
	failed = new(error)
	return inBackground(func() { *failed = c.tryOpen(playbackNode, flags) }), failed
}

func TestAnOpenGetsTheFirstFreeSubstream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		var open []*client
		for want := range 3 {
			c := r.open(playbackNode, notToWait)
			if got := c.subdevice(); got != want {
				t.Errorf("got subdevice %d, want %d", got, want)
			}
			open = append(open, c)
		}
		expectErrno(t, "one too many", r.program().tryOpen(playbackNode, notToWait), syscall.EBUSY)
		open[1].close()
		if got := r.open(playbackNode, notToWait).subdevice(); got != 1 {
			t.Errorf("got subdevice %d, want the one that was closed", got)
		}
	}, substreams(3))
}

func TestInfoTellsWhatIsFree(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		r.capture()
		var info abi.PcmInfo
		c.must("INFO", do(c, abi.SNDRV_PCM_IOCTL_INFO, &info))
		want := abi.PcmInfo{Stream: abi.SNDRV_PCM_STREAM_CAPTURE, SubdevicesCount: 3, SubdevicesAvail: 1}
		copy(want.ID[:], "Fake")
		copy(want.Name[:], "Fake PCM")
		copy(want.Subname[:], "subdevice #0")
		if info != want {
			t.Errorf("got %+v, want %+v", info, want)
		}
	}, substreams(3))
}

func TestAPreferenceIsForOneThreadAndOneSubdevice(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		control := r.prefer(7, 2)
		mine, others := r.program(), r.program()
		mine.call.Tid, others.call.Tid = 7, 8
		mine.must("open", mine.tryOpen(playbackNode, notToWait))
		others.must("open by another thread", others.tryOpen(playbackNode, notToWait))
		if got := mine.subdevice(); got != 2 {
			t.Errorf("got subdevice %d, want 2", got)
		}
		if got := others.subdevice(); got != 0 {
			t.Errorf("another thread got subdevice %d, want 0", got)
		}
		again := r.program()
		again.call.Tid = 7
		again.expect("the same again", again.tryOpen(playbackNode, notToWait), syscall.EBUSY)
		control.close()
		again.must("open when the control file is closed", again.tryOpen(playbackNode, notToWait))
	}, substreams(3))
}

func TestAPreferenceForASubdeviceThatThereIsNot(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.prefer(7, 9)
		c := r.program()
		c.call.Tid = 7
		c.expect("open", c.tryOpen(playbackNode, notToWait), syscall.EBUSY)
		c.expect("open to share", c.tryOpen(playbackNode, toShare), syscall.ENODEV)

		r.prefer(8, -2)
		c.call.Tid = 8
		c.expect("open of a negative one", c.tryOpen(playbackNode, notToWait), syscall.EBUSY)
		c.expect("open of a negative one to share", c.tryOpen(playbackNode, toShare), syscall.EINVAL)
	}, substreams(3))
}

func TestABlockingOpenWaitsForASubstream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first, second := r.playback(), r.program()
		done, failed := r.openInBackground(second, toWait)
		synctest.Wait()
		if over(done) {
			t.Fatalf("the open did not wait: %v", *failed)
		}
		first.close()
		<-done
		second.expect("open", *failed, 0)
	})
}

func TestABlockingOpenEndsWithItsCaller(t *testing.T) {
	for name, tc := range map[string]struct {
		end  func(*client)
		want syscall.Errno
	}{
		"a signal":        {func(c *client) { close(c.interrupt) }, syscall.EINTR},
		"the card's end":  {func(c *client) { c.card.Disconnect() }, syscall.ENODEV},
		"the mount's end": {func(c *client) { close(c.ended) }, syscall.EINTR},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				r.playback()
				c := r.program()
				done, failed := r.openInBackground(c, toWait)
				synctest.Wait()
				tc.end(c)
				<-done
				c.expect("open", *failed, tc.want)
				if got := r.card.OpenFiles(); got != 1 {
					t.Errorf("%d files count as open, want 1", got)
				}
			})
		})
	}
}

// The file system tells of a close a moment after close(2) has returned: who
// opens next must find the substream free, as on a real card.
func TestAnOpenThatMustNotWaitWaitsForACloseUnderWay(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first, second := r.playback(), r.program()
		first.must("close(2)", first.file.Flush(&first.call))
		first.stream().closing.Store(int64(clock.Now().Add(time.Hour))) // however slow this machine is
		done, failed := r.openInBackground(second, notToWait)
		synctest.Wait()
		if over(done) {
			t.Fatalf("the open did not wait: %v", *failed)
		}
		first.close()
		<-done
		second.expect("open", *failed, 0)
	})
}

// On a real card the substream that was closed is the first that is free.
func TestAnOpenAfterACloseGetsTheSameSubstream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		for _, flags := range []card.OpenFlags{toWait, notToWait} {
			first, second := r.playback(), r.program()
			first.must("close(2)", first.file.Flush(&first.call))
			first.stream().closing.Store(int64(clock.Now().Add(time.Hour)))
			done, failed := r.openInBackground(second, flags)
			synctest.Wait()
			if over(done) {
				t.Fatalf("the open did not wait: %v", *failed)
			}
			first.close()
			<-done
			if got := second.subdevice(); got != 0 {
				t.Errorf("got subdevice %d, want that which was closed", got)
			}
			second.close()
		}
		first, second := r.playback(), r.program()
		first.must("close(2)", first.file.Flush(&first.call))
		first.stream().closing.Store(int64(clock.Now().Add(time.Hour)))
		second.must("open when another has the file still", second.tryOpen(playbackNode, toWait))
		if got := second.subdevice(); got != 1 {
			t.Errorf("got subdevice %d, want the next", got)
		}
	}, substreams(2))
}

func TestACloseThatWasNotTheLastMakesNobodyWaitLong(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("close(2)", c.file.Flush(&c.call))
		c.stream().closing.Store(int64(clock.Now().Add(time.Hour)))
		before := time.Now()
		expectErrno(t, "open", r.program().tryOpen(playbackNode, notToWait), syscall.EBUSY)
		if waited := time.Since(before); waited < closeGrace || waited > 2*closeGrace {
			t.Errorf("the open waited %v, want %v", waited, closeGrace)
		}
		c.must("HWSYNC of the file that is still used", do(c, abi.SNDRV_PCM_IOCTL_PVERSION, new(int32)))
		before = time.Now()
		expectErrno(t, "open", r.program().tryOpen(playbackNode, notToWait), syscall.EBUSY)
		if waited := time.Since(before); waited != 0 {
			t.Errorf("the open waited %v for a file that is in use", waited)
		}
	})
}

func TestADriverThatRefusesToOpen(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.driver.refuse = syscall.ENOMEM
		expectErrno(t, "open", r.program().tryOpen(playbackNode, notToWait), syscall.ENOMEM)
		if got := r.card.OpenFiles(); got != 0 {
			t.Errorf("%d files count as open, want 0", got)
		}
		r.driver.refuse = nil
		r.playback()
	})
}

func TestADriverWhoseLimitsContradictTheHardware(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.driver.own = []hwparams.Constraint{hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_CHANNELS, 100, 200)}
		if err := r.program().tryOpen(playbackNode, notToWait); err == nil {
			t.Error("the open succeeded")
		}
		if got := r.driver.engines[0].took(); !slices.Equal(got, []string{"Close"}) {
			t.Errorf("the hardware was told %v, want Close", got)
		}
		r.driver.own = nil
		r.playback()
	})
}

// Streams that a driver couples have one lock. One of them waiting must not keep
// the other from anything.
func TestCoupledStreams(t *testing.T) {
	var lock sync.Mutex
	coupled := func(int) *sync.Mutex { return &lock }
	inBubble(t, func(t *testing.T, r *rig) {
		p, c := r.playback(), r.capture()
		p.play(buffer)
		c.prepare(startAt(1))
		written, w := p.writeInBackground(500)
		read, x := c.readInBackground(500)
		for synctest.Wait(); !over(written) || !over(read); synctest.Wait() {
			p.elapse(period)
			c.elapse(period)
		}
		p.expectTransfer(w, 500, 0)
		c.expectTransfer(x, 500, 0)
	}, func(c *Config) { c.Playback.Lock, c.Capture.Lock = coupled, coupled })
}

// Where programs cannot map memory they are not offered to.
func TestAMountWithoutMmapOffersNone(t *testing.T) {
	for _, mmap := range []bool{true, false} {
		inBubble(t, func(t *testing.T, r *rig) {
			c := r.playback()
			p := hwparams.Any()
			c.must("HW_REFINE", do(c, abi.SNDRV_PCM_IOCTL_HW_REFINE, p))
			mapped := p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS).Bits[0]&(1<<abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED) != 0
			told := p.Info&abi.SNDRV_PCM_INFO_MMAP != 0
			if mapped != mmap || told != mmap {
				t.Errorf("mmap %v: the access is offered: %v, told: %v", mmap, mapped, told)
			}
		}, func(c *Config) { c.MMAP = mmap })
	}
}

func TestWhoMayShare(t *testing.T) {
	for name, tc := range map[string]struct {
		substreams int
		prefer     int32 // -1 for none
		inUse      bool  // subdevice 0
		want       syscall.Errno
	}{
		"the only one, in use":        {1, -1, true, 0},
		"the only one, not in use":    {1, -1, false, syscall.EBADFD},
		"none of several":             {3, -1, true, syscall.EINVAL},
		"one of several, in use":      {3, 0, true, 0},
		"one of several, not in use":  {3, 1, true, syscall.EBADFD},
		"one of several, not present": {3, 3, true, syscall.ENODEV},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				if tc.inUse {
					r.playback()
				}
				r.prefer(7, tc.prefer)
				c := r.program()
				c.call.Tid = 7
				c.expect("open with O_APPEND", c.tryOpen(playbackNode, toShare), tc.want)
			}, substreams(tc.substreams))
		})
	}
}

func TestSharersHaveOneStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first := r.playback()
		first.play(1000)
		second := r.open(playbackNode, toShare)
		second.expectState(abi.SNDRV_PCM_STATE_RUNNING, 0, 1000)
		second.queue(500)
		first.elapse(100)
		first.expectState(abi.SNDRV_PCM_STATE_RUNNING, 100, 1500)
		m, _ := first.file.Mapper()
		n, _ := second.file.Mapper()
		if m.Backing() != n.Backing() {
			t.Error("the two map different memory")
		}
		first.close()
		second.elapse(100)
		second.expectState(abi.SNDRV_PCM_STATE_RUNNING, 200, 1500)
		engine := second.engine()
		engine.took()
		second.close()
		if got := engine.took(); len(got) < 3 || got[0] != "Stop" || got[1] != "HwFree" || got[len(got)-1] != "Close" {
			t.Errorf("the last close told the hardware %v, want Stop, HwFree and at last Close", got)
		}
	})
}

// Whether transfers wait is the stream's, from the first open or the last
// PREPARE: a sharer's open does not change it.
func TestASharersFlagIsNotTheStreams(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first := r.playback()
		first.play(buffer)
		second := r.open(playbackNode, toShare)
		done, x := second.writeInBackground(10)
		synctest.Wait()
		if over(done) {
			t.Fatalf("the write did not wait: %v", x.err)
		}
		first.elapse(period)
		<-done
		second.expectTransfer(x, 10, 0)
	})
}

func TestTheFlagIsTakenAtOpenAndAtPrepare(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, notToWait)
		c.play(buffer)
		c.nonblock = false // F_SETFL
		_, err := c.writei(tape(0, 400))
		c.expect("WRITEI before the next PREPARE", err, syscall.EAGAIN)
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.queue(buffer)
		c.start()
		done, x := c.writeInBackground(100)
		synctest.Wait()
		if over(done) {
			t.Fatalf("the write after PREPARE did not wait: %v", x.err)
		}
		c.elapse(period)
		<-done
	})
}

// A program that closes and keeps a mapping keeps the substream, but nobody can
// come to share it any more.
func TestNobodySharesAFileThatIsClosing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		m, _ := c.file.Mapper()
		m.Closing()
		expectErrno(t, "open to share", r.program().tryOpen(playbackNode, toShare), syscall.EBADFD)
		expectErrno(t, "open", r.program().tryOpen(playbackNode, notToWait), syscall.EBUSY)
		c.close()
		r.open(playbackNode, notToWait)
	})
}

func TestEveryOpenBeginsAnew(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000, stamped)
		c.elapse(100)
		c.close()
		c = r.playback()
		c.expectState(abi.SNDRV_PCM_STATE_OPEN, 0, 0)
		if got := c.status(); got != (abi.Status{}) {
			t.Errorf("a new stream's status is %+v", got)
		}
		expectBytes(t, "ring", c.stream().pages.ring[:400], make([]byte, 400))
	})
}

func TestAPCMWithOneDirectionHasOneNode(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.playback()
		expectErrno(t, "open the capture", r.program().tryOpen(captureNode, notToWait), syscall.ENOENT)
	}, func(c *Config) { c.Capture = nil })
}
