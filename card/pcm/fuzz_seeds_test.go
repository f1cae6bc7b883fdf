package pcm

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
)

// composer writes a program.
type composer struct{ bytes.Buffer }

func (p *composer) step(step byte, values ...any) *composer {
	p.WriteByte(step)
	for _, v := range values {
		_ = binary.Write(p, binary.LittleEndian, v) // a Buffer takes everything
	}
	return p
}

func ioctlStep[T any](p *composer, cmd abi.Cmd, v *T) {
	at, _ := slices.BinarySearch(known, cmd)
	raw := make([]byte, cmd.Size())
	_ = abi.Encode(raw, v) // of the size that the command says
	p.step(stepKnown, byte(at), raw)
}

func (p *composer) plain(cmds ...abi.Cmd) *composer {
	for _, cmd := range cmds {
		at, _ := slices.BinarySearch(known, cmd)
		p.step(stepKnown, byte(at), make([]byte, cmd.Size()))
	}
	return p
}

// setUp is HW_PARAMS, SW_PARAMS and PREPARE.
func (p *composer) setUp(change func(*abi.SwParams)) *composer {
	sw := usual.swParams()
	change(sw)
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams())
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_SW_PARAMS, sw)
	return p.plain(abi.SNDRV_PCM_IOCTL_PREPARE)
}

// programs are what real ones do, and some that mean no good.
func programs() [][]byte {
	var seeds []*composer
	begin := func() *composer {
		seeds = append(seeds, new(composer))
		return seeds[len(seeds)-1]
	}

	p := begin().setUp(startAt(1))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &abi.Xferi{Frames: 3000})
	p.step(stepElapse, uint64(1500)).plain(abi.SNDRV_PCM_IOCTL_DELAY, abi.SNDRV_PCM_IOCTL_DRAIN)
	p.step(stepElapse, uint64(1500)).plain(abi.SNDRV_PCM_IOCTL_DROP, abi.SNDRV_PCM_IOCTL_HW_FREE)

	p = begin().step(stepSwitch, byte(1)).setUp(stamped).plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(1500))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_READI_FRAMES, &abi.Xferi{Frames: 1000})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &abi.Status{AudioTstampData: 0x11})
	p.plain(abi.SNDRV_PCM_IOCTL_DRAIN)

	begin().setUp(silent(everywhere, 0)).plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(1<<30)).
		plain(abi.SNDRV_PCM_IOCTL_HWSYNC, abi.SNDRV_PCM_IOCTL_RESET, abi.SNDRV_PCM_IOCTL_XRUN)

	begin().step(stepWrite, uint16(40000)).step(stepElapse, uint64(100_000)).step(stepWrite, uint16(4097)).step(stepFlush)
	begin().step(stepSwitch, byte(1)).step(stepRead, uint16(4097)).step(stepElapse, uint64(1000)).step(stepRead, uint16(1))

	p = begin().step(stepSwitch, byte(1)).setUp(freeRunning).plain(abi.SNDRV_PCM_IOCTL_START).
		step(stepScribble, uint64(1), uint64(0)).step(stepElapse, uint64(100))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &abi.Status{AudioTstampData: 0x11})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(math.MaxUint64)))
	p.step(stepScribble, uint64(math.MaxUint64), uint64(math.MaxUint64)).step(stepRead, uint16(4000))

	p = begin().setUp(silent(500, 1000))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &abi.SyncPtr{Control: abi.MmapControl{ApplPtr: boundaryOf(buffer) - 1}})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(5000)))
	p.plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(5000)).step(stepLook)

	begin().step(stepAny, uint32(0x5401)).step(stepAny, uint32('A'<<8|0x7f)).plain(known...)

	// Parameters, thresholds and positions at which something may go wrong, while
	// another thread writes into the pages; and the same once more after a close.
	p = begin()
	for range 2 {
		p.step(stepConfigure, byte(4), byte(2), byte(1), uint16(42500), uint16(1024), uint16(4096)).
			step(stepThresholds, byte(0), byte(1), byte(8), byte(4), byte(3)).plain(abi.SNDRV_PCM_IOCTL_PREPARE)
		p.step(stepMeanwhile)
		ioctlStep(p, abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, &abi.Xferi{Frames: 3000})
		p.step(stepScribble, byte(7), byte(11)).step(stepSpoil, byte(0xff)).plain(abi.SNDRV_PCM_IOCTL_START)
		p.step(stepElapse, uint64(3000)).plain(abi.SNDRV_PCM_IOCTL_RESET).step(stepReopen)
	}

	begin().step(stepNarrow).setUp(startAt(1)).step(stepMeanwhile).plain(known...).step(stepElapse, uint64(1000)).step(stepReopen)

	all := make([][]byte, len(seeds))
	for i, seed := range seeds {
		all[i] = seed.Bytes()
	}
	return all
}
