package card_test

import (
	"errors"
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

// A program that sees the control node appear finds the rest, and the hardware's
// lowest level outlives what stands on it.
func TestDevicesComeAndGoInTheOrderOfTheirTypes(t *testing.T) {
	r := newRig()
	s := r.plug(t, "headset.0", r.one(func(c *card.Card) error {
		addPart(c, card.Control, "control")
		addPart(c, card.Jack, "jack")
		addPart(c, card.PCM, "pcm0")
		addPart(c, card.Lowlevel, "lowlevel")
		addPart(c, card.PCM, "pcm1")
		addPart(c, card.RawMIDI, "midi")
		r.logged()
		expectErr(t, "Register", c.Register(), nil)
		r.expect(t, "card 0 register", "devres add trigger_card_free",
			"lowlevel register", "pcm0 register", "pcm1 register", "midi register", "jack register", "control register")
		return nil
	}))
	expectErr(t, "Unbind", s.Unbind(), nil)
	r.expect(t, "unbind", "devres release trigger_card_free", "card 0 disconnect",
		"control disconnect", "jack disconnect", "midi disconnect", "pcm1 disconnect", "pcm0 disconnect", "lowlevel disconnect",
		"card 0 wait files=0", "card 0 free",
		"jack free", "midi free", "pcm1 free", "pcm0 free", "control free", "lowlevel free",
		"devres release snd_card_release")
}

func TestDevicesAreListedInTheOrderTheyWereAdded(t *testing.T) {
	r := newRig()
	r.plug(t, "headset.0", r.one(func(c *card.Card) error {
		control, first, second := addPart(c, card.Control, "control"), addPart(c, card.PCM, "pcm0"), addPart(c, card.PCM, "pcm1")
		if got := c.Devices(card.PCM); len(got) != 2 || got[0] != first || got[1] != second {
			t.Errorf("got PCMs %v, want pcm0 and pcm1", got)
		}
		if got := c.Devices(card.Control); len(got) != 1 || got[0] != control {
			t.Errorf("got controls %v, want one", got)
		}
		if got := c.Devices(card.RawMIDI); len(got) != 0 {
			t.Errorf("got %d MIDI devices, want none", len(got))
		}
		return nil
	}))
}

func TestADeviceThatNeverCameIsFreedButNotDisconnected(t *testing.T) {
	r := newRig()
	s := r.plug(t, "headset.0", r.one(func(c *card.Card) error {
		addPart(c, card.PCM, "pcm0")
		expectErr(t, "Register", c.Register(), nil)
		addPart(c, card.PCM, "late")
		return nil
	}))
	expectErr(t, "Unbind", s.Unbind(), nil)
	r.expect(t, "unbind", "devres release trigger_card_free", "card 0 disconnect", "pcm0 disconnect",
		"card 0 wait files=0", "card 0 free", "late free", "pcm0 free", "devres release snd_card_release")
}

// The first error of a device ends Register. By then the trigger is in place, so
// what has appeared vanishes before anything else is released.
func TestADeviceThatCannotRegisterEndsTheProbe(t *testing.T) {
	r, broken := newRig(), errors.New("broken")
	s := r.slot("headset.0", r.one(func(c *card.Card) error {
		addNode(c, card.PCM, "pcmC0D0p")
		addPart(c, card.RawMIDI, "midi").fail = broken
		addNode(c, card.Control, "controlC0")
		expectErr(t, "acquire", acquire(c.Parent(), "irq"), nil)
		r.logged()
		err := c.Register()
		expectNames(t, r.nodeNames(), "pcmC0D0p")
		return err
	}))
	expectErr(t, "Plug", s.Plug(), broken)
	r.expect(t, "card 0 register", "devres add trigger_card_free", "pcmC0D0p register", "midi register",
		"probe failed: broken", "devres release trigger_card_free", "card 0 disconnect", "pcmC0D0p disconnect",
		"card 0 wait files=0", "card 0 free", "midi free", "pcmC0D0p free", "controlC0 free",
		"devres release irq", "devres release snd_card_release")
	expectNames(t, r.nodeNames())
	if got := r.core.Cards(); len(got) != 0 {
		t.Errorf("got %d cards, want none", len(got))
	}
}
