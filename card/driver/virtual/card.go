package virtual

import (
	"cmp"
	"fmt"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/mixerstate"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// Card is a card that a model's probe is making.
type Card struct {
	*card.Card
	// Control has the card's elements.
	Control *control.Control
	// Tape keeps what the card plays; nil keeps nothing.
	Tape *Tape

	env      driver.Environment
	settings driver.Settings
}

// Names are what a card is called: the fields of struct snd_ctl_card_info.
type Names struct{ ID, Driver, Short, Long, Mixer, Components string }

// Probe makes a card for the device d: fill names it and gives it its PCMs and
// elements. All
// that it acquires is a managed resource of d, and the card is registered last,
// so releasing them in reverse is all that unplugging takes.
func Probe(d *bus.Device, env driver.Environment, s driver.Settings, fill func(*Card) error) error {
	return card.FreeOnError(d, probe(d, env, s, fill))
}

func probe(d *bus.Device, env driver.Environment, s driver.Settings, fill func(*Card) error) error {
	tape, err := AcquireTape(d, s.Record)
	if err != nil {
		return err
	}
	state, err := mixerstate.Acquire(d, s.State)
	if err != nil {
		return err
	}
	c, err := env.Core.NewManaged(d, s.CardIndex())
	if err != nil {
		return fmt.Errorf("make the card: %w", err)
	}
	env.Faults.SetCard(c)
	k := &Card{Card: c, Control: control.New(c), Tape: tape, env: env, settings: s}
	if err := fill(k); err != nil {
		return err
	}
	if err := state.Keep(c, k.Control); err != nil {
		return err
	}
	return c.Register()
}

// unmixed is the driver of a card without a clock, or that cannot be mapped.
// alsa-lib has no configuration for it, and so `default` is the hardware: dmix and
// dsnoop would keep time, and do not work without mmap.
const unmixed = "vsndfs"

// SetNames names the card, with the id that the user asked for if there is one.
func (c *Card) SetNames(n Names) {
	c.ID = cmp.Or(c.settings.ID, n.ID)
	c.Driver, c.ShortName, c.LongName = n.Driver, n.Short, n.Long
	if c.settings.Free || !c.env.MMAP {
		c.Driver = unmixed
	}
	c.MixerName, c.Components = n.Mixer, n.Components
}

// Substreams is how many streams there are in each direction: the model's
// number, unless the user asked for another.
func (c *Card) Substreams(model int) int { return cmp.Or(c.settings.Substreams, model) }

// AddPCM gives the card a PCM, which has of p what tells it from others.
func (c *Card) AddPCM(p pcm.Config) *pcm.PCM {
	p.Clock, p.Timers = c.env.Clock, c.env.Timers
	p.Strict, p.MMAP, p.TellAll = c.settings.Strict, c.env.MMAP, c.env.TellAll
	for _, d := range []*pcm.Direction{p.Playback, p.Capture} {
		if d != nil {
			c.equip(d)
		}
	}
	return pcm.New(c.Card, p)
}

// AddChannelMaps gives the card elements that tell where the channels of a PCM's
// streams are, one way. channels is as in [control.ChannelMaps].
func (c *Card) AddChannelMaps(p *pcm.PCM, stream abi.Stream, channels func(int) (uint32, bool), maps ...[]abi.Chmap) error {
	_, err := c.Control.AddChannelMaps(control.ChannelMaps{
		Stream: stream, Device: p.Device(), Substreams: p.Substreams(stream), Maps: maps, Channels: channels,
	})
	return err
}

// equip gives a direction what the user wants of all cards.
func (c *Card) equip(d *pcm.Direction) {
	d.Driver = c.env.Faults.Wrap(d.Driver)
	if c.settings.Resume {
		d.Hardware.Info |= abi.SNDRV_PCM_INFO_RESUME
	}
}

// Oscillator is what the card's streams count by.
func (c *Card) Oscillator() *clock.Oscillator { return c.env.Faults.Oscillator() }

// FreeClock is the clock for what must wait in a card that keeps no time, nil if the
// card keeps it.
func (c *Card) FreeClock() *clock.Clock {
	if !c.settings.Free {
		return nil
	}
	return c.env.Clock
}

// Playback are streams that end on the card's tape, or nowhere. They can do what hw and
// own allow.
func (c *Card) Playback(substreams int, hw hwparams.Hardware, own ...hwparams.Constraint) *pcm.Direction {
	return &pcm.Direction{Substreams: substreams, Hardware: hw, Driver: speakers{c.Tape, own, c.Oscillator(), c.settings.Free}}
}

// Capture are streams that hear the user's clip, or silence. They can do what hw and own
// allow.
func (c *Card) Capture(substreams int, hw hwparams.Hardware, own ...hwparams.Constraint) *pcm.Direction {
	return &pcm.Direction{Substreams: substreams, Hardware: hw, Driver: microphones{c.settings.Clip, own, c.Oscillator(), c.settings.Free}}
}
