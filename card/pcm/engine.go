package pcm

import (
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// Driver opens the hardware behind a substream; it is what a driver's
// snd_pcm_ops.open is.
type Driver interface {
	// Open returns the hardware and what it cannot do besides the limits of
	// its Direction's Hardware. It is called with the stream lock held.
	Open(s *Substream) (Engine, []hwparams.Constraint, error)
}

// SlowDriver is a Driver whose hardware may take its time to be opened.
type SlowDriver interface {
	Driver
	// TakesOpen is how long an open of that node takes. No lock is held.
	TakesOpen(node string) time.Duration
}

// Engine is the hardware behind one open substream. Its methods are called with
// the stream lock held and must not wait, except Flush and Close.
type Engine interface {
	// HwParams accepts the parameters of the stream, or refuses them. New
	// parameters may follow old ones, which are no more used then.
	HwParams(p Params) error
	// HwFree ends the use of the parameters: the stream is complete.
	HwFree()
	// Prepare makes ready for a start from the beginning, or says why it cannot.
	Prepare() error
	// Start makes frames pass, from now on, or says why it cannot.
	Start(now clock.Time) error
	// Stop makes them stop.
	Stop(now clock.Time)
	// Moved is how many frames have passed since Start.
	Moved(now clock.Time) uint64
	// Due is when that many frames will have passed.
	Due(frames uint64) clock.Time
	// Transfer takes frames that were played, or fills p with frames that
	// were captured, in the order of time.
	Transfer(p []byte)
	// Skip passes over frames for which there is no data: an underrun, or
	// what nobody read in time.
	Skip(frames uint64)
	// Looked is called when the program asked for the position: what it
	// writes from now on lies behind it.
	Looked()
	// Flush waits until what was transferred has arrived where it is kept. It
	// is called without the stream lock, when a descriptor is closed.
	Flush()
	// Close ends the use of the hardware, without the stream lock.
	Close()
}

// Params are the parameters of a configured stream.
type Params struct {
	Access     abi.Access
	Format     abi.Format
	Channels   uint32
	RateHz     uint32
	PeriodSize abi.Uframes
	BufferSize abi.Uframes
	FrameBytes uint32
	// Boundary is where the pointers wrap: BufferSize doubled as often as it
	// fits a signed long.
	Boundary abi.Uframes
}

// SampleBytes is the size of one sample of one channel.
func (p Params) SampleBytes() uint32 { return p.FrameBytes / p.Channels }

// boundaryOf is the boundary for a buffer size. alsa-lib computes the same
// number by itself and wraps its own pointers there.
func boundaryOf(bufferSize abi.Uframes) abi.Uframes { return doubled(bufferSize, 1<<63-1) }

// narrowBoundaryOf is the boundary for a 32-bit program (recalculate_boundary).
func narrowBoundaryOf(bufferSize abi.Uframes) abi.Uframes { return doubled(bufferSize, 1<<31-1) }

// doubled is bufferSize doubled as often as it fits a long.
func doubled(bufferSize, longMax abi.Uframes) abi.Uframes {
	b := bufferSize
	for b*2 <= longMax-bufferSize {
		b *= 2
	}
	return b
}
