package loopback

import (
	"cmp"
	"fmt"
	"sync"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Model is the entry in the list of models.
var Model = driver.Model{
	Name:    "loopback",
	Summary: "two devices: what is played on one is recorded on the other, bit for bit (snd-aloop)",
	Without: []string{"play"},
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
	return card.FreeOnError(d, l.probe(d))
}

func (l *loopback) probe(d *bus.Device) error {
	tape, err := virtual.AcquireTape(d, l.settings.Record)
	if err != nil {
		return err
	}
	c, err := l.env.Core.NewManaged(d, l.settings.CardIndex())
	if err != nil {
		return fmt.Errorf("make the card: %w", err)
	}
	c.ID = cmp.Or(l.settings.ID, "Loopback")
	c.Driver = "Loopback"
	c.ShortName = "Loopback"
	c.LongName = fmt.Sprintf("Loopback %d", c.Number()+1)
	c.MixerName = "Loopback Mixer"
	cables := l.newCables()
	c.SetPrivateFree(cables.free)
	l.addPCMs(c, tape, cables)
	control.New(c)
	return c.Register()
}

// cables are those of a card, by the device that plays into them.
type cables [2][]*cable

func (l *loopback) newCables() cables {
	var all cables
	for device := range all {
		for range cmp.Or(l.settings.Substreams, defaultSubstreams) {
			all[device] = append(all[device], &cable{})
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

// addPCMs makes the two devices: the playback of each feeds the capture of the
// other.
func (l *loopback) addPCMs(c *card.Card, tape *virtual.Tape, all cables) {
	for device := range all {
		pcm.New(c, pcm.Config{
			Device: device, ID: "Loopback PCM", Name: "Loopback PCM",
			Playback: direction(all[device], func(k *cable) pcm.Driver { return players{k, tape} }),
			Capture:  direction(all[1-device], func(k *cable) pcm.Driver { return recorders{k} }),
			Clock:    l.env.Clock, Timers: l.env.Timers,
			Strict: l.settings.Strict, MMAP: l.env.MMAP,
		})
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
