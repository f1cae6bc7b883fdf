package dummy

import (
	"fmt"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Model is the entry in the list of models.
var Model = driver.Model{
	Name:    "dummy",
	Summary: "the kernel's snd-dummy: 8 streams each way, mono and stereo, 5.5 to 48 kHz",
	New: func(env driver.Environment, s driver.Settings) bus.Driver {
		return &dummy{env, s}
	},
}

// What snd-dummy has without module parameters.
const (
	defaultDevices    = 1
	defaultSubstreams = 8
)

// dummy is the driver. It has no remove: all that Probe acquires is managed.
type dummy struct {
	env      driver.Environment
	settings driver.Settings
}

func (*dummy) Name() string { return "snd_dummy" }

// Probe makes the card.
func (m *dummy) Probe(d *bus.Device) error {
	return virtual.Probe(d, m.env, m.settings, func(c *virtual.Card) error {
		c.SetNames(virtual.Names{
			ID: "Dummy", Driver: "Dummy",
			Short: "Dummy", Long: fmt.Sprintf("Dummy %d", d.ID()+1),
			Mixer: "Dummy Mixer",
		})
		substreams := c.Substreams(defaultSubstreams)
		for device := range m.settings.DeviceCount(defaultDevices) {
			c.AddPCM(pcm.Config{
				Device: device, ID: "Dummy PCM", Name: "Dummy PCM",
				Playback: c.Playback(substreams, hardware(device)),
				Capture:  c.Capture(substreams, hardware(device)),
			})
		}
		return addMixer(c.Control)
	})
}
