package hwparams

import (
	"math"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// choices are the parameters that Choose pins, in this order:
// snd_pcm_hw_params_choose of sound/core/pcm_native.c. The others follow from
// them.
var choices = []abi.Param{
	abi.SNDRV_PCM_HW_PARAM_ACCESS,
	abi.SNDRV_PCM_HW_PARAM_FORMAT,
	abi.SNDRV_PCM_HW_PARAM_SUBFORMAT,
	channels,
	rate,
	periodTime,
	bufferSize,
	abi.SNDRV_PCM_HW_PARAM_TICK_TIME,
}

// Choose refines p as if every parameter had changed and leaves one value of
// each: the lowest of all, but the largest buffer. It returns
// [syscall.EINVAL] if there is no such configuration; p has no meaning then.
// snd_pcm_hw_params of sound/core/pcm_native.c up to the driver's part.
func (c *Constraints) Choose(p *abi.HwParams) error {
	p.Rmask = math.MaxUint32
	if err := c.Refine(p); err != nil {
		return err
	}
	for _, param := range choices {
		if err := c.pin(p, param); err != nil {
			return err
		}
	}
	return nil
}

// pin leaves one value of param and refines the others by it.
func (c *Constraints) pin(p *abi.HwParams, param abi.Param) error {
	if pick(p, param) {
		p.Cmask |= 1 << param
		p.Rmask |= 1 << param
		if err := c.Refine(p); err != nil {
			return err
		}
	}
	if !pinned(p, param) {
		return syscall.EINVAL
	}
	return aboveInt(p, param)
}

// pick leaves the preferred value of param.
func pick(p *abi.HwParams, param abi.Param) (changed bool) {
	switch {
	case isMask(param):
		return maskFirst(p.Mask(param))
	case param == bufferSize:
		return last(p.Interval(param))
	}
	return first(p.Interval(param))
}

// pinned reports whether param has one value.
func pinned(p *abi.HwParams, param abi.Param) bool {
	if isMask(param) {
		return maskSingle(p.Mask(param))
	}
	return single(*p.Interval(param))
}

// aboveInt makes an error of a chosen value above the largest int, as
// snd_pcm_hw_param_first does: it returns the value as an int, and its caller
// takes what is negative for an error.
func aboveInt(p *abi.HwParams, param abi.Param) error {
	if isMask(param) {
		return nil
	}
	if v := int32(value(*p.Interval(param))); v < 0 {
		return syscall.Errno(uint32(-v))
	}
	return nil
}
