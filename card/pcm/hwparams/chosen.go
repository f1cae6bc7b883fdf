package hwparams

import "github.com/vsndfs/vsndfs/card/abi"

// The functions below read a space that [Constraints.Choose] left, in which
// every parameter has one value. They are the params_* functions of
// include/sound/pcm_params.h, and like them return the lower end of an interval
// that holds a fraction.

// Access returns how frames are moved.
func Access(p *abi.HwParams) abi.Access {
	return abi.Access(maskMin(p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS)))
}

// Format returns the sample format.
func Format(p *abi.HwParams) abi.Format {
	return abi.Format(maskMin(p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)))
}

// Subformat returns the sample subformat.
func Subformat(p *abi.HwParams) abi.Subformat {
	return abi.Subformat(maskMin(p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT)))
}

// Channels returns the number of channels.
func Channels(p *abi.HwParams) uint32 { return p.Interval(channels).Min }

// RateHz returns the frames per second.
func RateHz(p *abi.HwParams) uint32 { return p.Interval(rate).Min }

// PeriodSize returns the frames between two interrupts.
func PeriodSize(p *abi.HwParams) abi.Uframes { return abi.Uframes(p.Interval(periodSize).Min) }

// Periods returns the number of whole periods in the buffer.
func Periods(p *abi.HwParams) uint32 { return p.Interval(periods).Min }

// BufferSize returns the frames in the buffer.
func BufferSize(p *abi.HwParams) abi.Uframes { return abi.Uframes(p.Interval(bufferSize).Min) }

// FrameBytes returns the size of a frame in bytes, 0 if the format has no known
// width.
func FrameBytes(p *abi.HwParams) uint64 {
	return uint64(Format(p).PhysicalWidth()) * uint64(Channels(p)) / bitsPerByte
}
