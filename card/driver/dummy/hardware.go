package dummy

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// hardware is snd-dummy's, both ways. Its devices differ in how frames are moved:
// 1 and 3 have each channel's samples apart, 2 and 3 cannot be mapped.
func hardware(device int) hwparams.Hardware {
	hw := hwparams.Hardware{
		Info:           abi.SNDRV_PCM_INFO_RESUME,
		Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_U8, abi.SNDRV_PCM_FORMAT_S16_LE),
		RateMinHz:      5500,
		RateMaxHz:      48000,
		ChannelsMin:    1,
		ChannelsMax:    2,
		BufferBytesMax: 64 << 10,
		PeriodBytesMin: 64,
		PeriodBytesMax: 64 << 10,
		PeriodsMin:     1,
		PeriodsMax:     1024,
	}
	if device&1 == 0 {
		hw.Info |= abi.SNDRV_PCM_INFO_INTERLEAVED
	} else {
		hw.Info |= abi.SNDRV_PCM_INFO_NONINTERLEAVED
	}
	if device&2 == 0 {
		hw.Info |= abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID
	}
	return hw
}
