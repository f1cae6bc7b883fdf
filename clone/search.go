package clone

import (
	"errors"
	"math"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// Refiner answers HW_REFINE. EINVAL is that nothing is left.
type Refiner interface {
	Refine(p *abi.HwParams) error
}

const (
	formatParam = abi.SNDRV_PCM_HW_PARAM_FORMAT
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

// everything is more than any number.
const everything = math.MaxUint32

// search asks a stream. After an error that is none of its answers everything is
// refused, and err tells it.
type search struct {
	stream Refiner
	err    error
}

// refine asks what is left of p. It is not ok if that is nothing.
func (s *search) refine(p *abi.HwParams) (answer *abi.HwParams, ok bool) {
	if s.err != nil {
		return nil, false
	}
	err := s.stream.Refine(p)
	if err != nil && !errors.Is(err, syscall.EINVAL) {
		s.err = err
	}
	return p, err == nil
}

// setter narrows a request.
type setter func(p *abi.HwParams)

// with asks what is left of a request in which only the parameters count that the
// setters mark. The others are above 0 and below the largest number: to hear that from a
// rule is no news then, to which rules about them would answer.
func (s *search) with(setters ...setter) (*abi.HwParams, bool) {
	p := hwparams.Any()
	p.Rmask = 0
	for n := range p.Intervals {
		p.Intervals[n] = abi.Interval{Max: everything, Flags: abi.IntervalOpenMin | abi.IntervalOpenMax}
	}
	for _, set := range setters {
		set(p)
	}
	return s.refine(p)
}

// mark lets a parameter count, of which all numbers are allowed.
func mark(param abi.Param) setter {
	return func(p *abi.HwParams) {
		p.Rmask |= 1 << param
		if param != formatParam {
			*p.Interval(param) = abi.Interval{Max: everything}
		}
	}
}

// between sets the ends of an interval, which does not make it count.
func between(param abi.Param, low, high uint32) setter {
	return func(p *abi.HwParams) { *p.Interval(param) = abi.Interval{Min: low, Max: high} }
}

// above leaves an interval what is more than low.
func above(param abi.Param, low uint32) setter {
	return func(p *abi.HwParams) {
		p.Rmask |= 1 << param
		*p.Interval(param) = abi.Interval{Min: low, Max: everything, Flags: abi.IntervalOpenMin}
	}
}

// only leaves an interval one number.
func only(param abi.Param, number uint32) setter {
	return func(p *abi.HwParams) {
		mark(param)(p)
		between(param, number, number)(p)
	}
}

// onlyFormat leaves one format.
func onlyFormat(f abi.Format) setter {
	return func(p *abi.HwParams) {
		mark(formatParam)(p)
		setFormats(p, hwparams.FormatSet(f))
	}
}

func setFormats(p *abi.HwParams, set hwparams.Formats) {
	*p.Mask(formatParam) = abi.Mask{Bits: [8]uint32{uint32(set), uint32(set >> 32)}}
}

func formatsOf(p *abi.HwParams) hwparams.Formats {
	m := p.Mask(formatParam)
	return hwparams.Formats(m.Bits[0]) | hwparams.Formats(m.Bits[1])<<32
}

// alone is the limit of an interval, whatever the others are.
func (s *search) alone(param abi.Param) abi.Interval {
	p, ok := s.with(mark(param))
	if !ok {
		return abi.Interval{Max: everything}
	}
	return *p.Interval(param)
}
