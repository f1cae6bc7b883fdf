package pcm

import (
	"bytes"
	"encoding/binary"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// apart is usual, with each channel's samples apart.
var apart = func() wish {
	w := usual
	w.access = abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED
	return w
}()

// prepareApart sets the stream up non-interleaved and prepares it.
func (c *client) prepareApart(change ...func(*abi.SwParams)) {
	c.t.Helper()
	c.setUp(apart, change...)
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
}

// channels lays a buffer for each channel, nil for NULL, and an array of their
// addresses into the program's memory. It returns where the array is, and the
// buffers.
func (c *client) channels(buffers ...[]byte) (array uint64, at []uint64) {
	var raw []byte
	for _, p := range buffers {
		var addr uint64
		if p != nil {
			addr = c.memory.put(p)
		}
		at = append(at, addr)
		raw = binary.LittleEndian.AppendUint64(raw, addr)
	}
	return c.memory.put(raw), at
}

func (c *client) xfern(cmd abi.Cmd, array uint64, frames abi.Uframes) (abi.Sframes, error) {
	x := abi.Xfern{Result: untouched, Bufs: array, Frames: frames}
	err := do(c, cmd, &x)
	return x.Result, err
}

func TestABufferForEachChannel(t *testing.T) {
	const frames = 3000
	left, right := tape(0, 2*frames), tape(100, 2*frames)
	silent := make([]byte, 2*frames)
	for name, tc := range map[string]struct{ given, want [2][]byte }{
		"both":          {[2][]byte{left, right}, [2][]byte{left, right}},
		"NULL silences": {[2][]byte{nil, right}, [2][]byte{silent, right}},
		"nothing":       {[2][]byte{nil, nil}, [2][]byte{silent, silent}},
	} {
		t.Run("played, "+name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepareApart()
				c.scribble()
				array, _ := c.channels(tc.given[:]...)
				n, err := c.xfern(abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, array, frames)
				c.expectTransfer(&transferred{frames: n, err: err}, frames, 0)
				c.start()
				c.elapse(frames)
				expectBytes(t, "heard", c.engine().heard(), interleave(tc.want[0], tc.want[1]))
			})
		})
	}
}

func TestARecordingForEachChannel(t *testing.T) {
	const frames = 3000
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		c.prepareApart()
		c.start()
		c.elapse(frames)
		array, at := c.channels(make([]byte, 2*frames), make([]byte, 2*frames))
		n, err := c.xfern(abi.SNDRV_PCM_IOCTL_READN_FRAMES, array, frames)
		c.expectTransfer(&transferred{frames: n, err: err}, frames, 0)
		got := interleave(c.memory.get(at[0], 2*frames), c.memory.get(at[1], 2*frames))
		expectBytes(t, "recorded", got, tape(0, frames*frameBytes))

		// A channel that nobody wants is passed over with the others.
		c.elapse(500)
		array, at = c.channels(nil, make([]byte, 2*500))
		n, err = c.xfern(abi.SNDRV_PCM_IOCTL_READN_FRAMES, array, 500)
		c.expectTransfer(&transferred{frames: n, err: err}, 500, 0)
		want := tape(frames*frameBytes, 500*frameBytes)
		got = c.memory.get(at[1], 2*500)
		for i := range 500 {
			if !bytes.Equal(got[2*i:2*i+2], want[4*i+2:4*i+4]) {
				t.Fatalf("frame %d of the second channel is % x, want % x", i, got[2*i:2*i+2], want[4*i+2:4*i+4])
			}
		}
	})
}

// interleave puts samples of two bytes side by side.
func interleave(left, right []byte) []byte {
	var all []byte
	for i := 0; i < len(left); i += 2 {
		all = append(append(all, left[i:i+2]...), right[i:i+2]...)
	}
	return all
}

// The answers are those of snd-dummy's devices 0 and 1 on Linux 6.12.
func TestATransferOfTheWrongAccess(t *testing.T) {
	const badAddress = 16
	for name, tc := range map[string]struct {
		wish   wish
		cmd    abi.Cmd
		buf    func(c *client) uint64
		result abi.Sframes
		want   syscall.Errno
	}{
		"whole frames, of channels apart":     {apart, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, (*client).room, -22, syscall.EINVAL},
		"whole frames of one channel":         {oneChannel(apart), abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, (*client).room, 8, 0},
		"channels apart, of whole frames":     {usual, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, (*client).room, -22, syscall.EINVAL},
		"channels apart, of one channel":      {oneChannel(usual), abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, (*client).room, -22, syscall.EINVAL},
		"channels apart, mapped":              {mapped(apart), abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, (*client).room, -22, syscall.EINVAL},
		"no addresses":                        {apart, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, at(0), 0, syscall.EFAULT},
		"no addresses, and the wrong access":  {usual, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, at(0), 0, syscall.EFAULT},
		"addresses that are not there":        {apart, abi.SNDRV_PCM_IOCTL_READN_FRAMES, at(badAddress), 0, syscall.EFAULT},
		"a buffer that is not there":          {apart, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, halfThere, -14, syscall.EFAULT},
		"NULL in place of whole frames":       {usual, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, at(0), 8, 0},
		"NULL in place of the other's frames": {apart, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, at(0), -22, syscall.EINVAL},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.setUp(tc.wish)
				c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
				n, err := c.xfern(tc.cmd, tc.buf(c), 8)
				c.expectTransfer(&transferred{frames: n, err: err}, tc.result, tc.want)
				c.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, abi.Uframes(max(tc.result, 0)))
			})
		})
	}
}

func oneChannel(w wish) wish { w.channels = 1; return w }

func mapped(w wish) wish { w.access = abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED; return w }

// room is memory that starts with two NULLs, and so serves both kinds of transfer.
func (c *client) room() uint64 { return c.memory.put(make([]byte, 64)) }

func at(addr uint64) func(*client) uint64 { return func(*client) uint64 { return addr } }

// halfThere has a buffer for the first channel only.
func halfThere(c *client) uint64 {
	array, at := c.channels(make([]byte, 64), make([]byte, 64))
	c.memory.drop(at[1])
	return array
}

func TestWhereAChannelIsInTheRing(t *testing.T) {
	for name, tc := range map[string]struct {
		wish        wish
		first, step uint32 // of the second channel
	}{
		"side by side":  {usual, 16, 32},
		"apart":         {apart, buffer * 16, 16},
		"apart, mapped": {mapped(apart), buffer * 16, 16},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.setUp(tc.wish)
				p := abi.ChannelInfo{Channel: 1, Offset: 7}
				c.must("CHANNEL_INFO", do(c, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, &p))
				if p.Offset != 0 || p.First != tc.first || p.Step != tc.step {
					t.Errorf("got offset %d, first %d, step %d, want 0, %d, %d", p.Offset, p.First, p.Step, tc.first, tc.step)
				}
			})
		})
	}
}

// A program that maps a non-interleaved ring writes where CHANNEL_INFO says.
func TestAMappedRingOfChannelsApart(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.setUp(mapped(apart))
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		left, right := tape(0, 2*buffer), tape(50, 2*buffer)
		copy(c.stream().pages.ring, left)
		copy(c.stream().pages.ring[2*buffer:], right)
		c.stream().pages.setApplPtr(buffer)
		c.start()
		c.elapse(period)
		expectBytes(t, "heard", c.engine().heard(), interleave(left[:2*period], right[:2*period]))
	})
}
