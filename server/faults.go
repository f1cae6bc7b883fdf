package server

import (
	"fmt"
	"slices"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/server/scenario"
)

// plan is the faults of a device.
type plan struct {
	device string
	faults *fault.Plan
}

// repeatable reports whether the log of a server is to be the same each time: its
// cards have no clock, and a scenario says what happens. Then the sound that has
// passed is the log's time.
func (o Options) repeatable() bool {
	return o.Scenario != nil && !slices.ContainsFunc(o.Cards, func(c Card) bool { return !c.Settings.Free })
}

// addSlot makes a slot for a card, with its faults and its panel.
func (s *Server) addSlot(name string, c Card, env driver.Environment) *bus.Slot {
	var sound *fault.Sound
	if c.Settings.Free {
		sound = &s.sound
	}
	logf := func(format string, args ...any) { s.log.Append(name, fmt.Sprintf(format, args...)) }
	p := fault.New(env.Clock, sound, logf)
	env.Faults, env.Panel = p, panel.New(logf)
	slot := s.bus.AddSlot(name, c.Model.New(env, c.Settings))
	slot.SetFaults(p)
	slot.SetPanel(env.Panel)
	p.SetSlot(slot)
	p.SetPanel(env.Panel)
	for _, f := range c.Settings.Faults {
		p.Give(f, fault.Context{}, func(fault.Context) {})
	}
	s.plans = append(s.plans, plan{name, p})
	return slot
}

// startScenario lets the steps of a scenario happen from now on.
func (s *Server) startScenario(sc *scenario.Scenario) {
	if sc == nil {
		return
	}
	plans := make(map[string]*fault.Plan)
	for _, p := range s.plans {
		plans[p.device] = p.faults
	}
	s.play = sc.Start(plans)
}

// CheckScenario says, in one line, which device of a scenario is none of the cards'.
// Steps that name none get the first.
func CheckScenario(sc *scenario.Scenario, cards []Card) error {
	return sc.SetDevices(slotNames(cards))
}

// ScenarioLeft is what has not happened of the scenario, nil if nothing is left.
func (s *Server) ScenarioLeft() error {
	if s.play == nil {
		return nil
	}
	return s.play.Left()
}

// settledLook is how often AwaitSettled looks.
const settledLook = time.Millisecond

// WakeUp resumes a machine that a fault has put to sleep.
func (s *Server) WakeUp() {
	for _, p := range s.plans {
		p.faults.Wake()
	}
}

// AwaitSettled returns when no file of a card is open and no fault is under way, or
// after that long. Of files that a program which has ended had open the server hears a
// little later.
func (s *Server) AwaitSettled(limit time.Duration) {
	for deadline := time.Now().Add(limit); !s.settled() && time.Now().Before(deadline); {
		time.Sleep(settledLook)
	}
}

func (s *Server) settled() bool {
	return !slices.ContainsFunc(s.core.Cards(), func(c *card.Card) bool { return c.OpenFiles() > 0 }) &&
		!slices.ContainsFunc(s.plans, func(p plan) bool { return p.faults.Busy() })
}
