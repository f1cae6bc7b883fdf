package loopback

import (
	"fmt"
	"sync"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Model is the entry in the list of models.
var Model = driver.Model{
	Name:    "loopback",
	Summary: "two devices: what is played on one is recorded on the other, bit for bit (snd-aloop)",
	Without: []string{"play", "devices"},
	New: func(env driver.Environment, s driver.Settings) bus.Driver {
		return &loopback{env, s}
	},
}

// loopback is the driver. It has no remove: all that Probe acquires is managed.
type loopback struct {
	env      driver.Environment
	settings driver.Settings
}

func (*loopback) Name() string { return "snd_aloop" }

// Probe makes the card.
func (l *loopback) Probe(d *bus.Device) error {
	return virtual.Probe(d, l.env, l.settings, func(c *virtual.Card) error {
		c.SetNames(virtual.Names{
			ID: "Loopback", Driver: "Loopback",
			Short: "Loopback", Long: fmt.Sprintf("Loopback %d", d.ID()+1),
			Mixer: "Loopback Mixer",
		})
		var instead *clock.Clock
		if l.settings.Free {
			instead = l.env.Clock
		}
		all := newCables(c.Substreams(defaultSubstreams), c.Oscillator())
		c.SetPrivateFree(all.free)
		all.addTexts(c.Texts())
		for device := range all {
			// The playback of each device feeds the capture of the other.
			c.AddPCM(pcm.Config{
				Device: device, ID: "Loopback PCM", Name: "Loopback PCM",
				Playback: direction(all[device], func(k *cable) pcm.Driver { return players{k, c.Tape, l.settings.Free} }),
				Capture:  direction(all[1-device], func(k *cable) pcm.Driver { return recorders{k, instead} }),
			})
		}
		return all.addElements(c.Control)
	})
}

// cables are those of a card, by the device that plays into them.
type cables [2][]*cable

func newCables(substreams int, o *clock.Oscillator) cables {
	var all cables
	for device := range all {
		for range substreams {
			all[device] = append(all[device], &cable{oscillator: o})
		}
	}
	return all
}

// free gives the cables' memory back. The card's files are closed.
func (all cables) free() {
	for _, device := range all {
		for _, k := range device {
			k.ring = nil
		}
	}
}

// direction puts the ends of cables of one kind into a PCM's direction.
func direction(cables []*cable, end func(*cable) pcm.Driver) *pcm.Direction {
	return &pcm.Direction{
		Substreams: len(cables),
		Hardware:   hardware,
		Driver:     ends{cables, end},
		Lock:       func(n int) *sync.Mutex { return &cables[n].mu },
	}
}
