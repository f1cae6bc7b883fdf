package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var lateResourceExhibit = Exhibit{
	Name:    "late-resource",
	Caption: "managed after the card was registered: released before the card, under the program's feet",
	Story: `Everything is managed, and yet it goes wrong: the registers were handed to devres when the card was registered already. They
are newer than the trigger, so they go before it. Disconnecting the card stops the stream, by registers that are gone.`,
	Log: []string{
		"devres add trigger_card_free", "devres add regs", "unbind", "devres release regs", "devres release trigger_card_free",
		"card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free", "device release",
	},
	Oopses: []string{"regs by trigger STOP", "regs by private_free"},
	new:    func(k chip) bus.Driver { return &lateResource{k} },
}

// lateResource is managed, in the wrong order.
type lateResource struct{ chip }

// Probe registers the card before it has handed everything to devres.
func (l *lateResource) Probe(d *bus.Device) error {
	_, err := l.probe(d)
	return card.FreeOnError(d, err)
}

func (l *lateResource) probe(d *bus.Device) (*card.Card, error) {
	c, err := l.env.Core.NewManaged(d, l.settings.CardIndex())
	if err != nil {
		return nil, err
	}
	buffer, regs := l.dmaAlloc(d), l.ioremap(d)
	c.SetPrivateFree(regs.switchOff)
	if err := d.Resources.Add(buffer); err != nil {
		return nil, err
	}
	l.addPCM(c, parts{regs: regs, buffer: buffer})
	if err := c.Register(); err != nil {
		return nil, err
	}
	return c, d.Resources.Add(regs)
}
