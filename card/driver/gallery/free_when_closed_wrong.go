package gallery

import "github.com/vsndfs/vsndfs/card/bus"

var freeWhenClosedWrongExhibit = Exhibit{
	Name:    "free-when-closed-wrong",
	Caption: "remove does not wait, but devres has what the card uses: it goes long before the program closes",
	Story: `Whether remove waits decides who must own what. This driver was right with snd_card_free in its remove, and only
that call has changed: now devres releases the registers and the buffer as soon as remove has returned, and the program, which closes
when it likes, has them used once more by its hw_free and by the card's private_free.`,
	Visit: Returns,
	Log: []string{
		"unbind", "card 0 disconnect", "devres release buffer", "devres release regs", "oops use after release of buffer by hw_free",
		"close pcmC0D0p", "card 0 free", "private_free", "oops use after release of regs by private_free", "device release",
	},
	Oopses: []string{"buffer by hw_free", "regs by private_free"},
	new:    func(k chip) bus.Driver { return &freeWhenClosedWrong{freeWhenClosed{chip: k}} },
}

// freeWhenClosedWrong has a card that does not own what it uses.
type freeWhenClosedWrong struct{ freeWhenClosed }

// Probe makes the card by hand, and leaves the rest to devres.
func (f *freeWhenClosedWrong) Probe(d *bus.Device) (err error) {
	regs, buffer := f.ioremap(d), f.dmaAlloc(d)
	if err := d.Resources.Add(regs); err != nil {
		return err
	}
	if err := d.Resources.Add(buffer); err != nil {
		return err
	}
	f.card, err = f.env.Core.New(d, f.settings.CardIndex())
	if err != nil {
		return err
	}
	f.card.SetPrivateFree(regs.switchOff)
	f.addPCM(f.card, parts{regs: regs, buffer: buffer})
	if err := f.card.Register(); err != nil {
		f.card.Free()
		return err
	}
	return nil
}
