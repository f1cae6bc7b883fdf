package loopback

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// carried is what a cable carries, snd-aloop's cable->hw: at first whatever the
// hardware can do, and from the first PREPARE of an end on what that end plays
// or records. It holds for both ends, that one too, until both are closed.
type carried struct {
	formats        hwparams.Formats
	rate, channels abi.Interval
}

func anythingOf(hw hwparams.Hardware) carried {
	return carried{
		formats:  hw.Formats,
		rate:     abi.Interval{Min: hw.RateMinHz, Max: hw.RateMaxHz},
		channels: abi.Interval{Min: hw.ChannelsMin, Max: hw.ChannelsMax},
	}
}

// only is what a stream with parameters p needs (params_change).
func only(p pcm.Params) carried {
	return carried{
		formats:  hwparams.FormatSet(p.Format),
		rate:     abi.Interval{Min: p.RateHz, Max: p.RateHz},
		channels: abi.Interval{Min: p.Channels, Max: p.Channels},
	}
}

// limits keep an end to what its cable carries, in every request: rule_format,
// rule_rate and rule_channels of sound/drivers/aloop.c. The stream lock that the
// ends share is held when a rule runs.
func (k *cable) limits() []hwparams.Constraint {
	return []hwparams.Constraint{
		rule(abi.SNDRV_PCM_HW_PARAM_FORMAT, func(p *abi.HwParams, param abi.Param) (bool, error) {
			return hwparams.RefineMask(p.Mask(param), uint64(k.carries.formats))
		}),
		rule(abi.SNDRV_PCM_HW_PARAM_RATE, func(p *abi.HwParams, param abi.Param) (bool, error) {
			return hwparams.RefineInterval(p.Interval(param), k.carries.rate)
		}),
		rule(abi.SNDRV_PCM_HW_PARAM_CHANNELS, func(p *abi.HwParams, param abi.Param) (bool, error) {
			return hwparams.RefineInterval(p.Interval(param), k.carries.channels)
		}),
	}
}

func rule(param abi.Param, refine func(*abi.HwParams, abi.Param) (bool, error)) hwparams.Rule {
	return hwparams.Rule{Target: param, Deps: []abi.Param{param}, Apply: func(p *abi.HwParams) (bool, error) {
		return refine(p, param)
	}}
}
