package described

import (
	"fmt"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// mixer adds the elements of a card, in the order of their numbers.
type mixer struct {
	*virtual.Card
	usb     bool
	panel   *panel.Panel
	jacks   map[string]model.Jack   // by their names
	plugs   map[string]*plug        // by the names of their jacks
	streams map[string]mapped       // by such as pcm0p, those with channel maps
	named   map[string]*control.Set // by their names
}

// mapped is a stream with channel maps.
type mapped struct {
	pcm    *pcm.PCM
	stream abi.Stream
	maps   [][]abi.Chmap
}

// addElements gives the card its channel maps, controls and jacks, in this order unless
// there is a place for one among the controls, and its keys.
func (m *described) addElements(c *virtual.Card, pcms []*pcm.PCM) error {
	x := &mixer{
		Card: c, usb: m.USB != nil, panel: m.env.Panel, jacks: make(map[string]model.Jack), plugs: make(map[string]*plug),
		streams: make(map[string]mapped), named: make(map[string]*control.Set),
	}
	maps, err := x.findMaps(m.PCMs, pcms)
	if err != nil {
		return err
	}
	for _, j := range m.Jacks {
		x.jacks[j.Name], x.plugs[j.Name] = j, new(plug)
	}
	for _, c := range m.order(maps) {
		if err := x.add(&c); err != nil {
			return err
		}
	}
	return x.addKeys(m.Keys)
}

// order are the controls, with a place for each of the channel maps and jacks.
func (m *described) order(maps []string) []model.Control {
	mapPlaced, jackPlaced := make(map[string]bool), make(map[string]bool)
	for _, c := range m.Controls {
		mapPlaced[c.ChannelMap], jackPlaced[c.Jack] = true, true
	}
	var all []model.Control
	for _, name := range maps {
		if !mapPlaced[name] {
			all = append(all, model.Control{ChannelMap: name})
		}
	}
	all = append(all, m.Controls...)
	for _, j := range m.Jacks {
		if !jackPlaced[j.Name] {
			all = append(all, model.Control{Jack: j.Name})
		}
	}
	return all
}

// findMaps finds the streams that have channel maps, in their order.
func (x *mixer) findMaps(descriptions []model.PCM, pcms []*pcm.PCM) (names []string, err error) {
	for n, p := range pcms {
		for stream, s := range []*model.Stream{descriptions[n].Playback, descriptions[n].Capture} {
			if s == nil || s.ChannelMaps == nil {
				continue
			}
			maps, err := s.Maps()
			if err != nil {
				return nil, err
			}
			name := fmt.Sprintf("pcm%d%c", p.Device(), "pc"[stream])
			x.streams[name] = mapped{p, abi.Stream(stream), maps}
			names = append(names, name)
		}
	}
	return names, nil
}

func (x *mixer) addMaps(name string) error {
	s, ok := x.streams[name]
	if !ok {
		return nil // of a PCM that the user has not asked for
	}
	return x.AddChannelMaps(s.pcm, s.stream, x.channels(s), s.maps...)
}

// channels is how many channels a substream has for its map. A USB stream that has been
// left without parameters has none; for others those count that it has had.
func (x *mixer) channels(s mapped) func(substream int) (uint32, bool) {
	if x.usb {
		return func(n int) (uint32, bool) { return s.pcm.Channels(s.stream, n), false }
	}
	return func(n int) (uint32, bool) { return s.pcm.LastChannels(s.stream, n) }
}

// add adds an element, or what has its place here.
func (x *mixer) add(c *model.Control) error {
	switch {
	case c.ChannelMap != "":
		return x.addMaps(c.ChannelMap)
	case c.Jack != "":
		return x.addJack(x.jacks[c.Jack])
	}
	e, err := c.Element()
	if err != nil {
		return err
	}
	t := e.Template
	activate := func([]int64) {}
	if e.Activates != nil {
		activate = func(now []int64) { x.activate(e.Activates, now[0]) }
	}
	t.Ops = opsOf(e, activate)
	p := x.plugs[c.WithJack]
	if p != nil {
		t.Ops = &plugged{t.Ops, p}
	}
	set, err := x.Control.Add(t)
	if err != nil {
		return fmt.Errorf("add element %q: %w", t.Name, err)
	}
	if p != nil {
		p.add(set)
	}
	if x.named[t.Name] == nil { // the first, as with Description.Control
		x.named[t.Name] = set
	}
	activate(e.Values)
	return nil
}

// activate lets those elements do something that go with the item that is chosen.
func (x *mixer) activate(activates map[int64][]string, item int64) {
	for n, names := range activates {
		for _, name := range names {
			if set := x.named[name]; set != nil {
				set.Activate(0, n == item)
			}
		}
	}
}
