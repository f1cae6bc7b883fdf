package fault

import (
	"time"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// call counts a call on a node, and says how it ends.
func (p *Plan) call(c pcm.Callback, node string) (err error) {
	p.look("fail", c, node, func(e *entry) bool {
		e.calls++
		if e.calls >= e.first && err == nil {
			e.times++
			one := e.Fault
			one.first, one.last = e.calls, e.calls
			p.logf("fault %s", one.happened(node))
			err = e.errno
		}
		if e.calls >= e.last {
			e.state = done
		}
		return true
	})
	return err
}

// takes is how long a call on a node takes.
func (p *Plan) takes(c pcm.Callback, node string) (span time.Duration) {
	p.look("delay", c, node, func(e *entry) bool {
		span = e.span
		return false
	})
	return span
}

// shortened is how many of n frames a transfer moves.
func (p *Plan) shortened(n uint64, node string) uint64 {
	p.look("shorten", "", node, func(e *entry) bool {
		n = min(n, e.frames)
		return false
	})
	return n
}

// stalls reports whether the position of a node stands still.
func (p *Plan) stalls(node string) (stalls bool) {
	p.look("stall", "", node, func(*entry) bool {
		stalls = true
		return false
	})
	return stalls
}

// next is the frame, counted since its open, at which a stream stops because
// something is to happen there, or is under way.
func (p *Plan) next(s *engine) (total uint64, ok bool) {
	if p.quiet.Load() {
		return 0, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.entries {
		if at, stops := p.frameOf(e, s); stops && (!ok || at < total) {
			total, ok = at, true
		}
	}
	return total, ok
}

// frameOf is where a fault stops a stream.
func (p *Plan) frameOf(e *entry, s *engine) (total uint64, stops bool) {
	byFrames := e.At.ByFrames && e.counts(s.node)
	bySound := !e.At.ByFrames && p.sound != nil && e.due > 0
	switch {
	case e.state == underway && (byFrames || bySound):
		return s.total(), true
	case e.state != waiting:
	case byFrames:
		return max(e.At.Frames, s.total()), true
	case bySound:
		return s.total() + framesIn(e.due-p.sound.Now(), s.rate), true
	}
	return 0, false
}

// framesIn is how many frames last that long, or just longer.
func framesIn(d time.Duration, rateHz uint32) uint64 {
	n := clock.Frames(0, clock.Time(d), rateHz)
	if clock.Span(n, rateHz) < d {
		n++
	}
	return n
}

// counts reports whether the frames of a node decide when the fault happens.
func (f Fault) counts(node string) bool {
	if f.At.Of != "" {
		return f.At.Of.strikes(node)
	}
	return f.On.strikes(node)
}

// reached carries out what is to happen at the position that a stream has come to.
func (p *Plan) reached(now clock.Time, s *engine) {
	for {
		e := p.due(s)
		if e == nil {
			return
		}
		p.carryOut(now, e, Context{s})
	}
}

func (p *Plan) due(s *engine) *entry {
	if p.quiet.Load() {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range p.entries {
		if at, stops := p.frameOf(e, s); stops && e.state == waiting && at <= s.total() {
			e.state = underway
			return e
		}
	}
	return nil
}
