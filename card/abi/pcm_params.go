package abi

import "structs"

// Mask is struct snd_mask: a set of small numbers, bit n of word n/32 first.
type Mask struct {
	_    structs.HostLayout
	Bits [8]uint32
}

// Interval is struct snd_interval: the numbers from Min to Max, less what
// Flags take away.
type Interval struct {
	_     structs.HostLayout
	Min   uint32
	Max   uint32
	Flags IntervalFlags // a bit field in C
}

// IntervalFlags are the bit fields of struct snd_interval. Bits without a name
// have no meaning, but are kept.
type IntervalFlags uint32

// The flags of an interval.
const (
	IntervalOpenMin IntervalFlags = 1 << iota // Min itself is excluded
	IntervalOpenMax                           // Max itself is excluded
	IntervalInteger                           // only whole numbers
	IntervalEmpty                             // nothing is left
)

// HwParams is struct snd_pcm_hw_params: the configurations a program still
// allows, or the one that was chosen.
type HwParams struct {
	_         structs.HostLayout
	Flags     HwParamsFlags
	Masks     [3]Mask
	Mres      [5]Mask
	Intervals [12]Interval
	Ires      [9]Interval
	Rmask     uint32 // parameters that the program changed, one bit each
	Cmask     uint32 // parameters that refining changed, one bit each
	Info      PcmInfoFlags
	Msbits    uint32
	RateNum   uint32
	RateDen   uint32
	FifoSize  Uframes
	Sync      [16]byte // reserved before protocol 2.0.17
	Reserved  [48]byte
}

// Mask returns the mask of p, which must be one of the mask parameters.
func (h *HwParams) Mask(p Param) *Mask {
	return &h.Masks[p-SNDRV_PCM_HW_PARAM_FIRST_MASK]
}

// Interval returns the interval of p, which must be one of the interval
// parameters.
func (h *HwParams) Interval(p Param) *Interval {
	return &h.Intervals[p-SNDRV_PCM_HW_PARAM_FIRST_INTERVAL]
}

// SwParams is struct snd_pcm_sw_params.
type SwParams struct {
	_                structs.HostLayout
	TstampMode       TstampMode
	PeriodStep       uint32
	SleepMin         uint32
	_                [4]byte // C aligns avail_min to 8
	AvailMin         Uframes
	XferAlign        Uframes
	StartThreshold   Uframes
	StopThreshold    Uframes
	SilenceThreshold Uframes
	SilenceSize      Uframes
	Boundary         Uframes
	Proto            Protocol
	TstampType       TstampType
	Reserved         [56]byte
}
