package usbheadset

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// What a full-speed headset can do, within the limits that snd-usb-audio sets:
// periods of 64 bytes at least, 2 to 1024 of them.
const (
	info = abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
		abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_BLOCK_TRANSFER
	bufferBytesMax = 1 << 20
	periodBytesMax = 1 << 19
)

var rates = []uint32{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000}

var earphones = hwparams.Hardware{
	Info:           info,
	Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S8, abi.SNDRV_PCM_FORMAT_U8, abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_S24_3LE),
	RateMinHz:      8000,
	RateMaxHz:      48000,
	RatesHz:        rates,
	ChannelsMin:    2,
	ChannelsMax:    2,
	BufferBytesMax: bufferBytesMax,
	PeriodBytesMin: 64,
	PeriodBytesMax: periodBytesMax,
	PeriodsMin:     2,
	PeriodsMax:     1024,
}

var microphone = hwparams.Hardware{
	Info:           info,
	Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S8, abi.SNDRV_PCM_FORMAT_U8, abi.SNDRV_PCM_FORMAT_S16_LE),
	RateMinHz:      8000,
	RateMaxHz:      48000,
	RatesHz:        rates,
	ChannelsMin:    1,
	ChannelsMax:    1,
	BufferBytesMax: bufferBytesMax,
	PeriodBytesMin: 64,
	PeriodBytesMax: periodBytesMax,
	PeriodsMin:     2,
	PeriodsMax:     1024,
}
