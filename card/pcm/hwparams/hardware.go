package hwparams

import (
	"encoding/binary"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Hardware says what a PCM stream can do: struct snd_pcm_hardware of
// include/sound/pcm.h.
type Hardware struct {
	Info    abi.PcmInfoFlags
	Formats Formats

	// Subformats has one bit for each abi.Subformat that S32_LE supports
	// besides STD. With 0 it supports MSBITS_MAX, as other linear formats do.
	Subformats uint32

	RateMinHz uint32
	RateMaxHz uint32
	RatesHz   []uint32 // the only rates there are; nil for all in between

	ChannelsMin uint32
	ChannelsMax uint32

	BufferBytesMax uint32
	PeriodBytesMin uint32
	PeriodBytesMax uint32
	PeriodsMin     uint32
	PeriodsMax     uint32
	PeriodsInteger bool // the buffer is a whole number of periods

	// FifoSize is in bytes, or in frames if Info has FIFO_IN_FRAMES.
	FifoSize abi.Uframes

	// Sync names the clock of the stream, the same for all that share it; with
	// all zeros programs are told nothing.
	Sync [16]byte
}

// CardSync is the Sync of streams whose clock is that of their card, which has this
// number (snd_pcm_set_sync).
func CardSync(card int) (id [16]byte) {
	for n := range id {
		id[n] = 0xff
	}
	binary.LittleEndian.PutUint32(id[:], uint32(card))
	return id
}

// Formats is a set of sample formats, one bit for each.
type Formats uint64

// FormatSet returns the set of the given formats.
func FormatSet(formats ...abi.Format) Formats {
	var set Formats
	for _, f := range formats {
		set |= 1 << f
	}
	return set
}

// List returns the formats of a set, in the order of their numbers.
func (set Formats) List() []abi.Format {
	var all []abi.Format
	for f := abi.SNDRV_PCM_FORMAT_FIRST; f <= abi.SNDRV_PCM_FORMAT_LAST; f++ {
		if set>>f&1 != 0 {
			all = append(all, f)
		}
	}
	return all
}

// accesses returns the set of ways to move frames: the ACCESS constraint in
// snd_pcm_hw_constraints_complete of sound/core/pcm_native.c.
func (h *Hardware) accesses() uint64 {
	ways := []struct {
		needs abi.PcmInfoFlags
		way   abi.Access
	}{
		{abi.SNDRV_PCM_INFO_INTERLEAVED, abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED},
		{abi.SNDRV_PCM_INFO_NONINTERLEAVED, abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED},
		{abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_INTERLEAVED, abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED},
		{abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_NONINTERLEAVED, abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED},
		{abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_COMPLEX, abi.SNDRV_PCM_ACCESS_MMAP_COMPLEX},
	}
	var set uint64
	for _, w := range ways {
		if h.Info&w.needs == w.needs {
			set |= 1 << w.way
		}
	}
	return set
}
