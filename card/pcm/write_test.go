package pcm

import (
	"syscall"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

func TestWritePlaysWholeFrames(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		n, err := c.file.Write(&c.call, tape(0, 400))
		c.must("write", err)
		if n != 400 {
			t.Errorf("wrote %d bytes, want 400", n)
		}
		_, err = c.file.Write(&c.call, tape(0, 401))
		c.expect("write of a piece of a frame", err, syscall.EINVAL)
		c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 100)
	})
}

func TestReadRecordsWholeFrames(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		c.start()
		c.pass(200)
		p := make([]byte, 400)
		n, err := c.file.Read(&c.call, p)
		c.must("read", err)
		expectBytes(t, "recorded", p[:n], tape(0, 400))
		_, err = c.file.Read(&c.call, make([]byte, 401))
		c.expect("read of a piece of a frame", err, syscall.EINVAL)
		c.expectState(abi.SNDRV_PCM_STATE_RUNNING, 200, 100)
	})
}

// A long read arrives in pieces that end anywhere: the first that is no whole
// number of frames gets fewer, which ends the read there.
func TestAPieceOfALongReadGetsWholeFrames(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		w := usual
		w.buffer = 32768
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.start()
		c.pass(32767)
		n, err := c.file.Read(&c.call, make([]byte, 131054))
		c.must("read", err)
		if n != 131052 {
			t.Errorf("read %d bytes, want 131052", n)
		}
	})
}

func TestANodeIsReadOrWritten(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		p, c := r.playback(), r.capture()
		_, err := p.file.Read(&p.call, make([]byte, 4))
		p.expect("read of a playback", err, syscall.EINVAL)
		_, err = c.file.Write(&c.call, make([]byte, 4))
		c.expect("write of a capture", err, syscall.EINVAL)
	})
}

// pieces writes p as FUSE does when the buffer lies badly: long pieces that end
// within a frame, and a last one of any size. It stops at a short count.
func (c *client) pieces(p []byte, sizes []int) (int, error) {
	written := 0
	for _, size := range sizes {
		size = min(size, len(p)-written)
		n, err := c.file.Write(&c.call, p[written:][:size])
		if written += n; err != nil || n < size {
			return written, err
		}
	}
	return written, nil
}

func TestAWriteThatWasSplitIsPutTogether(t *testing.T) {
	r := newRig(t, startClock(t))
	c := r.playback()
	w := usual
	w.format, w.channels = abi.SNDRV_PCM_FORMAT_S32_LE, 3 // 12 bytes a frame
	w.buffer = 16384
	const frame, all = 12, 16000 * 12
	rapid.Check(t, func(t *rapid.T) {
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		sizes := rapid.SliceOfN(rapid.IntRange(split, 2*split), 3, 3).Draw(t, "pieces")
		n, err := c.pieces(tape(0, all), append(sizes, all))
		if err != nil || n != all {
			t.Fatalf("wrote %d bytes of %d: %v", n, all, err)
		}
		if got := c.look().Control.ApplPtr; got != all/frame {
			t.Fatalf("queued %d frames, want %d", got, all/frame)
		}
		expectBytes(r.t, "ring", c.stream().pages.ring[:all], tape(0, all))
	})
}

func TestAPieceShorterThanAFrameIsKept(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.channels = 8 // 16 bytes a frame
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		all := split/16*16 + 32
		n, err := c.pieces(tape(0, all), []int{split + 1, 2, 3, all})
		c.must("write", err)
		if n != all {
			t.Errorf("wrote %d bytes, want %d", n, all)
		}
		expectBytes(t, "ring", c.stream().pages.ring[:all], tape(0, all))
	})
}

func TestAFullRingEndsAWriteThatMustNotWait(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.open(playbackNode, card.OpenFlags{Nonblock: true})
		w := usual
		w.buffer = 4096
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		n, err := c.file.Write(&c.call, tape(0, split+2))
		c.must("the first piece", err)
		if n != split+2 {
			t.Errorf("took %d bytes, want %d", n, split+2)
		}
		n, err = c.file.Write(&c.call, tape(split+2, split))
		c.must("the second piece", err)
		if want := 4096*frameBytes - split - 2; n != want {
			t.Errorf("took %d bytes, want %d", n, want)
		}
		_, err = c.file.Write(&c.call, tape(4096*frameBytes, split))
		c.expect("the third piece", err, syscall.EAGAIN)
		expectBytes(t, "ring", c.stream().pages.ring[:4096*frameBytes], tape(0, 4096*frameBytes))
	})
}

// A program that goes on where a write ended goes on within a frame.
func TestAPieceOfAFrameOutlivesAnUnderrun(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.buffer = 8192
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		_, err := c.file.Write(&c.call, tape(0, split+2))
		c.must("the first piece", err)
		c.start()
		c.must("XRUN", c.plain(abi.SNDRV_PCM_IOCTL_XRUN))
		_, err = c.file.Write(&c.call, tape(split+2, 402))
		c.expect("the second piece", err, syscall.EPIPE)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		n, err := c.file.Write(&c.call, tape(split+2, 402))
		c.must("the second piece again", err)
		if n != 402 {
			t.Errorf("took %d bytes, want 402", n)
		}
		expectBytes(t, "ring", c.stream().pages.ring[:404], tape(split, 404))
	})
}

// What is left of a large frame is no part of a smaller one.
func TestAPieceOfAFrameDoesNotOutliveItsFormat(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.channels, w.buffer = 8, 8192
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		_, err := c.file.Write(&c.call, tape(0, split+15))
		c.must("write", err)
		c.prepare()
		_, err = c.file.Write(&c.call, tape(0, 400))
		c.must("write of smaller frames", err)
		expectBytes(t, "ring", c.stream().pages.ring[:400], tape(0, 400))
	})
}

// Two threads may write one file. The second can be killed while it waits for
// the first.
func TestAWriterThatWaitsForAnotherCanBeInterrupted(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(buffer)
		first := inBackground(func() { _, _ = c.file.Write(&c.call, tape(0, buffer)) })
		synctest.Wait()
		other := r.program()
		var err error
		second := inBackground(func() { _, err = c.file.Write(&other.call, tape(0, buffer)) })
		synctest.Wait()
		close(other.interrupt)
		<-second
		c.expect("the second write", err, syscall.EINTR)
		if over(first) {
			t.Error("the first write is over too")
		}
		for ; !over(first); synctest.Wait() {
			c.elapse(period)
		}
	})
}

// A read waits with the frames of one format, and meanwhile another thread sets
// up a format with larger ones: its buffer is too small for them.
func TestAFormatThatChangesUnderATransfer(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepare()
		var n int
		var err error
		done := inBackground(func() { n, err = c.file.Read(&c.call, make([]byte, 400)) })
		synctest.Wait()
		w := usual
		w.format, w.channels = abi.SNDRV_PCM_FORMAT_S32_LE, 8
		c.setUp(w)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.start()
		c.elapse(period)
		<-done
		c.expect("read", err, syscall.EFAULT)
		if n != 0 {
			t.Errorf("read %d bytes, want 0", n)
		}
	})
}

// What needs no wait is done, signal or not.
func TestAWriteWithRoomDoesNotHeedASignal(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		close(c.interrupt)
		for range 100 {
			n, err := c.file.Write(&c.call, tape(0, 40))
			c.must("write", err)
			if n != 40 {
				t.Errorf("wrote %d bytes, want 40", n)
			}
		}
	})
}
