package card_test

import (
	"errors"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

func TestALifeWithoutHolders(t *testing.T) {
	r := newRig()
	s := r.slot("headset.0", r.standard)
	expectErr(t, "Plug", s.Plug(), nil)
	r.expect(t, "plug", "bind", "devres add memory", "devres add snd_card_release", "devres add irq",
		"card 0 register", "devres add trigger_card_free", "pcmC0D0p register", "controlC0 register")
	expectNames(t, r.nodeNames(), "controlC0", "pcmC0D0p")

	expectErr(t, "Unplug", s.Unplug(), nil)
	r.expect(t, "unplug", "unbind", "devres release trigger_card_free", "card 0 disconnect",
		"controlC0 disconnect", "pcmC0D0p disconnect", "card 0 wait files=0",
		"card 0 free", "pcmC0D0p free", "controlC0 free", "private_free",
		"devres release irq", "devres release snd_card_release", "devres release memory", "device release")
	expectNames(t, r.nodeNames())
}

func TestASecondRegisterMovesTheTrigger(t *testing.T) {
	r := newRig()
	r.plug(t, "headset.0", r.one(func(c *card.Card) error {
		addPart(c, card.PCM, "pcm0")
		expectErr(t, "Register", c.Register(), nil)
		expectErr(t, "acquire", acquire(c.Parent(), "late"), nil)
		expectNames(t, c.Parent().Resources.Names(), "late", "trigger_card_free", "snd_card_release")
		r.logged()

		addPart(c, card.PCM, "pcm1")
		expectErr(t, "Register again", c.Register(), nil)
		r.expect(t, "card 0 register", "devres remove trigger_card_free", "devres add trigger_card_free", "pcm1 register")
		expectNames(t, c.Parent().Resources.Names(), "trigger_card_free", "late", "snd_card_release")
		return nil
	}))
	if got := len(r.core.Cards()); got != 1 {
		t.Errorf("got %d cards, want 1", got)
	}
}

// What the kernel's flag managed tells apart: a card made by New has no trigger,
// and whoever made it frees it.
func TestAnUnmanagedCardIsItsDriversToFree(t *testing.T) {
	r := newRig()
	var c *card.Card
	s := r.plug(t, "old.0", func(d *bus.Device) (err error) {
		if c, err = r.core.New(d, -1); err != nil {
			return err
		}
		addNode(c, card.Control, "controlC0")
		return c.Register()
	})
	expectNames(t, s.Device().Resources.Names())
	expectErr(t, "Unbind", s.Unbind(), nil)
	r.expect(t, "unbind")
	expectNames(t, r.nodeNames(), "controlC0")

	c.Free()
	r.expect(t, "card 0 disconnect", "controlC0 disconnect", "card 0 wait files=0", "card 0 free", "controlC0 free")
	expectNames(t, r.nodeNames())
}

// handDriver is a driver from before devres: it frees its card itself.
type handDriver struct {
	fakeDriver
	remove func(*bus.Device)
}

func (h handDriver) Remove(d *bus.Device) { h.remove(d) }

// What the kernel's flag releasing protects: the driver frees the card, and then
// the trigger and the card's own entry find it freed.
func TestACardFreedByItsDriverIsFreedOnce(t *testing.T) {
	r, frees := newRig(), 0
	var c *card.Card
	s := r.bus.AddSlot("mixed.0", handDriver{
		fakeDriver{r.one(func(made *card.Card) error {
			c = made
			c.SetPrivateFree(func() { frees++ })
			return c.Register()
		})},
		func(*bus.Device) { c.Free() },
	})
	expectErr(t, "Plug", s.Plug(), nil)
	r.logged()
	expectErr(t, "Unbind", s.Unbind(), nil)
	r.expect(t, "unbind", "card 0 disconnect", "card 0 wait files=0", "card 0 free", "private_free",
		"devres release trigger_card_free", "devres release snd_card_release")
	if frees != 1 {
		t.Errorf("got %d calls of private_free, want 1", frees)
	}
}

// Without FreeOnError a failed probe takes away what the card may still use.
func TestAProbeThatFailsBeforeRegister(t *testing.T) {
	broken := errors.New("broken")
	probe := func(r *rig) func(*bus.Device) error {
		return r.one(func(c *card.Card) error {
			c.SetPrivateFree(func() {})
			addPart(c, card.PCM, "pcm0")
			return errors.Join(acquire(c.Parent(), "irq"), broken)
		})
	}
	for _, tt := range []struct {
		name  string
		probe func(r *rig) func(*bus.Device) error
		want  []string
	}{
		{"with FreeOnError the card goes first", func(r *rig) func(*bus.Device) error {
			return func(d *bus.Device) error { return card.FreeOnError(d, probe(r)(d)) }
		}, []string{
			"card 0 disconnect", "card 0 wait files=0", "card 0 free", "pcm0 free", "private_free",
			"probe failed: broken", "devres release irq", "devres release snd_card_release",
		}},
		{"without it the card goes in its turn", probe, []string{
			"probe failed: broken", "devres release irq", "devres release snd_card_release",
			"card 0 disconnect", "card 0 wait files=0", "card 0 free", "pcm0 free", "private_free",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig()
			s := r.slot("headset.0", tt.probe(r))
			expectErr(t, "Plug", s.Plug(), broken)
			r.expect(t, append([]string{"plug", "bind", "devres add snd_card_release", "devres add irq"}, tt.want...)...)
			if got := s.Device().Refs(); got != 1 {
				t.Errorf("got %d references of the device, want the bus's", got)
			}
		})
	}
}

func TestFreeOnErrorLeavesTheRestAlone(t *testing.T) {
	r, broken := newRig(), errors.New("broken")
	expectErr(t, "FreeOnError of a probe without a card", r.slot("none.0", func(d *bus.Device) error {
		return card.FreeOnError(d, broken)
	}).Plug(), broken)

	s := r.plug(t, "fine.0", func(d *bus.Device) error { return card.FreeOnError(d, r.standard(d)) })
	expectNames(t, r.nodeNames(), "controlC0", "pcmC0D0p")
	expectErr(t, "Unplug", s.Unplug(), nil)

	var c *card.Card
	expectErr(t, "FreeOnError of a probe with an unmanaged card", r.slot("old.0", func(d *bus.Device) (err error) {
		c, err = r.core.New(d, -1)
		return card.FreeOnError(d, errors.Join(err, broken))
	}).Plug(), broken)
	if returned(c.Gone()) {
		t.Error("FreeOnError disconnected a card that is not managed")
	}
	c.Free()
}
