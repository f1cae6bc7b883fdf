package fault

import (
	"time"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// engine is open hardware that fails as its plan says. The stream lock guards it.
type engine struct {
	pcm.Engine
	plan   *Plan
	stream *pcm.Substream
	node   string
	rate   uint32 // Hz

	before  uint64 // frames that had passed since the open when it was started last
	moved   uint64 // that have passed since
	lost    uint64 // of the hardware's count, while the position stood still
	stalled bool   // it does
}

// total is how many frames have passed since the stream was opened.
func (e *engine) total() uint64 { return e.before + e.moved }

func (e *engine) HwParams(p pcm.Params) error {
	if err := e.plan.call(pcm.CallHwParams, e.node); err != nil {
		return err
	}
	e.rate = p.RateHz
	return e.Engine.HwParams(p)
}

func (e *engine) Prepare() error {
	if err := e.plan.call(pcm.CallPrepare, e.node); err != nil {
		return err
	}
	return e.Engine.Prepare()
}

func (e *engine) Start(now clock.Time) error {
	if err := e.plan.call(pcm.CallStart, e.node); err != nil {
		return err
	}
	if err := e.Engine.Start(now); err != nil {
		return err
	}
	e.before, e.moved, e.lost, e.stalled = e.total(), 0, 0, false
	return nil
}

func (e *engine) Close() {
	e.plan.closed(e)
	e.Engine.Close()
}

// Moved stops at the frame where something is to happen, until it has.
func (e *engine) Moved(now clock.Time) uint64 {
	raw := e.Engine.Moved(now)
	if e.Stalled() {
		e.stalled = true
		return e.moved
	}
	if e.stalled {
		e.goOn(raw)
	}
	e.moved = max(e.moved, min(raw-e.lost, e.limit(raw)))
	return e.moved
}

// goOn passes over what the hardware has missed while it stood still.
func (e *engine) goOn(raw uint64) {
	gap := raw - e.lost - e.moved
	e.stalled = false
	e.lost += gap
	e.Engine.Skip(gap)
}

// limit is how many frames may pass since the start: up to the next thing that
// happens, or any.
func (e *engine) limit(wanted uint64) uint64 {
	total, ok := e.plan.next(e)
	if !ok {
		return wanted
	}
	return max(total, e.before) - e.before
}

// never is when frames are due that do not come.
const never = time.Hour

func (e *engine) Due(frames uint64) clock.Time {
	if e.Stalled() {
		return clock.Now().Add(never)
	}
	frames = max(e.moved, min(frames, e.limit(frames)))
	return e.Engine.Due(frames + e.lost)
}

// Takes is how long a call takes.
func (e *engine) Takes(c pcm.Callback) time.Duration { return e.plan.takes(c, e.node) }

// Copy fails, or makes a transfer shorter.
func (e *engine) Copy(n uint64) (uint64, error) {
	if err := e.plan.call(pcm.CallTransfer, e.node); err != nil {
		return 0, err
	}
	return e.plan.shortened(n, e.node), nil
}

// Stalled reports whether the position stands still.
func (e *engine) Stalled() bool { return e.plan.stalls(e.node) }

// Seen carries out what was to happen at this position.
func (e *engine) Seen(now clock.Time) { e.plan.reached(now, e) }

// freeEngine is an engine whose hardware has no clock.
type freeEngine struct {
	engine
	free pcm.FreeEngine
}

// Passable is how many of n frames can pass at once. The stream lets as many pass.
func (e *freeEngine) Passable(n uint64) uint64 {
	if e.Stalled() {
		return 0
	}
	limit := e.limit(e.moved + n)
	n = e.free.Passable(min(n, max(limit, e.moved)-e.moved))
	e.plan.passed(clock.Span(e.moved+n, e.rate) - clock.Span(e.moved, e.rate))
	e.moved += n
	return n
}

// Passed is the last step of frames that have passed.
func (e *freeEngine) Passed(now clock.Time) { e.free.Passed(now) }

var (
	_ pcm.FaultyEngine = (*engine)(nil)
	_ pcm.FaultyEngine = (*freeEngine)(nil)
	_ pcm.FreeEngine   = (*freeEngine)(nil)
)
