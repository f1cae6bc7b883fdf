package pcm

import (
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

func TestDisconnectEndsABlockedTransfer(t *testing.T) {
	endBlockedTransfers(t, syscall.EBADFD, func(p, _ *client) { p.card.Disconnect() })
}

// endBlockedTransfers expects that something ends a write and a read that wait: short,
// or with an errno when they have moved nothing.
func endBlockedTransfers(t *testing.T, want syscall.Errno, happens func(p, c *client)) {
	t.Helper()
	for name, tc := range map[string]struct {
		room   int // frames that can be moved before it blocks
		frames abi.Sframes
		want   syscall.Errno
	}{
		"nothing moved": {0, -abi.Sframes(want), want},
		"some moved":    {30, 30, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(_ *testing.T, r *rig) {
				p, c := r.playback(), r.capture()
				p.play(buffer - tc.room)
				c.prepare()
				c.start()
				c.pass(uint64(tc.room))
				writeDone, w := p.writeInBackground(1000)
				readDone, x := c.readInBackground(1000)
				synctest.Wait()
				happens(p, c)
				<-writeDone
				<-readDone
				p.expectTransfer(w, tc.frames, tc.want)
				c.expectTransfer(x, tc.frames, tc.want)
			})
		})
	}
}

func TestDisconnectEndsABlockedDrain(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		done, failed := c.drainInBackground()
		synctest.Wait()
		r.card.Disconnect()
		<-done
		c.expect("DRAIN", *failed, syscall.ENODEV)
	})
}

func TestDisconnectEndsWhatAShellWaitsFor(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		var err error
		done := inBackground(func() { err = c.writeAll(tape(0, 2*shellBuffer*shellFrame), 5000) })
		synctest.Wait()
		r.card.Disconnect()
		<-done
		c.expect("write", err, syscall.ENODEV) // the next one: the one under way was short
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("write", c.writeAll(tape(0, 2000*shellFrame), 4096))
		done := inBackground(func() { _ = c.file.Flush(&c.call) })
		synctest.Wait()
		r.card.Disconnect()
		<-done
	})
}

// From every state a stream goes to DISCONNECTED, and the hardware stops if it
// runs.
func TestDisconnectStopsEveryStream(t *testing.T) {
	for name := range settings {
		for _, stream := range []string{"playback", "capture"} {
			t.Run(stream+" "+name, func(t *testing.T) {
				inBubble(t, func(t *testing.T, r *rig) {
					if stream == "capture" && settings[name].step == prepared && settings[name].queued > 0 {
						return // there is nothing to queue
					}
					c := r.bring(stream, name)
					ran := c.isRunning()
					engine := c.engine()
					engine.took()
					r.card.Disconnect()
					if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_DISCONNECTED {
						t.Errorf("the stream is %v", got)
					}
					if stopped := len(engine.took()) > 0; stopped != ran {
						t.Errorf("the hardware was stopped: %v, it ran: %v", stopped, ran)
					}
					if got := c.onPage().State; got != abi.SNDRV_PCM_STATE_DISCONNECTED {
						t.Errorf("the status page says %v", got)
					}
				})
			})
		}
	}
}

func (c *client) isRunning() bool {
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runningLocked()
}

// onPage is what the status page shows.
func (c *client) onPage() *abi.MmapStatus {
	c.t.Helper()
	st, err := abi.Decode[abi.MmapStatus](c.stream().pages.status)
	c.must("decode the status page", err)
	return st
}

func TestAfterDisconnectAFileAnswersENODEV(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		p, c := r.playback(), r.capture()
		r.card.Disconnect()
		_, err := p.file.Write(&p.call, tape(0, 400))
		p.expect("write", err, syscall.ENODEV)
		_, err = p.file.Read(&p.call, make([]byte, 400))
		p.expect("read of a playback", err, syscall.EINVAL)
		_, err = c.file.Read(&c.call, make([]byte, 400))
		c.expect("read", err, syscall.ENODEV)
		if got, want := c.file.Poll(), card.PollErr|card.PollNval; got != want {
			t.Errorf("poll: %#x, want %#x", got, want)
		}
	})
}

// A node that somebody has looked up before the card went can no longer be
// opened; nor can it be found.
func TestAfterDisconnectNobodyOpens(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		n, _ := r.core.Node(playbackNode)
		r.card.Disconnect()
		_, err := n.Open(&r.program().call, toWait)
		expectErrno(t, "open", err, syscall.ENODEV)
		expectErrno(t, "find", r.program().tryOpen(playbackNode, toWait), syscall.ENOENT)
	})
}

// An open that the card has let in, and that comes to its substream when that has
// been disconnected, begins nothing: there would be nobody left to end it, and
// who maps its status would see a stream that is OPEN.
func TestAnOpenUnderWayBeginsNothingAfterTheDisconnection(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first := r.playback()
		st := first.stream().stream
		first.close()
		cf, err := r.card.AddFile(st.node)
		expectErrno(t, "the card", err, 0)
		r.card.Disconnect()
		_, err = st.attachWaiting(cf, &r.program().call, toWait)
		expectErrno(t, "open", err, syscall.ENODEV)
		r.card.RemoveFile(cf)
	})
}

// notified counts how often a file says that its poll may have changed.
func notified(c *client) *atomic.Int32 {
	n := new(atomic.Int32)
	c.file.OnNotify(func() { n.Add(1) })
	return n
}

// And what it is told of is on the status page by then, which a program with mmap
// looks at before it makes another call.
func TestWhoPollsIsTold(t *testing.T) {
	for name, tc := range map[string]struct {
		happens func(*client)
		want    card.Events
	}{
		"enough room":         {func(c *client) { c.elapse(period) }, card.PollOut},
		"an underrun":         {func(c *client) { c.elapse(2 * buffer) }, card.PollOut | card.PollErr},
		"the XRUN ioctl":      {func(c *client) { c.must("XRUN", c.plain(abi.SNDRV_PCM_IOCTL_XRUN)) }, card.PollOut | card.PollErr},
		"a drop":              {func(c *client) { c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP)) }, card.PollOut | card.PollErr},
		"the end of the card": {func(c *client) { c.card.Disconnect() }, card.PollErr | card.PollNval},
		"the end of a drain": {func(c *client) {
			c.nonblock = true
			c.expect("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN), syscall.EAGAIN)
			c.elapse(buffer)
		}, card.PollOut | card.PollErr},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(buffer, stamped)
				second := r.open(playbackNode, toShare)
				if got := c.file.Poll(); got != 0 {
					t.Fatalf("poll of a full ring: %#x, want 0", got)
				}
				var shown []abi.MmapStatus
				c.file.OnNotify(func() { shown = append(shown, *c.onPage()) })
				others := notified(second)
				tc.happens(c)
				if len(shown) == 0 || others.Load() == 0 {
					t.Errorf("told %d and %d times, want both files told", len(shown), others.Load())
				}
				for _, page := range shown {
					if after := *c.onPage(); page != after {
						t.Errorf("when it was told the status page showed %+v, and afterwards %+v", page, after)
					}
				}
				if got := c.file.Poll(); got != tc.want {
					t.Errorf("poll: %#x, want %#x", got, tc.want)
				}
			})
		})
	}
}

// A poll that would not find anything new is not worth a word.
func TestAPeriodThatIsNotEnoughTellsNobody(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer, availMin(2*period))
		n := notified(c)
		c.elapse(2*period - 1)
		if n.Load() != 0 {
			t.Errorf("told %d times with less than avail_min", n.Load())
		}
		c.elapse(1)
		if n.Load() == 0 {
			t.Error("not told with avail_min")
		}
	})
}
