package scenario

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/vsndfs/vsndfs/card/fault"
)

// Play is a scenario under way.
type Play struct {
	scenario *Scenario
	plans    map[string]*fault.Plan

	mu   sync.Mutex
	done int // steps that have happened
}

// SetDevices gives steps that name no device the first of devices. The error says
// which step names one that is not among them.
func (s *Scenario) SetDevices(devices []string) error {
	for i := range s.Steps {
		step := &s.Steps[i]
		step.Device = cmp.Or(step.Device, devices[0])
		if !slices.Contains(devices, step.Device) {
			return s.errorf(step.Line, "there is no device %q; there are %s", step.Device, strings.Join(devices, ", "))
		}
	}
	return nil
}

// Start lets the steps happen, one after the other, each by the plan of its device.
// Those that have nothing to wait for have happened when it returns.
func (s *Scenario) Start(plans map[string]*fault.Plan) *Play {
	p := &Play{scenario: s, plans: plans}
	p.step(0, fault.Context{})
	return p
}

// step waits for a step's moment; the next one follows when all its faults have
// happened.
func (p *Play) step(n int, c fault.Context) {
	p.mu.Lock()
	p.done = n
	p.mu.Unlock()
	if n < len(p.scenario.Steps) {
		p.give(n, 0, c)
	}
}

// give gives the plan the faults of a step in turn: the first at the step's moment,
// and the others right behind it.
func (p *Play) give(n, i int, c fault.Context) {
	step := p.scenario.Steps[n]
	plan := p.plans[step.Device]
	if i == len(step.Faults) {
		p.step(n+1, c)
		return
	}
	f := step.Faults[i]
	if i == 0 {
		f.At = step.Moment
		if step.Absolute && !f.At.ByFrames {
			f.At.After = max(0, f.At.After-plan.Now())
		}
	}
	plan.Give(f, c, func(c fault.Context) { p.give(n, i+1, c) })
}

// Left is what has not happened, in one line, nil if all has.
func (p *Play) Left() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done == len(p.scenario.Steps) {
		return nil
	}
	step := p.scenario.Steps[p.done]
	return p.scenario.errorf(step.Line, "%s has not happened: the command ended before", step.Faults[0])
}
