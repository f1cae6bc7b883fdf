package hwparams

import (
	"fmt"
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Constraints is what one open substream allows: struct snd_pcm_hw_constraints
// of include/sound/pcm.h. It does not change after [New], so that any number of
// goroutines may use it.
type Constraints struct {
	hw    Hardware
	space abi.HwParams // static limits: only masks and intervals are used
	rules []Rule
}

// New returns the constraints of hw and of the driver's own, which come first.
// It fails if they contradict each other, as opening a substream does:
// snd_pcm_hw_constraints_init and snd_pcm_hw_constraints_complete of
// sound/core/pcm_native.c.
func New(hw Hardware, own ...Constraint) (*Constraints, error) {
	c := &Constraints{hw: hw, space: *Any()}
	for _, group := range [][]Constraint{wholeNumbers, builtinRules, own, hw.constraints()} {
		for _, constraint := range group {
			if err := constraint.constrain(c); err != nil {
				return nil, fmt.Errorf("constrain: %w", err)
			}
		}
	}
	return c, nil
}

// Any returns the space in which everything is allowed and every parameter
// counts as changed: _snd_pcm_hw_params_any of sound/core/pcm_lib.c.
func Any() *abi.HwParams {
	p := &abi.HwParams{Rmask: math.MaxUint32, Info: math.MaxUint32}
	for m := range p.Masks {
		for w := range p.Masks[m].Bits {
			p.Masks[m].Bits[w] = math.MaxUint32
		}
	}
	for i := range p.Intervals {
		p.Intervals[i].Max = math.MaxUint32
	}
	return p
}

// wholeNumbers are the parameters that are integer whatever the driver says.
var wholeNumbers = []Constraint{
	Integer(abi.SNDRV_PCM_HW_PARAM_CHANNELS),
	Integer(abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE),
	Integer(abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES),
	Integer(abi.SNDRV_PCM_HW_PARAM_SAMPLE_BITS),
	Integer(abi.SNDRV_PCM_HW_PARAM_FRAME_BITS),
	Integer(abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE),
}

// constraints returns the limits of the hardware, the rules among them in the
// kernel's order.
func (h *Hardware) constraints() []Constraint {
	list := []Constraint{
		Mask64(abi.SNDRV_PCM_HW_PARAM_ACCESS, h.accesses()),
		Mask64(abi.SNDRV_PCM_HW_PARAM_FORMAT, uint64(h.Formats)),
		subformatRule(h.Subformats),
		MinMax(abi.SNDRV_PCM_HW_PARAM_CHANNELS, h.ChannelsMin, h.ChannelsMax),
		MinMax(abi.SNDRV_PCM_HW_PARAM_RATE, h.RateMinHz, h.RateMaxHz),
		MinMax(abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, h.PeriodBytesMin, h.PeriodBytesMax),
		MinMax(abi.SNDRV_PCM_HW_PARAM_PERIODS, h.PeriodsMin, h.PeriodsMax),
		MinMax(abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, h.PeriodBytesMin, h.BufferBytesMax),
		wholeBufferBytes,
	}
	if h.RatesHz != nil {
		list = append(list, List(abi.SNDRV_PCM_HW_PARAM_RATE, h.RatesHz...))
	}
	if h.PeriodsInteger {
		list = append(list, Integer(abi.SNDRV_PCM_HW_PARAM_PERIODS))
	}
	return list
}

// interval returns the static limits of p, or an error if p is no interval.
func (c *Constraints) interval(p abi.Param) (*abi.Interval, error) {
	if !isInterval(p) {
		return nil, fmt.Errorf("%v is no interval", p)
	}
	return c.space.Interval(p), nil
}
