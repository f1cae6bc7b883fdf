package hwparams_test

import (
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// cards are the streams that the transcripts were recorded from. The numbers
// are those of the drivers of Linux 6.12.
var cards = map[string]func() (*hwparams.Constraints, error){
	"dummy-playback": openDummy,
	"aloop-playback": openAloop,
	"usb-playback":   openUSB,
	"dummy-capture":  openDummy,
	"aloop-capture":  openAloop,
	"hda-playback":   func() (*hwparams.Constraints, error) { return openHDA(hdaPlaybackInfo, evenChannels) },
	"hda-capture":    func() (*hwparams.Constraints, error) { return openHDA(hdaInfo) },
}

// openDummy is sound/drivers/dummy.c, which adds no constraint to its hardware.
func openDummy() (*hwparams.Constraints, error) {
	return hwparams.New(hwparams.Hardware{
		Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
			abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_RESUME,
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
	})
}

var aloopFormats = hwparams.FormatSet(
	abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_S16_BE,
	abi.SNDRV_PCM_FORMAT_S24_LE, abi.SNDRV_PCM_FORMAT_S24_BE,
	abi.SNDRV_PCM_FORMAT_S24_3LE, abi.SNDRV_PCM_FORMAT_S24_3BE,
	abi.SNDRV_PCM_FORMAT_S32_LE, abi.SNDRV_PCM_FORMAT_S32_BE,
	abi.SNDRV_PCM_FORMAT_FLOAT_LE, abi.SNDRV_PCM_FORMAT_FLOAT_BE,
	abi.SNDRV_PCM_FORMAT_DSD_U8,
	abi.SNDRV_PCM_FORMAT_DSD_U16_LE, abi.SNDRV_PCM_FORMAT_DSD_U16_BE,
	abi.SNDRV_PCM_FORMAT_DSD_U32_LE, abi.SNDRV_PCM_FORMAT_DSD_U32_BE,
)

// openAloop is sound/drivers/aloop.c with nothing at the other end of the
// cable. Its three rules repeat what the hardware says, but unlike that they
// also hold in a request that does not mark the parameter as changed.
func openAloop() (*hwparams.Constraints, error) {
	hw := hwparams.Hardware{
		Info: abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_NONINTERLEAVED |
			abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
			abi.SNDRV_PCM_INFO_PAUSE | abi.SNDRV_PCM_INFO_RESUME,
		Formats:        aloopFormats,
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
	return hwparams.New(
		hw,
		hw.Held(abi.SNDRV_PCM_HW_PARAM_FORMAT), hw.Held(abi.SNDRV_PCM_HW_PARAM_RATE), hw.Held(abi.SNDRV_PCM_HW_PARAM_CHANNELS),
	)
}

// openUSB is sound/usb/pcm.c with a full-speed device of one alternate setting:
// S16_LE, two channels, 48 kHz.
func openUSB() (*hwparams.Constraints, error) {
	s16 := hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE)
	own := []hwparams.Constraint{
		hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_PERIOD_TIME, 1000, 1_000_000),
		hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_BUFFER_TIME, 0, 2_000_000),
	}
	return hwparams.New(
		hwparams.Hardware{
			Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID | abi.SNDRV_PCM_INFO_BATCH |
				abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_BLOCK_TRANSFER |
				abi.SNDRV_PCM_INFO_PAUSE | abi.SNDRV_PCM_INFO_SYNC_APPLPTR,
			Formats:        s16,
			RateMinHz:      48000,
			RateMaxHz:      48000,
			RatesHz:        []uint32{48000},
			ChannelsMin:    2,
			ChannelsMax:    2,
			BufferBytesMax: math.MaxInt32,
			PeriodBytesMin: 64,
			PeriodBytesMax: math.MaxInt32,
			PeriodsMin:     2,
			PeriodsMax:     1024,
		},
		append(own, hwparams.OneOf(hwparams.Setting{Formats: s16, RatesHz: []uint32{48000}, ChannelsMin: 2, ChannelsMax: 2})...)...,
	)
}

const (
	hdaInfo = abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
		abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_BLOCK_TRANSFER | abi.SNDRV_PCM_INFO_PAUSE |
		abi.SNDRV_PCM_INFO_SYNC_START | abi.SNDRV_PCM_INFO_NO_PERIOD_WAKEUP
	hdaPlaybackInfo = hdaInfo | abi.SNDRV_PCM_INFO_HAS_LINK_ATIME
)

// evenChannels comes with the analog output of a codec.
var evenChannels = hwparams.Step(abi.SNDRV_PCM_HW_PARAM_CHANNELS, 2)

// openHDA is sound/pci/hda/hda_controller.c as card 3, with 2 MiB of buffer
// allocated in advance.
func openHDA(info abi.PcmInfoFlags, codec ...hwparams.Constraint) (*hwparams.Constraints, error) {
	hw := hwparams.Hardware{
		Info:           info,
		Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE),
		RateMinHz:      16000,
		RateMaxHz:      96000,
		RatesHz:        []uint32{16000, 22050, 32000, 44100, 48000, 88200, 96000},
		ChannelsMin:    2,
		ChannelsMax:    2,
		BufferBytesMax: 4 << 20,
		PeriodBytesMin: 128,
		PeriodBytesMax: 2 << 20,
		PeriodsMin:     2,
		PeriodsMax:     32,
		PeriodsInteger: true,
		Sync:           hwparams.CardSync(3),
	}
	own := []hwparams.Constraint{
		hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_BUFFER_TIME, 20, 178_000_000),
		hwparams.Step(abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, 4),
		hwparams.Step(abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 4),
		hwparams.Allocated(2 << 20),
	}
	return hwparams.New(hw, append(own, codec...)...)
}
