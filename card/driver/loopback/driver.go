package loopback

import (
	"sync"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// Fill gives a card two PCMs that are called as the configs say: what is played on each
// is recorded from the other. All streams can do what hw says.
func Fill(c *virtual.Card, hw hwparams.Hardware, substreams int, configs [2]pcm.Config) error {
	all := newCables(substreams, hw, c.Oscillator())
	c.SetPrivateFree(all.free)
	all.addTexts(c.Texts())
	instead := c.FreeClock()
	for device, config := range configs {
		// The playback of each device feeds the capture of the other.
		config.Playback = direction(all[device], hw, func(k *cable) pcm.Driver { return players{k, c.Tape, instead != nil} })
		config.Capture = direction(all[1-device], hw, func(k *cable) pcm.Driver { return recorders{k, instead} })
		c.AddPCM(config)
	}
	return all.addElements(c.Control)
}

// cables are those of a card, by the device that plays into them.
type cables [2][]*cable

func newCables(substreams int, hw hwparams.Hardware, o *clock.Oscillator) cables {
	var all cables
	for device := range all {
		for range substreams {
			all[device] = append(all[device], &cable{oscillator: o, anything: anythingOf(hw)})
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
func direction(cables []*cable, hw hwparams.Hardware, end func(*cable) pcm.Driver) *pcm.Direction {
	return &pcm.Direction{
		Substreams: len(cables),
		Hardware:   hw,
		Driver:     ends{cables, end},
		Lock:       func(n int) *sync.Mutex { return &cables[n].mu },
	}
}
