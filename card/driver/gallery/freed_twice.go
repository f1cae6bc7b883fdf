package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var freedTwiceExhibit = Exhibit{
	Name:    "freed-twice",
	Caption: "careful in remove, but what it frees by hand is devres's too: released a second time",
	Story: `A driver is converted to devres step by step. Its registers are managed by now, and the line in remove that
freed them was forgotten. The card is freed first, so no program sees it; devres then releases what is gone, and what may have
become somebody else's meanwhile. devm_iounmap, say, would have taken the registers off the list.`,
	Log: []string{
		"unbind", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free", "free regs",
		"devres release trigger_card_free", "devres release regs", "oops use after release of regs by release", "device release",
	},
	Oopses: []string{"regs by release"},
	new:    func(k chip) bus.Driver { return &freedTwice{mixedCareful{mixedWrong{chip: k}}} },
}

// freedTwice is mixedCareful, half converted.
type freedTwice struct{ mixedCareful }

// Probe hands the registers to devres, too.
func (f *freedTwice) Probe(d *bus.Device) error {
	f.regs = f.ioremap(d)
	if err := d.Resources.Add(f.regs); err != nil {
		return err
	}
	return card.FreeOnError(d, f.probe(d))
}
