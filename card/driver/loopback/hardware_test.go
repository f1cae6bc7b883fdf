package loopback

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// hardware is snd-aloop's.
var hardware = hwparams.Hardware{
	Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID | abi.SNDRV_PCM_INFO_RESUME |
		abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_NONINTERLEAVED,
	Formats: hwparams.FormatSet(
		abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_S16_BE,
		abi.SNDRV_PCM_FORMAT_S24_LE, abi.SNDRV_PCM_FORMAT_S24_BE,
		abi.SNDRV_PCM_FORMAT_S24_3LE, abi.SNDRV_PCM_FORMAT_S24_3BE,
		abi.SNDRV_PCM_FORMAT_S32_LE, abi.SNDRV_PCM_FORMAT_S32_BE,
		abi.SNDRV_PCM_FORMAT_FLOAT_LE, abi.SNDRV_PCM_FORMAT_FLOAT_BE,
		abi.SNDRV_PCM_FORMAT_DSD_U8,
		abi.SNDRV_PCM_FORMAT_DSD_U16_LE, abi.SNDRV_PCM_FORMAT_DSD_U16_BE,
		abi.SNDRV_PCM_FORMAT_DSD_U32_LE, abi.SNDRV_PCM_FORMAT_DSD_U32_BE,
	),
	RateMinHz:      8000,
	RateMaxHz:      768000,
	ChannelsMin:    1,
	ChannelsMax:    32,
	BufferBytesMax: 2 << 20,
	PeriodBytesMin: 64,
	PeriodBytesMax: 1 << 20,
	PeriodsMin:     1,
	PeriodsMax:     1024,
	PeriodsInteger: true,
}
