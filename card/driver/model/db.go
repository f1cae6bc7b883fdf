package model

import (
	"errors"
	"math"

	"github.com/vsndfs/vsndfs/card/control"
)

// DB is the scale of a volume, in dB: its lowest value and the step, or its ends.
type DB struct {
	Min    float64  `yaml:"min"`
	Step   *float64 `yaml:"step,omitempty"`
	Max    *float64 `yaml:"max,omitempty"`
	Mute   bool     `yaml:"mute,omitempty"`   // the lowest value is silence
	Linear bool     `yaml:"linear,omitempty"` // the values are amplitudes
}

// The largest level and step that TLV data can tell, in dB.
const (
	maxDB     = math.MaxInt32 / 100
	maxDBStep = 0xffff / 100
)

// tlv are the data that tell the scale.
func (d *DB) tlv() ([]uint32, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	low := hundredths(d.Min)
	switch {
	case d.Step != nil:
		return control.DBScale(low, hundredths(*d.Step), d.Mute), nil
	case d.Linear:
		return control.DBLinear(low, hundredths(*d.Max)), nil
	case d.Mute:
		return control.DBMinMaxMute(low, hundredths(*d.Max)), nil
	}
	return control.DBMinMax(low, hundredths(*d.Max)), nil
}

func (d *DB) check() error {
	switch {
	case (d.Step == nil) == (d.Max == nil):
		return errors.New("a scale has min and step, or min and max")
	case d.Step != nil && (d.Linear || *d.Step <= 0 || *d.Step > maxDBStep):
		return errors.New("a step is more than 0 and at most 655 dB, and not linear")
	case d.Max != nil && *d.Max < d.Min:
		return errors.New("max is below min")
	case d.Linear && d.Mute:
		return errors.New("a linear scale is silent at its lowest value anyway: leave mute out")
	case !level(d.Min) || d.Max != nil && !level(*d.Max):
		return errors.New("a level has at most 8 digits before the point")
	}
	return nil
}

func level(db float64) bool { return math.Abs(db) <= maxDB }

// hundredths is a level in 0.01 dB, as TLV data have it.
func hundredths(db float64) int32 { return int32(math.Round(db * 100)) }

// Ends are the levels of the lowest and the highest value of a range, in 0.01 dB.
func (d *DB) Ends(s Span) [2]int32 {
	if d.Step != nil {
		return [2]int32{hundredths(d.Min), hundredths(d.Min + *d.Step*float64(s.High-s.Low))}
	}
	return [2]int32{hundredths(d.Min), hundredths(*d.Max)}
}

// zero is the value of a range at which the scale has 0 dB, or the one next to that.
func (d *DB) zero(s Span) int64 {
	steps := float64(s.High - s.Low)
	at := steps
	switch {
	case d.Step != nil:
		at = -d.Min / *d.Step
	case d.Linear || *d.Max == d.Min:
	default:
		at = -d.Min / (*d.Max - d.Min) * steps
	}
	return s.Low + int64(math.Round(min(max(at, 0), steps)))
}
