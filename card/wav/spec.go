package wav

import (
	"errors"
	"fmt"
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
)

var (
	// ErrNotWAV means that a file is no RIFF file of type WAVE, or that its
	// chunks make no sense.
	ErrNotWAV = errors.New("not a WAV file")
	// ErrUnsupported means an encoding, a number of channels or a rate
	// that this package does not handle.
	ErrUnsupported = errors.New("unsupported encoding")
	// ErrTruncated means that a file ends before its first sample is due.
	ErrTruncated = errors.New("the file ends before its audio data")
)

// Spec is what a PCM stream's parameters say of its frames.
type Spec struct {
	Format   abi.Format
	Channels int
	RateHz   int
}

// Check returns an error that is [ErrUnsupported] unless s can be written to a
// file and rendered from one: a linear format of 8, 16, 24 or 32 bits or a
// float, frames of less than 64 KiB, which is where WAV ends, and a rate from 1
// to 2^31-1 Hz.
func (s Spec) Check() error {
	l, ok := layoutOf(s.Format)
	if !ok {
		return fmt.Errorf("%w: sample format %v", ErrUnsupported, s.Format)
	}
	if s.Channels < 1 || s.Channels > math.MaxUint16/l.widthBytes {
		return fmt.Errorf("%w: %d channels", ErrUnsupported, s.Channels)
	}
	if s.RateHz < 1 || s.RateHz > math.MaxInt32 {
		return fmt.Errorf("%w: %d Hz", ErrUnsupported, s.RateHz)
	}
	return nil
}

// frameBytes is the size of one sample of every channel.
func (s Spec) frameBytes() int { return s.Channels * s.Format.PhysicalWidth() / 8 }

// layout is that of the format of a spec that passes Check.
func (s Spec) layout() layout {
	l, _ := layoutOf(s.Format)
	return l
}

// inFile is the spec that a WAV file has that keeps a stream of spec s.
func (s Spec) inFile() Spec {
	s.Format = fileFormats[encoding{float: s.Format.Float(), bits: s.Format.Width()}]
	return s
}
