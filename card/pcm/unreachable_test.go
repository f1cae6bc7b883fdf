package pcm

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// ask makes an ioctl with v as its struct, as a program whose memory the server
// cannot reach: FUSE alone carries the struct.
func ask[T any](c *client, cmd abi.Cmd, v *T) error {
	i := &card.Ioctl{Cmd: uint32(cmd), Arg: 0x1000}
	raw := make([]byte, abi.Sizeof[T]())
	if err := abi.Encode(raw, v); err != nil {
		c.t.Fatal(err)
	}
	if cmd.Dir()&abi.DirWrite != 0 {
		i.In = raw
	}
	if cmd.Dir()&abi.DirRead != 0 {
		i.Out = make([]byte, cmd.Size())
		copy(i.Out, i.In)
	}
	err := c.file.Ioctl(&c.call, i)
	if len(i.Out) > 0 && (err == nil || i.CopyOut) {
		got, e := abi.Decode[T](i.Out)
		if e != nil {
			c.t.Fatal(e)
		}
		*v = *got
	}
	return err
}

// unreachable runs a test with programs whose memory cannot be reached.
func unreachable(t *testing.T, test func(*testing.T, *rig), change ...func(*Config)) {
	inBubble(t, func(t *testing.T, r *rig) {
		r.memory.hidden = true
		test(t, r)
	}, change...)
}

func withoutMMAP(c *Config) { c.MMAP = false }

func TestWhereMemoryCannotBeReachedOnlyMappingIsOffered(t *testing.T) {
	unreachable(t, func(t *testing.T, r *rig) {
		c := r.playback()
		p := hwparams.Any()
		c.must("HW_REFINE", ask(c, abi.SNDRV_PCM_IOCTL_HW_REFINE, p))
		const want = 1<<abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED | 1<<abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED
		if got := p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS).Bits[0]; got != want {
			t.Errorf("offered the accesses %#x, want %#x", got, want)
		}
		c.expect("HW_REFINE for RW", ask(c, abi.SNDRV_PCM_IOCTL_HW_REFINE, usual.hwParams()), syscall.EINVAL)
		c.expect("HW_PARAMS for RW", ask(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()), syscall.EINVAL)
	})
}

func TestWithoutMMAPAndMemoryNothingIsOffered(t *testing.T) {
	unreachable(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.expect("HW_REFINE", ask(c, abi.SNDRV_PCM_IOCTL_HW_REFINE, hwparams.Any()), syscall.EINVAL)
		shell := r.capture()
		if _, err := shell.file.Read(&shell.call, nil); err != nil {
			t.Errorf("a shell's read: %s", name(err))
		}
	}, withoutMMAP)
}

// mapUnseen sets a stream up to be mapped, and queues frames.
func (c *client) mapUnseen(frames abi.Uframes) {
	c.t.Helper()
	w := usual
	w.access = abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED
	c.must("HW_PARAMS", ask(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, w.hwParams()))
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
	c.stream().pages.setApplPtr(frames)
}

// alsa-lib asks for all channels in turn, each time that it maps the ring.
func TestWhereMemoryCannotBeReachedChannelsAreToldInTurn(t *testing.T) {
	unreachable(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.mapUnseen(0)
		for i := range 3 * usual.channels {
			info := abi.ChannelInfo{Channel: 77}
			c.must("CHANNEL_INFO", ask(c, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, &info))
			want := abi.ChannelInfo{Channel: i % 2, First: i % 2 * buffer * 16, Step: 16}
			if info != want {
				t.Errorf("question %d: got %+v, want %+v", i+1, info, want)
			}
		}
	})
}

func TestWhereMemoryCannotBeReachedDevicesAreToldInTurn(t *testing.T) {
	unreachable(t, func(t *testing.T, r *rig) {
		c := r.open("controlC0", card.OpenFlags{})
		for _, want := range []int32{0, -1, 0, -1} {
			device := int32(77)
			c.must("PCM_NEXT_DEVICE", ask(c, abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &device))
			if device != want {
				t.Errorf("got device %d, want %d", device, want)
			}
		}
	})
}

// The result of REWIND and FORWARD cannot be told: they do all or nothing.
func TestWhereMemoryCannotBeReachedAPointerMovesAsFarAsWanted(t *testing.T) {
	unreachable(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.mapUnseen(1000)
		c.expect("REWIND by too much", ask(c, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(1001))), syscall.EINVAL)
		c.expect("FORWARD by too much", ask(c, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(buffer))), syscall.EINVAL)
		c.must("REWIND", ask(c, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(600))))
		c.must("FORWARD", ask(c, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(100))))
		if got := c.stream().pages.applPtr(); got != 500 {
			t.Errorf("appl_ptr is %d, want 500", got)
		}
	})
}
