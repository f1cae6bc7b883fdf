package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var freeWhenClosedExhibit = Exhibit{
	Name:    "free-when-closed",
	Caption: "remove does not wait: the card owns what it uses, and goes with the last close",
	Story: `snd_card_free_when_closed disconnects the card and returns, as the disconnect of a USB driver must: whoever
pulls the next cable should not wait for this program. Then nothing that the card uses may belong to the driver or to devres: both
have ended when the program closes. The card owns it, and private_free frees it, in the context of that close.`,
	Visit: Returns,
	Log: []string{
		"unbind", "card 0 disconnect", "close pcmC0D0p", "card 0 free", "private_free", "free buffer", "free regs", "device release",
	},
	new: func(k chip) bus.Driver { return &freeWhenClosed{chip: k} },
}

// freeWhenClosed leaves the card to whoever closes it last.
type freeWhenClosed struct {
	chip
	card *card.Card
}

// Probe makes a card that owns all that it uses.
func (f *freeWhenClosed) Probe(d *bus.Device) (err error) {
	f.card, err = f.ownCard(d, nil, func() {})
	return err
}

// Remove returns at once.
func (f *freeWhenClosed) Remove(*bus.Device) { f.card.FreeWhenClosed() }

// ownCard makes a card that owns its registers and its buffer: they go in its
// private_free, which ends with last.
func (k *chip) ownCard(d *bus.Device, u *unit, last func()) (*card.Card, error) {
	c, err := k.env.Core.New(d, k.settings.CardIndex())
	if err != nil {
		last()
		return nil, err
	}
	regs, buffer := k.ioremap(d), k.dmaAlloc(d)
	c.SetPrivateFree(func() {
		regs.switchOff()
		buffer.Free()
		regs.Free()
		last()
	})
	k.addPCM(c, parts{regs, buffer, u})
	if err := c.Register(); err != nil {
		c.Free()
		return nil, err
	}
	return c, nil
}
