package pcm

import (
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// writeAll writes as cat does, in pieces of any size.
func (c *client) writeAll(p []byte, piece int) error {
	for len(p) > 0 {
		n, err := c.file.Write(&c.call, p[:min(piece, len(p))])
		if err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

// playedBy lets frames pass until something is over.
func (c *client) playedBy(done <-chan struct{}) {
	for synctest.Wait(); !over(done); synctest.Wait() {
		c.elapse(shellPeriod / 2)
	}
}

func TestAShellPlaysTheDefaultFormat(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		const all = 100_003 // no whole number of frames
		var err error
		done := inBackground(func() {
			err = c.writeAll(tape(0, all), 777)
			_ = c.file.Flush(&c.call)
		})
		c.playedBy(done)
		c.must("write", err)
		want := Params{
			Access: abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED, Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, RateHz: 48000,
			PeriodSize: 1024, BufferSize: 6144, FrameBytes: 4, Boundary: boundaryOf(6144),
		}
		if got := c.engine().params; got != want {
			t.Errorf("configured %+v, want %+v", got, want)
		}
		expectBytes(t, "heard", c.engine().heard(), tape(0, all/4*4))
	})
}

// Sound begins with a period of it, or when a program closes after less.
func TestAShellStartsWithAPeriod(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("write", c.writeAll(tape(0, (shellPeriod-1)*shellFrame), 4096))
		if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_PREPARED {
			t.Errorf("a frame before a period it is %v", got)
		}
		c.must("write", c.writeAll(tape(0, shellFrame), 4096))
		if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_RUNNING {
			t.Errorf("with a period it is %v", got)
		}
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("write", c.writeAll(tape(0, 400), 400))
		done := inBackground(func() { _ = c.file.Flush(&c.call) })
		c.playedBy(done)
		expectBytes(t, "heard", c.engine().heard(), tape(0, 400))
	})
}

// pcmState is the state, without an ioctl that would end the shell's mode.
func (c *client) pcmState() abi.State {
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

func TestClosingAShellsPlaybackWaitsForTheSound(t *testing.T) {
	for name, tc := range map[string]struct {
		signal, killed bool
		heard          int // bytes
	}{
		"the program exits":               {false, false, 2000 * shellFrame},
		"a signal that it survives":       {true, false, 2000 * shellFrame},
		"the program is killed":           {false, true, 0},
		"the program is killed meanwhile": {true, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				var killed atomic.Bool
				killed.Store(tc.killed && !tc.signal)
				c.call.Killed = killed.Load
				c.must("write", c.writeAll(tape(0, 2000*shellFrame), 4096))
				done := inBackground(func() { _ = c.file.Flush(&c.call) })
				synctest.Wait()
				if tc.signal {
					killed.Store(tc.killed)
					close(c.interrupt)
				}
				if !tc.killed {
					if got := c.file.Blocked(); got != "close" {
						t.Errorf("the file is blocked in %q", got)
					}
					c.playedBy(done)
				}
				<-done
				expectBytes(t, "heard", c.engine().heard(), tape(0, tc.heard))
			})
		})
	}
}

func TestAShellDoesNotHearOfUnderruns(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		for n := range 3 {
			c.must("write", c.writeAll(tape(n, 1500*shellFrame), 4096))
			c.elapse(2000)
			if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_XRUN {
				t.Errorf("the stream is %v, want XRUN", got)
			}
		}
		var want []byte
		for n := range 3 {
			want = append(want, tape(n, 1500*shellFrame)...)
		}
		expectBytes(t, "heard", c.engine().heard(), want)
	})
}

// An underrun that comes while a write waits does not end it either.
func TestAnUnderrunUnderAShellsWrite(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.must("write", c.writeAll(tape(0, shellBuffer*shellFrame), 4096))
		var err error
		done := inBackground(func() { err = c.writeAll(tape(0, 100*shellFrame), 4096) })
		synctest.Wait()
		c.elapse(2 * shellBuffer)
		<-done
		c.must("write", err)
		if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_PREPARED {
			t.Errorf("the stream is %v, want PREPARED", got)
		}
	})
}

// readAll reads n bytes as head does, in pieces of any size.
func (c *client) readAll(n, piece int) (all []byte, err error) {
	for len(all) < n {
		p := make([]byte, min(piece, n-len(all)))
		got, err := c.file.Read(&c.call, p)
		if err != nil {
			return all, err
		}
		all = append(all, p[:got]...)
	}
	return all, nil
}

func TestAShellRecords(t *testing.T) {
	for name, piece := range map[string]int{
		"in pieces of a frame":        4,
		"in odd pieces":               777,
		"byte by byte":                1,
		"in more than the ring holds": 100_000,
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.capture()
				const all = 50_001
				var got []byte
				var err error
				done := inBackground(func() { got, err = c.readAll(all, piece) })
				c.playedBy(done)
				c.must("read", err)
				expectBytes(t, "recorded", got, tape(0, all))
			})
		})
	}
}

func TestAShellHearsAMonoCaptureOnBothSides(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		const frames = 3000
		var got []byte
		var err error
		done := inBackground(func() { got, err = c.readAll(frames*shellFrame, 1001) })
		c.playedBy(done)
		c.must("read", err)
		var want []byte
		for mono := tape(0, frames*2); len(mono) > 0; mono = mono[2:] {
			want = append(want, mono[0], mono[1], mono[0], mono[1])
		}
		expectBytes(t, "recorded", got, want)
	}, func(c *Config) { c.Capture.Hardware.ChannelsMax = 1 })
}

// After an overrun the recording goes on with what comes then.
func TestAShellDoesNotHearOfOverruns(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		var err error
		first := inBackground(func() { _, err = c.readAll(400, 400) })
		c.playedBy(first)
		c.must("read", err)
		c.elapse(2 * shellCapture)
		if got := c.pcmState(); got != abi.SNDRV_PCM_STATE_XRUN {
			t.Errorf("the stream is %v, want XRUN", got)
		}
		from := c.engine().recorded
		var got []byte
		second := inBackground(func() { got, err = c.readAll(400, 400) })
		c.playedBy(second)
		c.must("read after the overrun", err)
		expectBytes(t, "recorded", got, tape(from, 400))
	})
}

func TestWhoIsNoShell(t *testing.T) {
	for name, tc := range map[string]struct {
		before func(*client)
		change func(*Config)
		want   syscall.Errno
	}{
		"a program that makes no ioctl": {
			func(*client) {}, func(*Config) {}, 0,
		},
		"one that asks whether this is a terminal": {
			func(c *client) { c.expect("TCGETS", c.plain(0x5401), syscall.ENOTTY) }, func(*Config) {}, 0,
		},
		"one that asks for the protocol": {
			func(c *client) { _ = do(c, abi.SNDRV_PCM_IOCTL_PVERSION, new(int32)) }, func(*Config) {}, syscall.EBADFD,
		},
		"one that makes an ioctl of ALSA's that there is not": {
			func(c *client) { _ = c.plain('A'<<8 | 0x7f) }, func(*Config) {}, syscall.EBADFD,
		},
		"anyone on a strict card": {
			func(*client) {}, strict, syscall.EBADFD,
		},
		"anyone on hardware without the format": {
			func(*client) {}, func(c *Config) { c.Playback.Hardware.RateMaxHz = 44100 }, syscall.EBADFD,
		},
		"anyone on hardware that is mono": {
			func(*client) {}, func(c *Config) { c.Playback.Hardware.ChannelsMax = 1 }, syscall.EBADFD,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				tc.before(c)
				_, err := c.file.Write(&c.call, tape(0, 400))
				c.expect("write", err, tc.want)
			}, tc.change)
		})
	}
}

func TestAShellOnHardwareThatRefuses(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.engine().refuse = syscall.ENOMEM
		_, err := c.file.Write(&c.call, tape(0, 400))
		c.expect("write", err, syscall.ENOMEM)
	})
}

// Another thread may set the stream up for its own format when a shell's read has
// begun: the shell's room is for two channels.
func TestAFormatThatIsChosenUnderAShellsRead(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		other := r.open(captureNode, toShare)
		other.must("HW_PARAMS", do(other, abi.SNDRV_PCM_IOCTL_HW_PARAMS,
			wish{rw, abi.SNDRV_PCM_FORMAT_S32_LE, 8, 96000, 512, 2048}.hwParams()))
		_, err := c.ops().shellRead(&c.call, make([]byte, 4000))
		c.expect("the shell's read", err, syscall.EBADFD)
		other.expectState(abi.SNDRV_PCM_STATE_SETUP, 0, 0)
	})
}

func TestAReaderIsNoShellEither(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		_ = c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC)
		_, err := c.file.Read(&c.call, make([]byte, 400))
		c.expect("read", err, syscall.EBADFD)
	})
}

func TestAShellThatMustNotWait(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		c.must("write", c.writeAll(tape(0, shellBuffer*shellFrame), shellBuffer*shellFrame))
		_, err := c.file.Write(&c.call, tape(0, 400))
		c.expect("write to a full ring", err, syscall.EAGAIN)
	})
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(captureNode, card.OpenFlags{Nonblock: true})
		_, err := c.file.Read(&c.call, make([]byte, 400))
		c.expect("read", err, syscall.EAGAIN)
	})
}

// A shell that appends to a node (>>) shares the stream of another program. Two
// shells play as one; a format that is somebody else's is used as it is.
func TestShellsThatShareAStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first, second := r.playback(), r.open(playbackNode, card.OpenFlags{Append: true})
		first.must("write", first.writeAll(tape(0, 1500*shellFrame), 4096))
		first.elapse(2000)
		second.must("write of the second, past the underrun", second.writeAll(tape(1500*shellFrame, 400), 400))
		done := inBackground(func() { _ = second.file.Flush(&second.call) })
		first.playedBy(done)
		expectBytes(t, "heard", first.engine().heard(), tape(0, 1500*shellFrame+400))
	})
	inBubble(t, func(t *testing.T, r *rig) {
		owner, shell := r.playback(), r.open(playbackNode, card.OpenFlags{Append: true})
		w := usual
		w.format, w.channels = abi.SNDRV_PCM_FORMAT_S32_LE, 8
		owner.setUp(w)
		owner.must("PREPARE", owner.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		_, err := shell.file.Write(&shell.call, tape(0, 4))
		shell.expect("write of a piece of a frame", err, syscall.EINVAL)
		n, err := shell.file.Write(&shell.call, tape(0, 320))
		shell.must("write of ten frames", err)
		if n != 320 {
			t.Errorf("wrote %d bytes, want 320", n)
		}
		owner.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 10)
	})
}
