package fault

import (
	"errors"
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/clock"
)

// carryOut makes a fault happen.
func (p *Plan) carryOut(now clock.Time, e *entry, c Context) {
	switch e.verb.Name {
	case "fail":
		p.end(e, c, active)
	case "stall", "shorten", "delay":
		p.take(now, e, c)
	case "drift":
		p.oscillator.Drift(now, e.ppm)
		p.take(now, e, c)
	case "xrun":
		p.xrun(now, e, c)
	case "suspend":
		p.sleep(true)
		p.strike(e, c, func(s *engine) { s.stream.Suspend(now) })
		p.happen(e, c)
	case "resume":
		p.sleep(false)
		p.happen(e, c)
	case "clear":
		p.clear(now, e, c)
	default:
		p.leave(e, c)
		p.operating.Add(1)
		go p.operate(e)
	}
}

// take brings a lasting fault into effect, in the place of those before it that
// it is about, or ends these.
func (p *Plan) take(now clock.Time, e *entry, c Context) {
	p.mu.Lock()
	for _, other := range p.entries {
		if other != e && other.state == active && other.verb == e.verb && other.call == e.call && (e.On == "" || other.On == e.On) {
			other.state = done
		}
	}
	e.times++
	p.logf("fault %s", e.happened(""))
	p.mu.Unlock()
	next := active
	if e.off {
		next = done
	}
	p.end(e, c, next)
	p.strike(e, c, func(s *engine) { s.rearm(now, s == c.held) })
}

// rearm makes the stream follow a new pace. One that is just being looked at does
// by itself.
func (e *engine) rearm(now clock.Time, looking bool) {
	if !looking {
		e.stream.Rearm(now)
	}
}

// xrun stops the streams that run. At a frame it is the stream that has come there,
// if the fault names no other and is of the same device.
func (p *Plan) xrun(now clock.Time, e *entry, c Context) {
	strike := func(s *engine) {
		if s.stream.StopXrun(now) {
			p.logf("fault %s", e.happened(s.node))
			p.count(e)
		}
	}
	if c.held != nil && c.held.plan == p && e.On == "" {
		strike(c.held)
	} else {
		p.strike(e, c, strike)
	}
	p.end(e, c, done)
}

// strike runs fn on the open streams that a fault is for, with their locks held. Where
// the caller holds one, those of others may not be waited for.
func (p *Plan) strike(e *entry, c Context, fn func(*engine)) {
	p.mu.Lock()
	streams := slices.Clone(p.streams)
	p.mu.Unlock()
	for _, s := range streams {
		switch {
		case !e.On.strikes(s.node):
		case s == c.held:
			fn(s)
		case c.held == nil:
			s.stream.Locked(func() { fn(s) })
		default:
			go s.stream.Locked(func() { fn(s) })
		}
	}
}

// sleep puts the machine to sleep, or wakes it up.
func (p *Plan) sleep(on bool) {
	p.mu.Lock()
	p.asleep = on
	p.mu.Unlock()
	p.power(!on)
}

// Wake resumes the machine if it sleeps: a program that is told to end cannot while it
// waits for that.
func (p *Plan) Wake() {
	p.mu.Lock()
	asleep := p.asleep
	p.mu.Unlock()
	if asleep {
		_ = p.Add("resume") // which is a fault
	}
}

// power gives the card power or takes it.
func (p *Plan) power(on bool) {
	p.mu.Lock()
	c := p.card
	p.mu.Unlock()
	if c != nil {
		c.SetPower(on)
	}
}

// happen tells of a fault of the whole card that has happened.
func (p *Plan) happen(e *entry, c Context) {
	p.logf("fault %s", e.happened(""))
	p.count(e)
	p.end(e, c, done)
}

func (p *Plan) count(e *entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e.times++
}

// end makes a fault one that lasts or is over, and lets the next step follow.
func (p *Plan) end(e *entry, c Context, s state) {
	p.mu.Lock()
	e.state = s
	p.settle()
	p.mu.Unlock()
	e.then(c)
}

// clear ends all faults, and forgets them.
func (p *Plan) clear(now clock.Time, e *entry, c Context) {
	p.mu.Lock()
	all := p.entries
	p.entries = nil
	for _, e := range all {
		if e.state == waiting && e.timer != nil {
			e.timer.Stop()
		}
		e.state = done
	}
	p.settle()
	p.mu.Unlock()
	p.oscillator.Drift(now, 0)
	p.sleep(false)
	p.logf("fault %s", e.happened(""))
	p.strike(e, c, func(s *engine) { s.rearm(now, s == c.held) })
	e.then(c)
}

// leave notes that the device is about to lose its driver. At a frame the programs
// wait for that: what they did meanwhile would be another thing each time.
func (p *Plan) leave(e *entry, c Context) {
	if e.verb.Name != "unplug" && e.verb.Name != "unbind" {
		return
	}
	p.mu.Lock()
	p.away = true
	p.mu.Unlock()
	if c.held != nil {
		p.power(false)
	}
}

// operate does to the slot, or the panel, what the fault says. That may wait for programs.
func (p *Plan) operate(e *entry) {
	defer p.operating.Add(-1)
	p.logf("fault %s", e.happened(""))
	err := p.operation(e.Fault)()
	if err != nil {
		p.logf("fault %s failed: %v", e.happened(""), err)
	} else {
		p.count(e)
	}
	p.mu.Lock()
	if (e.verb.Name == "plug" || e.verb.Name == "bind") && (err == nil || errors.Is(err, syscall.EBUSY)) {
		p.away = false
	}
	p.mu.Unlock()
	p.end(e, Context{}, done)
}

func (p *Plan) operation(f Fault) func() error {
	switch f.verb.Name {
	case "jack":
		return func() error { return p.panel.Move(f.jack) }
	case "key":
		return func() error { return p.panel.Press(f.key) }
	case "unplug":
		return p.slot.Unplug
	case "plug":
		return p.slot.Plug
	case "unbind":
		return p.slot.Unbind
	}
	return p.slot.Bind
}
