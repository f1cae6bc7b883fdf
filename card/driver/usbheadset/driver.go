package usbheadset

import (
	"cmp"
	"fmt"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Model is the entry in the list of models.
var Model = driver.Model{
	Name:    "usb-headset",
	Summary: "USB headset: stereo playback, mono capture, 8 to 48 kHz; default mixes (dmix)",
	New: func(env driver.Environment, s driver.Settings) bus.Driver {
		return &headset{env, s}
	},
}

// headset is the driver. It has no remove: see Probe.
type headset struct {
	env      driver.Environment
	settings driver.Settings
}

func (*headset) Name() string { return "snd-usb-audio" }

// Probe makes the card. All that it acquires is a managed resource, and the card
// is registered last, so releasing them in reverse is all that unplugging takes.
func (h *headset) Probe(d *bus.Device) error {
	return card.FreeOnError(d, h.probe(d))
}

func (h *headset) probe(d *bus.Device) error {
	tape, err := virtual.AcquireTape(d, h.settings.Record)
	if err != nil {
		return err
	}
	c, err := h.env.Core.NewManaged(d, h.settings.CardIndex())
	if err != nil {
		return fmt.Errorf("make the card: %w", err)
	}
	// The card outlives the device's unplugging when programs hold it: it keeps
	// the device until it is freed itself, as with usb_get_dev and usb_put_dev.
	c.SetPrivateFree(d.Get().Put)
	describe(c, h.settings, d.Name())
	h.addPCM(c, tape)
	control.New(c)
	return c.Register()
}

func describe(c *card.Card, s driver.Settings, port string) {
	c.ID = cmp.Or(s.ID, "Headset")
	c.Driver = "USB-Audio"
	c.ShortName = "USB Headset"
	c.LongName = fmt.Sprintf("vsndfs USB Headset at %s, full speed", port)
	c.MixerName = "USB Mixer"
	c.Components = "USB1209:0001"
}

func (h *headset) addPCM(c *card.Card, tape *virtual.Tape) {
	substreams := max(h.settings.Substreams, 1)
	pcm.New(c, pcm.Config{
		ID: "USB Audio", Name: "USB Audio",
		Playback: &pcm.Direction{Substreams: substreams, Hardware: earphones, Driver: speakers{tape}},
		Capture:  &pcm.Direction{Substreams: substreams, Hardware: microphone, Driver: microphones{h.settings.Clip}},
		Clock:    h.env.Clock, Timers: h.env.Timers,
		Strict: h.settings.Strict, MMAP: h.env.MMAP,
	})
}
