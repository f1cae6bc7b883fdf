package fault

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Slot is where the device of a plan is plugged in.
type Slot interface {
	Plug() error
	Unplug() error
	Bind() error
	Unbind() error
}

// Plan is the faults of one device, through all its lives. Use New; a nil plan has
// none. Its lock is taken after those of streams, and none of theirs with it.
type Plan struct {
	clock *clock.Clock
	sound *Sound // the time of a card without a clock, nil for others
	logf  func(format string, args ...any)

	start      clock.Time
	oscillator clock.Oscillator
	slot       Slot
	panel      *panel.Panel
	// quiet says that there is nothing to look for: it spares every call the lock.
	quiet atomic.Bool
	// operating counts what is being done to the slot or the panel.
	operating atomic.Int32

	mu      sync.Mutex
	entries []*entry
	streams []*engine
	card    *card.Card
	asleep  bool // the machine, and so a card that comes now too
	away    bool // the device has no driver: no sound can pass
}

// entry is a fault in a plan.
type entry struct {
	Fault
	state state
	calls uint64 // that it has looked at
	times uint64 // that it has happened
	due   time.Duration
	timer *clock.Timer
	then  func(Context)
}

// Context is where a fault happens: while a stream is looked at, whose lock is held,
// or, the zero value, anywhere else.
type Context struct{ held *engine }

type state string

const (
	waiting  state = "waiting"  // for its moment
	underway state = "underway" // its moment has come
	active   state = "active"
	done     state = "done"
)

// New returns a plan without faults. sound is nil for a card that keeps time by c;
// logf hears of each fault that happens.
func New(c *clock.Clock, sound *Sound, logf func(format string, args ...any)) *Plan {
	p := &Plan{clock: c, sound: sound, start: clock.Now(), logf: logf}
	p.quiet.Store(true)
	return p
}

// Now is how long the plan is there, or how much sound has passed by now.
func (p *Plan) Now() time.Duration {
	if p.sound != nil {
		return p.sound.Now()
	}
	return clock.Now().Sub(p.start)
}

// Busy reports whether something is being done to the device by a fault, from outside as
// unplugging it, or what follows right after that has not begun.
func (p *Plan) Busy() bool { return p.operating.Load() > 0 }

// SetSlot says what unplug and the like are done to, before there is any of them.
func (p *Plan) SetSlot(s Slot) { p.slot = s }

// SetPanel says whose jacks and keys are moved and pressed, before there is any such fault.
func (p *Plan) SetPanel(panel *panel.Panel) { p.panel = panel }

// SetCard says which card the device has now.
func (p *Plan) SetCard(c *card.Card) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.card = c
	if p.asleep {
		c.SetPower(false)
	}
}

// Oscillator is the card's clock, which can drift.
func (p *Plan) Oscillator() *clock.Oscillator {
	if p == nil {
		return nil
	}
	return &p.oscillator
}

// Add gives the plan the faults of a text, a line each. None is taken if one is
// wrong.
func (p *Plan) Add(text string) error {
	var all []Fault
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		f, err := Parse(line)
		if err != nil {
			return err
		}
		all = append(all, f)
	}
	for _, f := range all {
		p.Give(f, Context{}, func(Context) {})
	}
	return nil
}

// Give gives the plan a fault; then runs when it has happened, or has come into
// effect, which may be before Give returns. c is the zero value, unless Give is called
// by such a function: then its argument.
func (p *Plan) Give(f Fault, c Context, then func(Context)) {
	p.mu.Lock()
	e := &entry{Fault: f, state: waiting, then: then}
	p.forget()
	p.entries = append(p.entries, e)
	now := p.begin(e)
	p.settle()
	p.mu.Unlock()
	if now {
		p.carryOut(clock.Now(), e, c)
	}
}

// remembered is how many faults that are over the plan tells of.
const remembered = 100

// forget makes room for a fault: the oldest of those that are over goes when there
// are too many.
func (p *Plan) forget() {
	over := 0
	for _, e := range p.entries {
		if e.state == done {
			over++
		}
	}
	if over >= remembered {
		oldest := slices.IndexFunc(p.entries, func(e *entry) bool { return e.state == done })
		p.entries = slices.Delete(p.entries, oldest, oldest+1)
	}
}

// begin makes a fault wait for its moment, or reports that it has come.
func (p *Plan) begin(e *entry) bool {
	switch {
	case e.At.ByFrames:
		return false
	case e.At.After == 0:
	case p.sound == nil:
		e.timer = p.clock.NewTimer(func(now clock.Time) { p.come(now, e) })
		e.timer.Set(clock.Now().Add(e.At.After))
		return false
	default:
		e.due = p.sound.Now() + e.At.After
		if !p.still() {
			return false
		}
		p.sound.skipTo(e.due)
	}
	e.state = underway
	return true
}

// still reports whether no sound can pass for now.
func (p *Plan) still() bool { return p.away || p.card != nil && !p.card.HasPower() }

// come is a fault's moment, by the clock.
func (p *Plan) come(now clock.Time, e *entry) {
	p.mu.Lock()
	wanted := e.state == waiting
	if wanted {
		e.state = underway
	}
	p.mu.Unlock()
	if wanted {
		p.carryOut(now, e, Context{})
	}
}

// settle makes the plan quiet when nothing is left to happen.
func (p *Plan) settle() {
	p.quiet.Store(!slices.ContainsFunc(p.entries, func(e *entry) bool { return e.state != done }))
}

// String tells the plan: a line for each fault with its state, how often it has
// happened, and how it is written.
func (p *Plan) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b strings.Builder
	for _, e := range p.entries {
		fmt.Fprintf(&b, "%s %d %s\n", e.state, e.times, e.Fault)
	}
	return b.String()
}

func (p *Plan) opened(e *engine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.streams = append(p.streams, e)
}

func (p *Plan) closed(e *engine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.streams = slices.DeleteFunc(p.streams, func(x *engine) bool { return x == e })
}

// passed tells that sound has passed on a card without a clock.
func (p *Plan) passed(d time.Duration) { p.sound.pass(d) }

// look runs fn on the faults that are in effect for a node and that begin with
// verb, the newest first, until it returns false.
func (p *Plan) look(verb string, c pcm.Callback, node string, fn func(*entry) bool) {
	if p.quiet.Load() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, e := range slices.Backward(p.entries) {
		if e.state == active && e.verb.Name == verb && e.call == c && e.On.strikes(node) && !fn(e) {
			break
		}
	}
	p.settle()
}
