package loopback

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

const defaultSubstreams = 8

// hardware is snd-aloop's, without the pause that FUSE cannot carry.
var hardware = hwparams.Hardware{
	Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID | abi.SNDRV_PCM_INFO_INTERLEAVED,
	Formats: hwparams.FormatSet(
		abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_S16_BE,
		abi.SNDRV_PCM_FORMAT_S24_LE, abi.SNDRV_PCM_FORMAT_S24_BE,
		abi.SNDRV_PCM_FORMAT_S24_3LE, abi.SNDRV_PCM_FORMAT_S24_3BE,
		abi.SNDRV_PCM_FORMAT_S32_LE, abi.SNDRV_PCM_FORMAT_S32_BE,
		abi.SNDRV_PCM_FORMAT_FLOAT_LE, abi.SNDRV_PCM_FORMAT_FLOAT_BE,
	),
	RateMinHz:      8000,
	RateMaxHz:      192000,
	ChannelsMin:    1,
	ChannelsMax:    32,
	BufferBytesMax: 2 << 20,
	PeriodBytesMin: 64,
	PeriodBytesMax: 1 << 20,
	PeriodsMin:     1,
	PeriodsMax:     1024,
	PeriodsInteger: true,
}

// like limits one end of a cable to what the other end is set to. The stream
// lock that the two share is held when a rule runs.
func like(other func() (p end, ok bool)) []hwparams.Constraint {
	rule := func(param abi.Param, refine func(*abi.HwParams, pcm.Params) (bool, error)) hwparams.Rule {
		return hwparams.Rule{Target: param, Deps: []abi.Param{param}, Apply: func(p *abi.HwParams) (bool, error) {
			if o, ok := other(); ok {
				return refine(p, o.params)
			}
			return false, nil
		}}
	}
	return []hwparams.Constraint{
		rule(abi.SNDRV_PCM_HW_PARAM_FORMAT, func(p *abi.HwParams, o pcm.Params) (bool, error) {
			return hwparams.RefineMask(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT), 1<<o.Format)
		}),
		rule(abi.SNDRV_PCM_HW_PARAM_RATE, func(p *abi.HwParams, o pcm.Params) (bool, error) {
			return refineTo(p, abi.SNDRV_PCM_HW_PARAM_RATE, o.RateHz)
		}),
		rule(abi.SNDRV_PCM_HW_PARAM_CHANNELS, func(p *abi.HwParams, o pcm.Params) (bool, error) {
			return refineTo(p, abi.SNDRV_PCM_HW_PARAM_CHANNELS, o.Channels)
		}),
	}
}

func refineTo(p *abi.HwParams, param abi.Param, v uint32) (bool, error) {
	return hwparams.RefineInterval(p.Interval(param), abi.Interval{Min: v, Max: v})
}
