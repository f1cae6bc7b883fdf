package pcm

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// fakeDriver opens hardware whose clock the test turns.
type fakeDriver struct {
	mu      sync.Mutex
	engines []*fakeEngine // all that were opened, oldest first
	refuse  error         // what Open answers instead
	free    bool          // the hardware has no clock
	own     []hwparams.Constraint
}

func (d *fakeDriver) Open(s *Substream) (Engine, []hwparams.Constraint, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return nil, nil, d.refuse
	}
	e := &fakeEngine{playback: s.playback()}
	d.engines = append(d.engines, e)
	if d.free {
		return &fakeFree{fakeEngine: e, room: math.MaxInt64}, d.own, nil
	}
	return e, d.own, nil
}

// fakeEngine is hardware on which frames pass when the test says so. What it
// plays it keeps; what it records is tape.
type fakeEngine struct {
	playback bool

	mu       sync.Mutex
	params   Params
	moved    uint64
	due      []uint64 // the frames that it was asked the time of
	calls    []string
	played   []byte
	recorded int      // bytes of the tape
	skipped  []uint64 // frames, one number a call
	refuse   error    // what HwParams, Prepare and Start answer
}

// base is what every fake engine has.
func (e *fakeEngine) base() *fakeEngine { return e }

func (e *fakeEngine) called(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls = append(e.calls, name)
}

// took returns the calls since the last time.
func (e *fakeEngine) took() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	calls := e.calls
	e.calls = nil
	return calls
}

func (e *fakeEngine) HwParams(p Params) error {
	e.called("HwParams")
	e.mu.Lock()
	defer e.mu.Unlock()
	e.params = p
	return e.refuse
}

func (e *fakeEngine) HwFree()         { e.called("HwFree") }
func (e *fakeEngine) Stop(clock.Time) { e.called("Stop") }
func (e *fakeEngine) Looked()         {}
func (e *fakeEngine) Flush()          { e.called("Flush") }
func (e *fakeEngine) Close()          { e.called("Close") }

func (e *fakeEngine) Prepare() error {
	e.called("Prepare")
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.refuse
}

func (e *fakeEngine) Start(clock.Time) error {
	e.called("Start")
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moved = 0
	return e.refuse
}

// pass lets frames go by.
func (e *fakeEngine) pass(frames uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.moved += frames
}

func (e *fakeEngine) Moved(clock.Time) uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.moved
}

// Due is never: the test interrupts by itself.
func (e *fakeEngine) Due(frames uint64) clock.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.due = append(e.due, frames)
	return clock.Now().Add(time.Hour)
}

// asked returns the frames whose time the stream asked for last.
func (e *fakeEngine) asked() uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.due[len(e.due)-1]
}

func (e *fakeEngine) Transfer(p []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.playback {
		e.played = append(e.played, p...)
		return
	}
	copy(p, tape(e.recorded, len(p)))
	e.recorded += len(p)
}

func (e *fakeEngine) Skip(frames uint64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if frames > 0 {
		e.skipped = append(e.skipped, frames)
	}
	e.recorded += int(frames) * int(e.params.FrameBytes)
}

// heard returns what was played.
func (e *fakeEngine) heard() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.played)
}

// hear returns what was played since it was asked last.
func (e *fakeEngine) hear() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	played := e.played
	e.played = nil
	return played
}

// lost returns the frames that were skipped.
func (e *fakeEngine) lost() []uint64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.skipped)
}

// tape is n bytes, from byte from on, of something that repeats late and never
// in step with a ring. It has no byte that is silence.
func tape(from, n int) []byte {
	p := make([]byte, n)
	for i := range p {
		p[i] = byte((from+i)%251) + 1
	}
	return p
}
