package wav

import (
	"fmt"
	"os"
)

// Clip is a decoded WAV file, held in memory. It never changes, so any number of
// sources may read it at the same time.
type Clip struct {
	spec    Spec
	samples []byte // whole frames
}

// Open reads the WAV file at path, which may be a pipe. An incomplete file
// counts up to its last whole frame. The error is that of the file system or wraps
// [ErrNotWAV], [ErrUnsupported] or [ErrTruncated], and it names the path.
func Open(path string) (*Clip, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	c, err := decode(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return c, nil
}

// Spec is the clip's own, its format being one that WAV has.
func (c *Clip) Spec() Spec { return c.spec }

// Frames is the clip's length.
func (c *Clip) Frames() uint64 { return uint64(len(c.samples) / c.spec.frameBytes()) }

// RateHz is the clip's sample rate.
func (c *Clip) RateHz() int { return c.spec.RateHz }

// Channels is the number of the clip's channels.
func (c *Clip) Channels() int { return c.spec.Channels }

// frame is frame i of the clip, of which there are more than i.
func (c *Clip) frame(i uint64) []byte {
	n := uint64(c.spec.frameBytes())
	return c.samples[i*n : (i+1)*n]
}
