package pcm

import (
	"math"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// transferred is how a transfer in the background ended.
type transferred struct {
	frames abi.Sframes
	err    error
	data   []byte
}

func (c *client) writeInBackground(frames int) (<-chan struct{}, *transferred) {
	x := new(transferred)
	return inBackground(func() { x.frames, x.err = c.writei(tape(0, frames*frameBytes)) }), x
}

func (c *client) readInBackground(frames int) (<-chan struct{}, *transferred) {
	x := new(transferred)
	return inBackground(func() { x.data, x.frames, x.err = c.readi(frames) }), x
}

func (c *client) expectTransfer(x *transferred, frames abi.Sframes, want syscall.Errno) {
	c.t.Helper()
	c.expect("transfer", x.err, want)
	if x.frames != frames {
		c.t.Errorf("the result is %d, want %d", x.frames, frames)
	}
}

func TestAWriteWaitsForRoomAndPlaysEverythingInOrder(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1))
		done, x := c.writeInBackground(3*buffer + 100)
		for synctest.Wait(); !over(done); synctest.Wait() {
			c.elapse(period)
		}
		c.expectTransfer(x, 3*buffer+100, 0)
		for c.look().Status.State == abi.SNDRV_PCM_STATE_RUNNING {
			c.elapse(period)
		}
		expectBytes(t, "heard", c.engine().heard(), tape(0, (3*buffer+100)*frameBytes))
	})
}

func TestAReadWaitsForFramesAndGetsThemInOrder(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare(startAt(1))
		done, x := c.readInBackground(3*buffer + 100)
		for synctest.Wait(); !over(done); synctest.Wait() {
			c.elapse(period)
		}
		c.expectTransfer(x, 3*buffer+100, 0)
		expectBytes(t, "recorded", x.data, tape(0, (3*buffer+100)*frameBytes))
	})
}

// A waiting transfer is woken when it can move avail_min frames, or what it has
// left if that is less.
func TestATransferSleepsUntilItIsWorthwhile(t *testing.T) {
	for name, tc := range map[string]struct {
		availMin abi.Uframes
		rest     int
		enough   uint64
	}{
		"avail_min is less":    {100, 500, 100},
		"avail_min is more":    {500, 100, 100},
		"avail_min is huge":    {math.MaxUint64, 100, 100},
		"avail_min is nothing": {0, 100, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(buffer)
				c.stream().pages.setAvailMin(tc.availMin)
				done, x := c.writeInBackground(tc.rest)
				synctest.Wait()
				c.elapse(tc.enough - 1)
				synctest.Wait()
				if got := c.look().Control.ApplPtr; got != buffer {
					t.Errorf("%d frames moved with room for %d", got-buffer, tc.enough-1)
				}
				c.elapse(1)
				synctest.Wait()
				if got := c.look().Control.ApplPtr; got != buffer+abi.Uframes(tc.enough) {
					t.Errorf("%d frames moved with room for %d", got-buffer, tc.enough)
				}
				for ; !over(done); synctest.Wait() {
					c.elapse(100)
				}
				c.expectTransfer(x, abi.Sframes(tc.rest), 0)
			})
		})
	}
}

func TestWithoutWaitingATransferMovesWhatItCan(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		c.play(4000)
		n, err := c.writei(tape(0, 500*frameBytes))
		c.expectTransfer(&transferred{frames: n, err: err}, 96, 0)
		n, err = c.writei(tape(0, 500*frameBytes))
		c.expectTransfer(&transferred{frames: n, err: err}, -abi.Sframes(syscall.EAGAIN), syscall.EAGAIN)
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(captureNode, card.OpenFlags{Nonblock: true})
		c.prepare()
		c.start()
		c.pass(96)
		_, n, err := c.readi(500)
		c.expectTransfer(&transferred{frames: n, err: err}, 96, 0)
		_, n, err = c.readi(500)
		c.expectTransfer(&transferred{frames: n, err: err}, -abi.Sframes(syscall.EAGAIN), syscall.EAGAIN)
	})
}

func TestAnInterruptedTransferTellsOnlyIfNothingMoved(t *testing.T) {
	for name, tc := range map[string]struct {
		queued int
		frames abi.Sframes
		want   syscall.Errno
	}{
		"nothing moved": {buffer, interrupted, syscall.EINTR},
		"some moved":    {buffer - 30, 30, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(tc.queued)
				done, x := c.writeInBackground(1000)
				synctest.Wait()
				if got := c.file.Blocked(); got != "transfer" {
					t.Errorf("the file is blocked in %q", got)
				}
				close(c.interrupt)
				<-done
				c.expectTransfer(x, tc.frames, tc.want)
				if got := c.file.Blocked(); got != "" {
					t.Errorf("the file is still blocked in %q", got)
				}
			})
		})
	}
}

func TestAnUnderrunUnderABlockedWrite(t *testing.T) {
	for name, tc := range map[string]struct {
		queued int
		frames abi.Sframes
		want   syscall.Errno
	}{
		"nothing moved": {buffer, -abi.Sframes(syscall.EPIPE), syscall.EPIPE},
		"some moved":    {buffer - 30, 30, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(tc.queued)
				done, x := c.writeInBackground(1000)
				synctest.Wait()
				c.elapse(2 * buffer)
				<-done
				c.expectTransfer(x, tc.frames, tc.want)
			})
		})
	}
}

func TestATransferGivesUpWhenNothingMoves(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		c.queue(buffer)
		n, err := c.writei(tape(0, 400))
		c.expectTransfer(&transferred{frames: n, err: err}, -abi.Sframes(syscall.EIO), syscall.EIO)
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, buffer)
	})
}

// On a busy machine the interrupt may be late. The hardware was not.
func TestATransferWhoseInterruptIsLateSucceeds(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer)
		done, x := c.writeInBackground(400)
		synctest.Wait()
		c.pass(1000)
		<-done
		c.expectTransfer(x, 400, 0)
	})
}

func TestStoppingAStreamEndsItsTransfers(t *testing.T) {
	for name, tc := range map[string]struct {
		cmd  abi.Cmd
		want syscall.Errno
	}{
		"DROP":  {abi.SNDRV_PCM_IOCTL_DROP, syscall.EBADFD},
		"DRAIN": {abi.SNDRV_PCM_IOCTL_DRAIN, syscall.EPIPE},
		"XRUN":  {abi.SNDRV_PCM_IOCTL_XRUN, syscall.EPIPE},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(buffer)
				done, x := c.writeInBackground(1000)
				synctest.Wait()
				c.nonblock = true
				if err := c.plain(tc.cmd); err != syscall.EAGAIN {
					c.must(name, err)
				}
				synctest.Wait()
				c.elapse(period)
				<-done
				c.expectTransfer(x, -abi.Sframes(tc.want), tc.want)
			})
		})
	}
}

// What was queued stays so, although the stream could not be started.
func TestAWriteThatCannotStartTheStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare(startAt(1))
		c.engine().refuse = syscall.EIO
		n, err := c.writei(tape(0, 400))
		c.expectTransfer(&transferred{frames: n, err: err}, 100, 0)
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 100)
	})
}

func TestTheEndOfTheMountEndsATransfer(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer)
		done, x := c.writeInBackground(1000)
		synctest.Wait()
		close(c.ended)
		<-done
		c.expectTransfer(x, interrupted, syscall.EINTR)
	})
}

// The kernel takes the direction from the stream: READI plays, and WRITEI
// records.
func TestTheDirectionIsTheStreams(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		addr := c.memory.put(tape(0, 100*frameBytes))
		x := abi.Xferi{Buf: addr, Frames: 100}
		c.must("READI", do(c, abi.SNDRV_PCM_IOCTL_READI_FRAMES, &x))
		c.start()
		c.elapse(100)
		expectBytes(t, "heard", c.engine().heard(), tape(0, 100*frameBytes))
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare(startAt(1))
		c.start()
		c.pass(100)
		addr := c.memory.put(make([]byte, 100*frameBytes))
		x := abi.Xferi{Buf: addr, Frames: 100}
		c.must("WRITEI", do(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x))
		expectBytes(t, "recorded", c.memory.get(addr, 100*frameBytes), tape(0, 100*frameBytes))
	})
}

// READI gives the whole struct back: only its result may have changed.
func TestTheRestOfTheStructStays(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.pass(50)
		addr := c.memory.put(make([]byte, 400))
		for _, cmd := range []abi.Cmd{abi.SNDRV_PCM_IOCTL_READI_FRAMES, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES} {
			x := abi.Xferi{Result: untouched, Buf: addr, Frames: 20}
			c.must(cmd.String(), do(c, cmd, &x))
			if x.Result != 20 || x.Buf != addr || x.Frames != 20 {
				t.Errorf("%v left %+v", cmd, x)
			}
		}
	})
}

func TestATransferFromMemoryThatIsNotThere(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		for name, x := range map[string]abi.Xferi{
			"a bad address":         {Buf: 16, Frames: 100},
			"the end is missing":    {Buf: c.memory.put(make([]byte, 399)), Frames: 100},
			"more than all memory":  {Buf: c.memory.put(nil), Frames: math.MaxUint64},
			"more than all of that": {Buf: c.memory.put(nil), Frames: math.MaxUint64 / 4},
		} {
			c.expect(name, do(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x), syscall.EFAULT)
		}
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
	})
}

func TestAResultThatCannotBeTold(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		raw := make([]byte, abi.Sizeof[abi.Xferi]())
		c.must("encode", abi.Encode(raw, &abi.Xferi{Buf: c.memory.put(tape(0, 40)), Frames: 10}))
		i := &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES), Arg: 16, In: raw}
		c.expect("WRITEI", c.file.Ioctl(&c.call, i), syscall.EFAULT)
		i = &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_READI_FRAMES), Arg: 16, Out: make([]byte, len(raw))}
		c.expect("READI", c.file.Ioctl(&c.call, i), syscall.EFAULT)
	})
}

// Silence is what a program plays from NULL.
func TestNullIsSilence(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.format, w.channels = abi.SNDRV_PCM_FORMAT_U8, 4 // whose silence is not 0
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.must("WRITEI", do(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &abi.Xferi{Frames: 2}))
		expectBytes(t, "ring", c.stream().pages.ring[:8], []byte{128, 128, 128, 128, 128, 128, 128, 128})
	})
}

func TestMappedStreamsAreNotForTransfers(t *testing.T) {
	for name, tc := range map[string]struct {
		channels uint32
		want     syscall.Errno
	}{
		"stereo":                         {2, syscall.EINVAL},
		"mono, which is the same anyway": {1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				w := usual
				w.access, w.channels = abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, tc.channels
				c.setUp(w)
				c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
				_, err := c.writei(tape(0, 400))
				c.expect("WRITEI", err, tc.want)
				_, err = c.file.Write(&c.call, tape(0, 400))
				c.expect("write", err, tc.want)
			})
		})
	}
}

// slowMemory is a program's memory that takes its time when frames are copied.
type slowMemory struct {
	card.Memory
	once           sync.Once
	entered, leave chan struct{}
}

// slowly makes a thread of the program whose memory is slow.
func (c *client) slowly() (*client, *slowMemory) {
	slow := *c
	m := &slowMemory{Memory: c.call.Memory, entered: make(chan struct{}), leave: make(chan struct{})}
	slow.call.Memory = m
	return &slow, m
}

func (m *slowMemory) wait(n int) {
	if n <= abi.Sizeof[abi.Xferi]() {
		return // those are no frames
	}
	m.once.Do(func() {
		close(m.entered)
		<-m.leave
	})
}

func (m *slowMemory) ReadMemory(p []byte, addr uint64) error {
	m.wait(len(p))
	return m.Memory.ReadMemory(p, addr)
}

func (m *slowMemory) WriteMemory(addr uint64, p []byte) error {
	m.wait(len(p))
	return m.Memory.WriteMemory(addr, p)
}

// While frames are copied nobody changes the ring under them; the stream itself
// goes on.
func TestWhileATransferCopies(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		slow, memory := c.slowly()
		done, x := slow.writeInBackground(100)
		<-memory.entered
		c.expect("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()), syscall.EBUSY)
		for _, cmd := range []abi.Cmd{abi.SNDRV_PCM_IOCTL_HW_FREE, abi.SNDRV_PCM_IOCTL_PREPARE, abi.SNDRV_PCM_IOCTL_RESET} {
			c.expect(cmd.String(), c.plain(cmd), syscall.EBUSY)
		}
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
		close(memory.leave)
		<-done
		c.expectTransfer(x, 100, 0)
	})
}

// The frames that are being copied when a drain comes are read; there the
// recording ends.
func TestACaptureThatDrainsWhileFramesAreCopied(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.pass(100)
		slow, memory := c.slowly()
		done, x := slow.readInBackground(300)
		<-memory.entered
		c.must("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN))
		close(memory.leave)
		<-done
		c.expectTransfer(x, 100, 0)
		c.expectState(abi.SNDRV_PCM_STATE_SETUP, 100, 100)
	})
}

func TestAStreamThatStopsWhileFramesAreCopied(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(100)
		slow, memory := c.slowly()
		done, x := slow.writeInBackground(100)
		<-memory.entered
		c.elapse(200)
		close(memory.leave)
		<-done
		c.expectTransfer(x, -abi.Sframes(syscall.EPIPE), syscall.EPIPE)
		c.expectState(abi.SNDRV_PCM_STATE_XRUN, 200, 100)
	})
}

// A program that says that it is far behind has room for more than there is time
// for: it writes for ever, and must be able to die all the same.
func TestAWriterThatIsFarBehindHeedsASignal(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.setUp(wish{
			abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED, abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000, period, buffer,
		}, freeRunning)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.stream().pages.setApplPtr(2 * buffer)
		close(c.interrupt)
		nothing := c.memory.put(make([]byte, 2*8)) // NULL, which is silence, for each channel
		x := abi.Xferi{Buf: nothing, Frames: 1 << 40}
		c.must("WRITEN", do(c, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, &x))
		if x.Result != buffer {
			t.Errorf("it wrote %d frames, want those of one ring", x.Result)
		}
	})
}
