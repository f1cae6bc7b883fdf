package hwparams

import (
	"math"
	"math/bits"

	"github.com/vsndfs/vsndfs/card/abi"
)

const (
	sampleBits  = abi.SNDRV_PCM_HW_PARAM_SAMPLE_BITS
	frameBits   = abi.SNDRV_PCM_HW_PARAM_FRAME_BITS
	channels    = abi.SNDRV_PCM_HW_PARAM_CHANNELS
	rate        = abi.SNDRV_PCM_HW_PARAM_RATE
	periodTime  = abi.SNDRV_PCM_HW_PARAM_PERIOD_TIME
	periodSize  = abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE
	periodBytes = abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES
	periods     = abi.SNDRV_PCM_HW_PARAM_PERIODS
	bufferTime  = abi.SNDRV_PCM_HW_PARAM_BUFFER_TIME
	bufferSize  = abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE
	bufferBytes = abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES
)

const (
	bitsPerByte    = 8
	microseconds   = 1_000_000 // in a second
	noMultiplicand = 1
)

// builtinRules are the rules of every substream, in the order of
// snd_pcm_hw_constraints_init of sound/core/pcm_native.c. The order decides
// which contradiction is found first and how often a rule runs.
var builtinRules = []Constraint{
	formatRule,
	sampleBitsRule,
	quotientRule(sampleBits, frameBits, noMultiplicand, channels),
	productRule(frameBits, sampleBits, channels),
	quotientRule(frameBits, periodBytes, bitsPerByte, periodSize),
	quotientRule(frameBits, bufferBytes, bitsPerByte, bufferSize),
	quotientRule(channels, frameBits, noMultiplicand, sampleBits),
	quotientRule(rate, periodSize, microseconds, periodTime),
	quotientRule(rate, bufferSize, microseconds, bufferTime),
	quotientRule(periods, bufferSize, noMultiplicand, periodSize),
	quotientRule(periodSize, bufferSize, noMultiplicand, periods),
	quotientRule(periodSize, periodBytes, bitsPerByte, frameBits),
	scaledRule(periodSize, periodTime, rate, microseconds),
	productRule(bufferSize, periodSize, periods),
	quotientRule(bufferSize, bufferBytes, bitsPerByte, frameBits),
	scaledRule(bufferSize, bufferTime, rate, microseconds),
	scaledRule(periodBytes, periodSize, frameBits, bitsPerByte),
	scaledRule(bufferBytes, bufferSize, frameBits, bitsPerByte),
	quotientRule(periodTime, periodSize, microseconds, rate),
	quotientRule(bufferTime, bufferSize, microseconds, rate),
}

// productRule keeps target to a * b.
func productRule(target, a, b abi.Param) Rule {
	return Rule{Target: target, Deps: []abi.Param{a, b}, Apply: func(p *abi.HwParams) (bool, error) {
		return RefineInterval(p.Interval(target), mul(*p.Interval(a), *p.Interval(b)))
	}}
}

// quotientRule keeps target to a * k / b.
func quotientRule(target, a abi.Param, k uint32, b abi.Param) Rule {
	return Rule{Target: target, Deps: []abi.Param{a, b}, Apply: func(p *abi.HwParams) (bool, error) {
		return RefineInterval(p.Interval(target), mulKDiv(*p.Interval(a), k, *p.Interval(b)))
	}}
}

// scaledRule keeps target to a * b / k.
func scaledRule(target, a, b abi.Param, k uint32) Rule {
	return Rule{Target: target, Deps: []abi.Param{a, b}, Apply: func(p *abi.HwParams) (bool, error) {
		return RefineInterval(p.Interval(target), mulDivK(*p.Interval(a), *p.Interval(b), k))
	}}
}

// formatRule drops the formats whose samples do not fit SAMPLE_BITS, and keeps
// those of unknown width: snd_pcm_hw_rule_format of sound/core/pcm_native.c.
var formatRule = Rule{
	Target: abi.SNDRV_PCM_HW_PARAM_FORMAT,
	Deps:   []abi.Param{sampleBits},
	Apply: func(p *abi.HwParams) (bool, error) {
		formats := p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)
		width := p.Interval(sampleBits)
		allowed := uint64(math.MaxUint64)
		for left := maskBits(formats); left != 0; left &= left - 1 {
			format := bits.TrailingZeros64(left)
			w := uint32(abi.Format(format).PhysicalWidth())
			if w > 0 && (w < width.Min || w > width.Max) {
				allowed &^= 1 << format
			}
		}
		return RefineMask(formats, allowed)
	},
}

// sampleBitsRule keeps SAMPLE_BITS to the widths of the formats that are left:
// snd_pcm_hw_rule_sample_bits of sound/core/pcm_native.c.
var sampleBitsRule = Rule{
	Target: sampleBits,
	Deps:   []abi.Param{abi.SNDRV_PCM_HW_PARAM_FORMAT, sampleBits},
	Apply: func(p *abi.HwParams) (bool, error) {
		widths := abi.Interval{Min: math.MaxUint32, Max: 0, Flags: isInteger}
		for left := maskBits(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)); left != 0; left &= left - 1 {
			w := uint32(abi.Format(bits.TrailingZeros64(left)).PhysicalWidth())
			if w > 0 {
				widths.Min = min(widths.Min, w)
				widths.Max = max(widths.Max, w)
			}
		}
		return RefineInterval(p.Interval(sampleBits), widths)
	},
}

// wholeBufferBytes makes BUFFER_BYTES integer even in a request that does not
// mark it as changed: snd_pcm_hw_rule_buffer_bytes_max of
// sound/core/pcm_native.c, for a buffer that was not allocated in advance.
var wholeBufferBytes = Rule{
	Target: bufferBytes,
	Deps:   []abi.Param{bufferBytes},
	Apply: func(p *abi.HwParams) (bool, error) {
		return RefineInterval(p.Interval(bufferBytes), abi.Interval{Max: math.MaxUint32, Flags: isInteger})
	},
}

// subformatRule keeps SUBFORMAT to what the formats that are left support; s32
// is the set of S32_LE. A change does not count as one: the kernel's rule has
// no target. snd_pcm_hw_rule_subformats of sound/core/pcm_native.c.
func subformatRule(s32 uint32) Rule {
	return Rule{
		Target: NoTarget,
		Deps:   []abi.Param{abi.SNDRV_PCM_HW_PARAM_SUBFORMAT, abi.SNDRV_PCM_HW_PARAM_FORMAT},
		Apply: func(p *abi.HwParams) (bool, error) {
			allowed := uint64(1) << abi.SNDRV_PCM_SUBFORMAT_STD
			for left := maskBits(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)); left != 0; left &= left - 1 {
				allowed |= subformatsOf(abi.Format(bits.TrailingZeros64(left)), s32)
			}
			return RefineMask(p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT), allowed)
		},
	}
}

// subformatsOf returns the subformats of f besides STD.
func subformatsOf(f abi.Format, s32 uint32) uint64 {
	switch {
	case f == abi.SNDRV_PCM_FORMAT_S32_LE && s32 != 0:
		return uint64(s32)
	case f.Linear():
		return 1 << abi.SNDRV_PCM_SUBFORMAT_MSBITS_MAX
	}
	return 0
}
