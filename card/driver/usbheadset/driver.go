package usbheadset

import (
	"errors"
	"fmt"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Model is the entry in the list of models.
var Model = driver.Model{
	Name:    "usb-headset",
	Summary: "USB headset: stereo playback, mono capture, 8 to 48 kHz; default mixes (dmix)",
	Without: []string{"devices"},
	New: func(env driver.Environment, s driver.Settings) bus.Driver {
		return &headset{env, s}
	},
}

// headset is the driver. It has no remove: all that Probe acquires is managed.
type headset struct {
	env      driver.Environment
	settings driver.Settings
}

func (*headset) Name() string { return "snd-usb-audio" }

// Probe makes the card.
func (h *headset) Probe(d *bus.Device) error {
	return virtual.Probe(d, h.env, h.settings, func(c *virtual.Card) error {
		// The card outlives the device's unplugging when programs hold it: it keeps
		// the device until it is freed itself, as with usb_get_dev and usb_put_dev.
		c.SetPrivateFree(d.Get().Put)
		c.SetNames(virtual.Names{
			ID: "Headset", Driver: "USB-Audio",
			Short: "USB Headset", Long: fmt.Sprintf("vsndfs USB Headset at %s, full speed", d.Name()),
			Mixer: "USB Mixer", Components: fmt.Sprintf("USB%04x:%04x", vendor, product),
		})
		c.Links = []string{byID, fmt.Sprintf(byPath, d.Name())}
		addTexts(c, d.ID())
		substreams := c.Substreams(1)
		p := c.AddPCM(pcm.Config{
			ID: "USB Audio", Name: "USB Audio",
			Playback: c.Playback(substreams, earphones),
			Capture:  c.Capture(substreams, microphone),
		})
		return errors.Join(
			c.AddChannelMaps(p, abi.SNDRV_PCM_STREAM_PLAYBACK, []abi.Chmap{abi.SNDRV_CHMAP_FL, abi.SNDRV_CHMAP_FR}),
			c.AddChannelMaps(p, abi.SNDRV_PCM_STREAM_CAPTURE, []abi.Chmap{abi.SNDRV_CHMAP_MONO}),
			addMixer(c.Control),
		)
	})
}
