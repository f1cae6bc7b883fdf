package pcm

import (
	"testing"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// mapping maps a part of a file's memory, as a program does.
func (c *client) mapping(offset int64, size, protection int) []byte {
	c.t.Helper()
	m, _ := c.file.Mapper()
	p, err := unix.Mmap(m.Backing(), offset, size, protection, unix.MAP_SHARED)
	if err != nil {
		c.t.Fatalf("mmap at %#x: %v", offset, err)
	}
	return p
}

func (c *client) unmap(p []byte) {
	c.t.Helper()
	c.must("munmap", unix.Munmap(p))
}

const readWrite = unix.PROT_READ | unix.PROT_WRITE

func TestAProgramSeesTheStreamInItsMappings(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.capture()
		ring := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_DATA, buffer*frameBytes, readWrite)
		status := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_STATUS, 4096, unix.PROT_READ)
		control := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, readWrite)
		defer c.unmap(ring)
		defer c.unmap(status)
		defer c.unmap(control)
		c.prepare()
		c.start()
		c.elapse(500)
		got, err := abi.Decode[abi.MmapStatus](status)
		c.must("decode", err)
		if got.State != abi.SNDRV_PCM_STATE_RUNNING || got.HwPtr != 500 {
			t.Errorf("the status page shows %v at %d", got.State, got.HwPtr)
		}
		expectBytes(t, "ring", ring[:500*frameBytes], tape(0, 500*frameBytes))
		(&pages{control: control}).setApplPtr(300)
		if got := c.status().Avail; got != 200 {
			t.Errorf("avail is %d after the program has moved its pointer, want 200", got)
		}
	})
}

// alsa-lib writes into the control page before there are any parameters.
func TestHwParamsOverruleWhatWasInTheControlPage(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		control := pages{control: c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, readWrite)}
		defer c.unmap(control.control)
		control.setApplPtr(0)
		control.setAvailMin(1)
		c.must("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams()))
		if got := control.availMin(); got != period {
			t.Errorf("avail_min is %d, want a period", got)
		}
	})
}

// A mapping keeps a closed file: the server asks the memory by sealing it, which
// succeeds when nobody has it mapped.
func TestAMappingIsSeenUntilItIsGone(t *testing.T) {
	for name, tc := range map[string]struct {
		offset           int64
		size, protection int
	}{
		"the ring":             {abi.SNDRV_PCM_MMAP_OFFSET_DATA, buffer, readWrite},
		"the status page":      {abi.SNDRV_PCM_MMAP_OFFSET_STATUS, 4096, unix.PROT_READ},
		"the control page":     {abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, readWrite},
		"the new status page":  {abi.SNDRV_PCM_MMAP_OFFSET_STATUS_NEW, 4096, unix.PROT_READ},
		"the new control page": {abi.SNDRV_PCM_MMAP_OFFSET_CONTROL_NEW, 4096, readWrite},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.play(1000)
				p := c.mapping(tc.offset, tc.size, tc.protection)
				m, _ := c.file.Mapper()
				m.Closing()
				for range 2 {
					if !m.StillMapped() {
						t.Error("the mapping is not seen")
					}
				}
				c.unmap(p)
				if m.StillMapped() {
					t.Error("the mapping is seen after munmap")
				}
				if _, err := unix.Mmap(m.Backing(), 0, 4096, readWrite, unix.MAP_SHARED); err != unix.EPERM {
					t.Errorf("the memory can be mapped again: %v", err)
				}
			})
		})
	}
}

// After the last close the program still sees what becomes of its stream.
func TestAMappingShowsTheStreamAfterClose(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000)
		status := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_STATUS, 4096, unix.PROT_READ)
		m, _ := c.file.Mapper()
		m.Closing()
		r.card.Disconnect()
		got, err := abi.Decode[abi.MmapStatus](status)
		c.must("decode", err)
		if got.State != abi.SNDRV_PCM_STATE_DISCONNECTED {
			t.Errorf("the status page shows %v, want DISCONNECTED", got.State)
		}
		c.unmap(status)
	})
}

// Where others share the memory, who has it mapped cannot be told.
func TestASharedFileIsReleasedAtItsClose(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first := r.playback()
		first.play(1000)
		second := r.open(playbackNode, toShare)
		p := first.mapping(abi.SNDRV_PCM_MMAP_OFFSET_DATA, buffer, readWrite)
		m, _ := first.file.Mapper()
		m.Closing()
		if m.StillMapped() {
			t.Error("the mapping of a shared stream keeps the file")
		}
		first.close()
		second.queue(100)
		second.expectState(abi.SNDRV_PCM_STATE_RUNNING, 0, 1100)
		second.unmap(p)
	})
}

func TestEveryOpenHasMemoryOfItsOwn(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		first := r.playback()
		old := first.mapping(abi.SNDRV_PCM_MMAP_OFFSET_DATA, buffer, readWrite)
		first.close()
		second := r.playback()
		second.prepare()
		second.queue(100)
		expectBytes(t, "the mapping of the file that is closed", old[:400], make([]byte, 400))
		second.unmap(old)
	})
}
