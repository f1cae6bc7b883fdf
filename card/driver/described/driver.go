package described

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/loopback"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// New is the model called name, of cards as d describes them. d.Check has found
// nothing wrong.
func New(name string, d *model.Description) driver.Model {
	return driver.Model{
		Name:    name,
		Summary: cmp.Or(d.About, d.Name),
		Without: without(d),
		New: func(env driver.Environment, s driver.Settings) bus.Driver {
			return &described{d, env, s}
		},
	}
}

// without are the options that mean nothing for such a card.
func without(d *model.Description) []string {
	var names []string
	if !slices.ContainsFunc(d.PCMs, func(p model.PCM) bool { return p.Playback != nil }) {
		names = append(names, "record")
	}
	engine, _ := d.EngineKind() // checked
	if engine == model.Loopback || !slices.ContainsFunc(d.PCMs, func(p model.PCM) bool { return p.Capture != nil }) {
		names = append(names, "play")
	}
	if d.Devices == nil {
		names = append(names, "devices")
	}
	return names
}

// described is the driver. It has no remove: all that Probe acquires is managed.
type described struct {
	*model.Description
	env      driver.Environment
	settings driver.Settings
}

// Name is that of the kernel's driver for such cards.
func (m *described) Name() string { return cmp.Or(m.Module, "vsndfs") }

// Probe makes the card.
func (m *described) Probe(d *bus.Device) error {
	return virtual.Probe(d, m.env, m.settings, func(c *virtual.Card) error {
		m.name(c, d)
		if m.USB != nil {
			m.plugIn(c, d)
			m.addUSBMixer(c.Card)
		}
		pcms, err := m.addPCMs(c)
		if err != nil {
			return err
		}
		return m.addElements(c, pcms)
	})
}

// name gives the card its names, in which {device} is the device's and {number} its
// number, from 1.
func (m *described) name(c *virtual.Card, d *bus.Device) {
	fill := strings.NewReplacer("{device}", d.Name(), "{number}", fmt.Sprint(d.ID()+1)).Replace
	words := strings.Fields(m.Description.Name)
	c.SetNames(virtual.Names{
		ID: cmp.Or(m.ID, words[len(words)-1]), Driver: cmp.Or(m.Driver, model.DefaultDriver),
		Short: m.Description.Name, Long: fill(cmp.Or(m.LongName, m.Description.Name+" at {device}")),
		Mixer: cmp.Or(m.Mixer, m.Description.Name), Components: m.Components,
	})
	for _, link := range m.Links {
		c.Links = append(c.Links, fill(link))
	}
}

// addPCMs gives the card its streams.
func (m *described) addPCMs(c *virtual.Card) ([]*pcm.PCM, error) {
	if engine, _ := m.EngineKind(); engine == model.Loopback {
		return nil, m.addLoopback(c)
	}
	pcms := m.PCMs
	if m.Devices != nil {
		pcms = pcms[:min(m.settings.DeviceCount(*m.Devices), len(pcms))]
	}
	var all []*pcm.PCM
	for n := range pcms {
		config := configOf(&pcms[n])
		if s := pcms[n].Playback; s != nil {
			hw, own, err := limits(c, s)
			if err != nil {
				return nil, err
			}
			config.Playback = c.Playback(c.Substreams(s.Count()), hw, own...)
		}
		if s := pcms[n].Capture; s != nil {
			hw, own, err := limits(c, s)
			if err != nil {
				return nil, err
			}
			config.Capture = c.Capture(c.Substreams(s.Count()), hw, own...)
		}
		all = append(all, c.AddPCM(config))
	}
	return all, nil
}

// limits are what a stream of the card can do.
func limits(c *virtual.Card, s *model.Stream) (hwparams.Hardware, []hwparams.Constraint, error) {
	hw, own, err := s.Limits()
	if s.Sync {
		hw.Sync = hwparams.CardSync(c.Number())
	}
	return hw, own, err
}

func (m *described) addLoopback(c *virtual.Card) error {
	s := m.PCMs[0].Playback
	hw, _, err := s.Limits()
	if err != nil {
		return err
	}
	return loopback.Fill(c, hw, c.Substreams(s.Count()), [2]pcm.Config{configOf(&m.PCMs[0]), configOf(&m.PCMs[1])})
}

func configOf(p *model.PCM) pcm.Config {
	id := cmp.Or(p.ID, model.DefaultPCMID)
	return pcm.Config{Device: p.Device, ID: id, Name: cmp.Or(p.Name, id)}
}
