package hwparams

import (
	"fmt"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Constraint is a limit that a driver sets besides its [Hardware]: a [Rule], or
// what [MinMax], [Integer], [Mask64], [List] and [Step] return.
type Constraint interface {
	// constrain adds the limit to c, before those of the Hardware.
	constrain(c *Constraints) error
}

// constraintFunc is a Constraint that is all action.
type constraintFunc func(c *Constraints) error

func (f constraintFunc) constrain(c *Constraints) error { return f(c) }

// MinMax limits interval p to [low, high]: snd_pcm_hw_constraint_minmax of
// sound/core/pcm_lib.c.
func MinMax(p abi.Param, low, high uint32) Constraint {
	return constraintFunc(func(c *Constraints) error {
		i, err := c.interval(p)
		if err != nil {
			return err
		}
		if _, err := RefineInterval(i, between(low, high)); err != nil {
			return fmt.Errorf("%v from %d to %d: %w", p, low, high, err)
		}
		return nil
	})
}

// Integer limits interval p to whole numbers: snd_pcm_hw_constraint_integer of
// sound/core/pcm_lib.c.
func Integer(p abi.Param) Constraint {
	return constraintFunc(func(c *Constraints) error {
		i, err := c.interval(p)
		if err != nil {
			return err
		}
		i.Flags |= isInteger
		return nil
	})
}

// Mask64 limits mask p to the given bits: snd_pcm_hw_constraint_mask64 of
// sound/core/pcm_lib.c.
func Mask64(p abi.Param, allowed uint64) Constraint {
	return constraintFunc(func(c *Constraints) error {
		if !isMask(p) {
			return fmt.Errorf("%v is no mask", p)
		}
		if _, err := RefineMask(c.space.Mask(p), allowed); err != nil {
			return fmt.Errorf("%v of %#x: %w", p, allowed, err)
		}
		return nil
	})
}

// List limits interval p to the given numbers: snd_pcm_hw_constraint_list of
// sound/core/pcm_lib.c. Only the ends of the interval are held to it until one
// number is left.
func List(p abi.Param, numbers ...uint32) Constraint {
	numbers = slices.Clone(numbers)
	return intervalRule(p, func(i *abi.Interval) (bool, error) { return toList(i, numbers) })
}

// Step limits interval p to multiples of step: snd_pcm_hw_constraint_step of
// sound/core/pcm_lib.c. Only the ends of the interval are held to it.
func Step(p abi.Param, step uint32) Constraint {
	if step == 0 {
		return constraintFunc(func(*Constraints) error { return fmt.Errorf("%v in steps of 0", p) })
	}
	return intervalRule(p, func(i *abi.Interval) (bool, error) { return toStep(i, step) })
}

// intervalRule returns a rule of interval p about itself.
func intervalRule(p abi.Param, cut func(*abi.Interval) (bool, error)) Constraint {
	return constraintFunc(func(c *Constraints) error {
		if _, err := c.interval(p); err != nil {
			return err
		}
		return Rule{
			Target: p,
			Deps:   []abi.Param{p},
			Apply:  func(h *abi.HwParams) (bool, error) { return cut(h.Interval(p)) },
		}.constrain(c)
	})
}

// Allocated limits the buffer to the memory that was allocated for it in advance
// (snd_pcm_hw_rule_buffer_bytes_max).
func Allocated(bytes uint32) Constraint {
	return intervalRule(abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, func(i *abi.Interval) (bool, error) {
		return RefineInterval(i, between(0, bytes))
	})
}

// Held holds parameter p, one of FORMAT, RATE and CHANNELS, to what the hardware can do
// also in a request that does not mark it as changed, as snd-aloop's rules do.
func (h *Hardware) Held(p abi.Param) Constraint {
	return Rule{Target: p, Deps: []abi.Param{p}, Apply: func(space *abi.HwParams) (bool, error) {
		switch p {
		case abi.SNDRV_PCM_HW_PARAM_FORMAT:
			return RefineMask(space.Mask(p), uint64(h.Formats))
		case abi.SNDRV_PCM_HW_PARAM_RATE:
			return RefineInterval(space.Interval(p), between(h.RateMinHz, h.RateMaxHz))
		}
		return RefineInterval(space.Interval(p), between(h.ChannelsMin, h.ChannelsMax))
	}}
}

// Msbits says that of samples that are so wide only some bits count
// (snd_pcm_hw_constraint_msbits).
func Msbits(width, significant uint32) Constraint {
	return Rule{Target: NoTarget, Deps: []abi.Param{sampleBits}, Apply: func(p *abi.HwParams) (bool, error) {
		if i := *p.Interval(sampleBits); single(i) && value(i) == width && (p.Msbits == 0 || p.Msbits > significant) {
			p.Msbits = significant
		}
		return false, nil
	}}
}
