package main

import (
	"errors"
	"os"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/devres"
)

// number is the card's.
const number = 7

// scripted is the driver.
type scripted struct {
	env driver.Environment
	*made
}

// made is what the probe has made.
type made struct {
	device  *bus.Device
	card    *card.Card
	memory  []byte
	actions map[string][]*devres.Action // by name, oldest first
	guarded bool
	frees   bool // remove frees the card
}

func (*scripted) Name() string { return "scripted" }

// hook notes what happens.
func (m *made) hook(what string) { m.device.Logf("hook %s", what) }

func (s *scripted) Probe(d *bus.Device) error {
	s.made = &made{device: d, actions: make(map[string][]*devres.Action)}
	s.hook("probe")
	err := s.takeSteps(script())
	if s.guarded {
		return card.FreeOnError(d, err)
	}
	return err
}

func (s *scripted) Remove(*bus.Device) {
	s.hook("remove")
	if s.frees {
		s.card.Free()
	}
}

// script is what the file has now.
func script() string {
	text, err := os.ReadFile(steps)
	if err != nil {
		panic(err) // who runs this has made it
	}
	return string(text)
}

func (s *scripted) takeSteps(script string) error {
	for word := range strings.FieldsSeq(script) {
		parts := append(strings.Split(word, ":"), "", "")
		if err := s.takeStep(parts[0], parts[1], parts[2]); err != nil {
			return err
		}
	}
	return nil
}

// warn is what the kernel does where we return an error.
func (m *made) warn(err error) error {
	if errors.Is(err, devres.ErrNotFound) {
		m.hook("warning")
		return nil
	}
	return err
}

func (s *scripted) addCard() (err error) {
	if s.card, err = s.env.Core.NewManaged(s.device, number); err != nil {
		return err
	}
	s.card.SetPrivateFree(func() { s.hook("private_free") })
	control.New(s.card)
	return nil
}

// addAction adds the action of that name. The one called late adds another.
func (m *made) addAction(name string) error {
	a, err := m.device.Resources.AddAction(name, func() {
		m.hook("run:" + name)
		if name == "late" {
			_ = m.addAction("A") // it cannot fail without devres.WithAlloc
		}
	})
	m.actions[name] = append(m.actions[name], a)
	return err
}

// action is the newest of that name.
func (m *made) action(name string) *devres.Action {
	all := m.actions[name]
	return all[len(all)-1]
}

func (m *made) resize(size int) error {
	old := m.memory
	var err error
	if m.memory, err = m.device.Resources.Realloc(old, size); err != nil {
		return err
	}
	if &m.memory[0] == &old[0] {
		m.hook("same")
	} else {
		m.hook("moved")
	}
	return nil
}

// part is a component of a card, which does nothing.
type part struct {
	made *made
	name string
}

func (p *part) Register() error { p.made.hook("register:" + p.name); return nil }
func (p *part) Disconnect()     { p.made.hook("disconnect:" + p.name) }

// Free of the one that is called gate waits until the script becomes "open".
func (p *part) Free() {
	p.made.hook("free:" + p.name)
	for p.name == "gate" && !strings.HasPrefix(script(), "open") {
		time.Sleep(10 * time.Millisecond)
	}
}
