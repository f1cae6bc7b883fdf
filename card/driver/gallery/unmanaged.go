package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var unmanagedExhibit = Exhibit{
	Name:    "unmanaged",
	Caption: "everything by hand, and right: remove frees the card first, and what it used after it",
	Story: `This is how drivers were written before devres, and how those that must still are. Remove does by hand what the
managed driver gets from the order of its list: snd_card_free first, which waits for the program, then the rest in
the reverse order of probe. Probe has the same to do for each way in which it can fail.`,
	Log: []string{
		"unbind", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free",
		"free buffer", "free regs", "device release",
	},
	new: func(k chip) bus.Driver { return &unmanaged{chip: k} },
}

// unmanaged does everything by hand.
type unmanaged struct {
	chip
	regs   *registers
	card   *card.Card
	buffer *buffer
}

// Probe acquires one thing after the other. Whatever fails, it frees those before.
func (u *unmanaged) Probe(d *bus.Device) (err error) {
	u.regs = u.ioremap(d)
	u.card, err = u.env.Core.New(d, u.settings.CardIndex())
	if err != nil {
		u.regs.Free()
		return err
	}
	u.card.SetPrivateFree(u.regs.switchOff)
	u.buffer = u.dmaAlloc(d)
	u.addPCM(u.card, parts{regs: u.regs, buffer: u.buffer})
	if err := u.card.Register(); err != nil {
		u.Remove(d)
		return err
	}
	return nil
}

// Remove frees the card first, and then what the card has used.
func (u *unmanaged) Remove(*bus.Device) {
	u.card.Free()
	u.buffer.Free()
	u.regs.Free()
}
