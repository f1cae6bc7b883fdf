package pcm

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
)

// narrow opens a node for a 32-bit program.
func (r *rig) narrow(node string) *client {
	r.t.Helper()
	c := r.program()
	c.call.Narrow = true
	c.must("open "+node, c.tryOpen(node, notToWait))
	return c
}

// do32 carries out an ioctl of a 32-bit program on v.
func do32[T any](c *client, cmd abi.Cmd, v *T) error {
	return do(c, cmd.WithSize(abi.Sizeof[T]()), v)
}

// configure32 is HW_PARAMS and PREPARE.
func (c *client) configure32() {
	c.t.Helper()
	var p abi32.HwParams
	abi32.Convert(&p, usual.hwParams())
	c.must("HW_PARAMS", do32(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, &p))
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
}

const narrowBoundary = 1 << 30 // of usual's buffer

func TestTheBoundaryOfA32BitProgramIsALongOfItsOwn(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.narrow(playbackNode)
		c.configure32()
		sw := abi32.SwParams{AvailMin: 1, StartThreshold: 1, StopThreshold: buffer}
		c.must("SW_PARAMS", do32(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, &sw))
		if sw.Boundary != narrowBoundary {
			t.Errorf("the boundary is %d, want %d", sw.Boundary, narrowBoundary)
		}
		p := abi32.SyncPtr{Control: abi32.MmapControl{ApplPtr: narrowBoundary}}
		c.expect("SYNC_PTR with the boundary", do32(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p), syscall.EINVAL)
		p.Control.ApplPtr--
		c.must("SYNC_PTR with less", do32(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p))
		forward := abi32.Uframes(3)
		c.must("FORWARD", do32(c, abi.SNDRV_PCM_IOCTL_FORWARD, &forward))
		if got := c.stream().pages.applPtr(); got != 2 {
			t.Errorf("appl_ptr is %d after it has wrapped, want 2", got)
		}
	})
}

func TestA32BitProgramPlaysFromPointersOfFourBytes(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.narrow(playbackNode)
		c.configure32()
		low := c.memory.putAt(0x10000, tape(0, 100*frameBytes))
		x := abi32.Xferi{Result: 777, Buf: uint32(low), Frames: 100}
		c.must("WRITEI", do32(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x))
		if x.Result != 100 {
			t.Errorf("the result is %d, want 100", x.Result)
		}
		c.elapse(100)
		expectBytes(t, "heard", c.engine().heard(), tape(0, 100*frameBytes))
	})
}

// Two ways in which the kernel's own compatibility differs from what it does for
// 64-bit programs.
func TestA32BitProgramIsToldOfAFailureByErrnoAlone(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.narrow(playbackNode)
		c.configure32()
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
		x := abi32.Xferi{Result: 777, Frames: 1}
		c.expect("WRITEI of a stopped stream", do32(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x), syscall.EBADFD)
		c.expect("READI of a playback", do32(c, abi.SNDRV_PCM_IOCTL_READI_FRAMES, &x), syscall.EINVAL)
		if x.Result != 777 {
			t.Errorf("the result is %d, want it untouched", x.Result)
		}
		c.expect("DELAY with a 64-bit program's number", do(c, abi.SNDRV_PCM_IOCTL_DELAY, new(abi.Sframes)), syscall.ENOTTY)
	})
}

// A 32-bit program maps the pages at the old offsets or at the new ones.
func TestA32BitProgramSeesTheStreamInItsMappings(t *testing.T) {
	for name, offsets := range map[string]struct{ status, control int64 }{
		"with a time_t of four bytes": {abi.SNDRV_PCM_MMAP_OFFSET_STATUS, abi.SNDRV_PCM_MMAP_OFFSET_CONTROL},
		"and of eight":                {abi.SNDRV_PCM_MMAP_OFFSET_STATUS_NEW, abi.SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.narrow(captureNode)
				status := c.mapping(offsets.status, 4096, readWrite)
				page := c.mapping(offsets.control, 4096, readWrite)
				defer c.unmap(status)
				defer c.unmap(page)
				control := narrowPages{controls: [2][]byte{page}}
				c.configure32()
				if got := control.load(narrowMin); got != period {
					t.Errorf("avail_min is %d, want a period", got)
				}
				c.start()
				c.elapse(500)
				old, err := abi.Decode[abi32.MmapStatus](status) // hw_ptr is at the same place in both
				c.must("decode", err)
				if old.State != abi.SNDRV_PCM_STATE_RUNNING || old.HwPtr != 500 {
					t.Errorf("the status page shows %v at %d", old.State, old.HwPtr)
				}
				for _, appl := range []abi.Uframes{300, 400} {
					control.store(narrowAppl, appl)
					if got := c.stream().pages.applPtr(); got != appl {
						t.Errorf("appl_ptr is %d after the program has set it to %d", got, appl)
					}
				}
				c.must("RESET", c.plain(abi.SNDRV_PCM_IOCTL_RESET))
				if got := control.load(narrowAppl); got != 500 {
					t.Errorf("appl_ptr is %d after RESET, want 500", got)
				}
			})
		})
	}
}
