package hwparams

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Setting is one of the ways in which a stream can run: an alternate setting of a
// USB interface, struct audioformat of sound/usb/card.h.
type Setting struct {
	Formats                  Formats
	RateMinHz, RateMaxHz     uint32
	RatesHz                  []uint32 // the only rates there are; nil for all in between
	ChannelsMin, ChannelsMax uint32
}

// settingParams are the parameters that a setting limits.
var settingParams = []abi.Param{abi.SNDRV_PCM_HW_PARAM_RATE, abi.SNDRV_PCM_HW_PARAM_FORMAT, abi.SNDRV_PCM_HW_PARAM_CHANNELS}

// OneOf limits a stream to what one of the settings has: each of rate, channels and
// format to what those have that fit the other two (hw_rule_rate, hw_rule_channels
// and hw_rule_format of sound/usb/pcm.c).
func OneOf(settings ...Setting) []Constraint {
	all := alternatives(settings)
	var rules []Constraint
	for _, r := range []struct {
		target abi.Param
		apply  func(alternatives, *abi.HwParams) (bool, error)
	}{
		{abi.SNDRV_PCM_HW_PARAM_RATE, alternatives.refineRate},
		{abi.SNDRV_PCM_HW_PARAM_CHANNELS, alternatives.refineChannels},
		{abi.SNDRV_PCM_HW_PARAM_FORMAT, alternatives.refineFormat},
	} {
		rules = append(rules, Rule{Target: r.target, Deps: settingParams, Apply: func(p *abi.HwParams) (bool, error) {
			return r.apply(all.fitting(p), p)
		}})
	}
	return rules
}

type alternatives []Setting

// fitting are those that have something for every one of the parameters.
func (all alternatives) fitting(p *abi.HwParams) alternatives {
	var fit alternatives
	for _, s := range all {
		if s.fits(p) {
			fit = append(fit, s)
		}
	}
	return fit
}

// fits is hw_check_valid_format, which looks at the ends of CHANNELS as if they were
// never open.
func (s *Setting) fits(p *abi.HwParams) bool {
	channels, rate := p.Interval(abi.SNDRV_PCM_HW_PARAM_CHANNELS), p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE)
	_, _, some := s.rates(rate)
	return maskBits(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT))&uint64(s.Formats) != 0 &&
		channels.Min <= s.ChannelsMax && s.ChannelsMin <= channels.Max && some
}

// rates are the lowest and the highest rate of the setting in an interval, and whether
// there is one.
func (s *Setting) rates(i *abi.Interval) (low, high uint32, some bool) {
	if s.RatesHz == nil {
		own := *i
		_, err := RefineInterval(&own, between(s.RateMinHz, s.RateMaxHz))
		return s.RateMinHz, s.RateMaxHz, err == nil
	}
	for _, r := range s.RatesHz {
		if !Contains(*i, r) {
			continue
		}
		if !some {
			low, high, some = r, r, true
		}
		low, high = min(low, r), max(high, r)
	}
	return low, high, some
}

func (all alternatives) refineRate(p *abi.HwParams) (bool, error) {
	i := p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE)
	return all.refine(i, func(s *Setting) (uint32, uint32) {
		low, high, _ := s.rates(i)
		return low, high
	})
}

func (all alternatives) refineChannels(p *abi.HwParams) (bool, error) {
	return all.refine(p.Interval(abi.SNDRV_PCM_HW_PARAM_CHANNELS), func(s *Setting) (uint32, uint32) {
		return s.ChannelsMin, s.ChannelsMax
	})
}

func (all alternatives) refineFormat(p *abi.HwParams) (bool, error) {
	var formats Formats
	for _, s := range all {
		formats |= s.Formats
	}
	return RefineMask(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT), uint64(formats))
}

// refine cuts an interval to what lies between the lowest and the highest number of
// the settings.
func (all alternatives) refine(i *abi.Interval, ends func(*Setting) (low, high uint32)) (bool, error) {
	if len(all) == 0 {
		return false, syscall.EINVAL
	}
	low, high := ends(&all[0])
	for n := range all {
		l, h := ends(&all[n])
		low, high = min(low, l), max(high, h)
	}
	return cut(i, low, high)
}

// cut moves the ends of an interval inwards. Unlike a refinement it does not make the
// interval integer (apply_hw_params_minmax).
func cut(i *abi.Interval, low, high uint32) (changed bool, err error) {
	if i.Min < low {
		i.Min, changed = low, true
		i.Flags &^= openMin
	}
	if i.Max > high {
		i.Max, changed = high, true
		i.Flags &^= openMax
	}
	if nothingLeft(*i) {
		return false, syscall.EINVAL
	}
	return changed, nil
}
