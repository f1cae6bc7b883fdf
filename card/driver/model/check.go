package model

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/vsndfs/vsndfs/card/abi"
)

// What a card has at most. The kernel numbers devices up to 31; elements cost memory,
// and programs read all of them.
const (
	maxDevice   = 31
	maxElements = 10000
)

// Check finds the first thing that is wrong with a description: a *Problem.
func (d *Description) Check() error {
	for _, check := range []func() error{
		d.checkTexts, d.checkUSB, d.checkLinks, d.checkPCMs, d.checkEngine, d.checkDevices, d.checkControls, d.checkKeys, d.checkReserved,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts holds the texts to what struct snd_ctl_card_info has room for.
func (d *Description) checkTexts() error {
	if d.Name == "" {
		return problemf(nil, "the card's name is missing, such as name: Radio")
	}
	for _, t := range []struct {
		key, text string
		room      int
	}{
		{"about", d.About, 200},
		{"name", d.Name, 31},
		{"longname", d.LongName, 79},
		{"driver", d.Driver, 15},
		{"mixer", d.Mixer, 79},
		{"components", d.Components, 127},
		{"module", d.Module, 55},
	} {
		if len(t.text) > t.room || !printable(t.text) {
			return problemf([]any{t.key}, "want %d printable characters at most", t.room)
		}
	}
	if d.ID != "" && !cardID.MatchString(d.ID) {
		return problemf([]any{"id"}, "want 1 to 15 letters and digits, the first a letter")
	}
	return nil
}

var (
	cardID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,14}$`)
	usbID  = regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{4}$`)
	serial = regexp.MustCompile(`^[A-Za-z0-9_.:+-]{1,100}$`)
)

func printable(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func (d *Description) checkUSB() error {
	switch {
	case d.USB == nil:
		return nil
	case !usbID.MatchString(d.USB.ID):
		return problemf([]any{"usb", "id"}, "want vendor:product in hexadecimal, such as 1209:0001")
	case d.USB.Serial != "" && !serial.MatchString(d.USB.Serial):
		return problemf([]any{"usb", "serial"}, "want letters, digits and _")
	}
	_, err := d.USB.ReadSpeed()
	return at(err, "usb", "speed")
}

func (d *Description) checkLinks() error {
	for n, link := range d.Links {
		folder, name := path.Split(link)
		if folder != "by-id/" && folder != "by-path/" || name == "" || !printable(name) || name == "." || name == ".." {
			return problemf([]any{"links", n}, "want by-id/NAME or by-path/NAME")
		}
	}
	return nil
}

func (d *Description) checkPCMs() error {
	seen := make(map[int]bool)
	for n, p := range d.PCMs {
		switch {
		case p.Device < 0 || p.Device > maxDevice:
			return problemf([]any{"pcms", n, "device"}, "want a number from 0 to %d", maxDevice)
		case seen[p.Device]:
			return problemf([]any{"pcms", n}, "there are two PCMs with device %d", p.Device)
		case p.Playback == nil && p.Capture == nil:
			return problemf([]any{"pcms", n}, "a PCM has playback, capture or both")
		case len(p.ID) > 63 || len(p.Name) > 79 || !printable(p.ID+p.Name):
			return problemf([]any{"pcms", n}, "want 63 printable characters at most as id, 79 as name")
		}
		seen[p.Device] = true
		for _, s := range p.streams() {
			if err := s.check(); err != nil {
				return at(err, "pcms", n, s.key)
			}
		}
	}
	return nil
}

type keyedStream struct {
	key string
	*Stream
}

// streams are those of a PCM.
func (p *PCM) streams() []keyedStream {
	all := []keyedStream{{"playback", p.Playback}, {"capture", p.Capture}}
	return slices.DeleteFunc(all, func(s keyedStream) bool { return s.Stream == nil })
}

func (d *Description) checkEngine() error {
	engine, err := d.EngineKind()
	if err != nil || engine != Loopback {
		return at(err, "engine")
	}
	wrong := len(d.PCMs) != 2 || d.Devices != nil
	for n, p := range d.PCMs {
		wrong = wrong || p.Device != n || p.Playback == nil || p.Capture == nil ||
			p.Playback.Count() != d.PCMs[0].Playback.Count() || p.Capture.Count() != p.Playback.Count()
	}
	if wrong {
		return problemf([]any{"engine"}, "a loopback has PCMs 0 and 1, each with playback and capture and all with as many substreams")
	}
	return nil
}

// EngineKind is the engine by its number.
func (d *Description) EngineKind() (Engine, error) {
	if d.Engine == "" {
		return Virtual, nil
	}
	return engines.value(d.Engine)
}

func (d *Description) checkDevices() error {
	if d.Devices != nil && (*d.Devices < 0 || *d.Devices > len(d.PCMs)) {
		return problemf([]any{"devices"}, "want a number from 0 to %d, as many as there are pcms", len(d.PCMs))
	}
	return nil
}

// checkControls looks at each element, and whether there is another of its name.
func (d *Description) checkControls() error {
	all := make(names)
	for n := range d.Controls {
		if err := d.checkControl(&d.Controls[n], all); err != nil {
			return at(err, "controls", n)
		}
	}
	for _, jack := range d.Jacks {
		if err := checkJack(jack, all); err != nil {
			return at(err, "jacks", jack.Name)
		}
	}
	if err := d.checkActivates(); err != nil {
		return err
	}
	if len(all) > maxElements {
		return problemf([]any{"controls"}, "there are %d elements: a card has %d at most", len(all), maxElements)
	}
	return nil
}

func (d *Description) checkControl(c *Control, all names) error {
	if c.Jack != "" || c.ChannelMap != "" {
		return d.checkPlace(c, all)
	}
	e, err := c.Element()
	if err != nil {
		return err
	}
	if err := d.checkWithJack(c, &e); err != nil {
		return at(err, "with_jack")
	}
	return all.add(e.Template.Iface, c)
}

// checkWithJack looks whether there is the jack that an element goes with.
func (d *Description) checkWithJack(c *Control, e *Element) error {
	switch {
	case c.WithJack == "":
		return nil
	case e.Type != abi.SNDRV_CTL_ELEM_TYPE_BYTES || e.Template.Count != 1:
		return problemf(nil, "only a single element of bytes goes with a jack")
	}
	i := slices.IndexFunc(d.Jacks, func(j Jack) bool { return j.Name == c.WithJack && j.State != Phantom })
	if i < 0 {
		return problemf(nil, "there is no jack %q among jacks that a plug can be in", c.WithJack)
	}
	return nil
}

func checkJack(j Jack, all names) error {
	if name := j.ElementName(); j.Name == "" || len(name) > maxElementName || !printable(name) {
		return problemf(nil, "want a name of printable characters, %d at most with Jack behind it", maxElementName)
	}
	element := j.element()
	return all.add(abi.SNDRV_CTL_ELEM_IFACE_CARD, &element)
}

// names are the elements there are.
type names map[string]bool

func (all names) add(iface abi.CtlElemIface, c *Control) error {
	for n := range max(c.Count, 1) {
		id := fmt.Sprintf("%d %d %d %d %s", iface, c.Device, c.Subdevice, c.Index+n, c.Name)
		if all[id] {
			return problemf(nil, "there is an element %q like this already", c.Name)
		}
		all[id] = true
	}
	return nil
}

// checkPlace looks at the place of elements that are described elsewhere.
func (d *Description) checkPlace(c *Control, all names) error {
	if c.Jack != "" && c.ChannelMap != "" || c.Name != "" {
		return problemf(nil, "a place is jack: or channel_map: alone")
	}
	place := "place " + c.Jack + c.ChannelMap
	if all[place] {
		return problemf(nil, "%s%s has a place already", c.Jack, c.ChannelMap)
	}
	all[place] = true
	if c.ChannelMap != "" {
		if s, ok := d.streamsByName()[c.ChannelMap]; !ok || s.ChannelMaps == nil {
			return problemf([]any{"channel_map"}, "there is no stream %q that has channel_maps; a stream is called such as pcm0p", c.ChannelMap)
		}
		return nil
	}
	for _, j := range d.Jacks {
		if j.Name == c.Jack {
			return nil
		}
	}
	return problemf([]any{"jack"}, "there is no jack %q among jacks", c.Jack)
}

// streamsByName are the streams, called such as pcm0p.
func (d *Description) streamsByName() map[string]*Stream {
	all := make(map[string]*Stream)
	for _, p := range d.PCMs {
		for _, s := range p.streams() {
			all[fmt.Sprintf("pcm%d%c", p.Device, s.key[0])] = s.Stream
		}
	}
	return all
}

func (d *Description) checkActivates() error {
	for n, c := range d.Controls {
		for item, others := range c.Activates {
			for _, name := range others {
				if d.Control(name) == nil {
					return problemf([]any{"controls", n, "activates", item}, "there is no element %q", name)
				}
			}
		}
	}
	return nil
}

// Control is the mixer element of a name, the first if there are several.
func (d *Description) Control(name string) *Control {
	for n := range d.Controls {
		if d.Controls[n].Name == name {
			return &d.Controls[n]
		}
	}
	return nil
}

// keyNames are the buttons that a device can have.
var keyNames = []string{"volume-up", "volume-down", "mute", "mic-mute"}

// checkKeys looks whether each key has an element that it can change.
func (d *Description) checkKeys() error {
	for _, key := range sortedKeys(d.Keys) {
		if err := d.checkKey(key, d.Keys[key]); err != nil {
			return at(err, "keys", key)
		}
	}
	return nil
}

func (d *Description) checkReserved() error {
	if d.RawMIDI != nil {
		return problemf([]any{"rawmidi"}, "cards have no raw MIDI ports yet: leave rawmidi out")
	}
	return nil
}
