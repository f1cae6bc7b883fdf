package gallery

import (
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var mixedWrongExhibit = Exhibit{
	Name:    "mixed-wrong",
	Caption: "registers by hand, the card by devres: they are freed while the program plays",
	Story: `Remove runs before the managed resources are released, and the card is one of them. So it frees the
registers of a card that nobody has disconnected yet. The program plays on: the next period's interrupt asks the registers for
the position, then disconnecting the card stops the stream, and at last the card's own cleanup wants to switch the chip off.
Each of them touches what is gone.`,
	Log: []string{
		"unbind", "free regs", "oops use after release of regs by pointer", "devres release trigger_card_free", "card 0 disconnect",
		"card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free", "devres release snd_card_release", "device release",
	},
	Oopses: []string{"regs by pointer", "regs by trigger STOP", "regs by private_free"},
	new:    func(k chip) bus.Driver { return &mixedWrong{chip: k} },
}

// mixedWrong has a managed card, but keeps the registers by hand.
type mixedWrong struct {
	chip
	regs *registers
	card *card.Card
}

// Probe acquires some things through devres, and others not.
func (m *mixedWrong) Probe(d *bus.Device) error {
	m.regs = m.ioremap(d)
	if err := card.FreeOnError(d, m.probe(d)); err != nil {
		m.regs.Free()
		return err
	}
	return nil
}

func (m *mixedWrong) probe(d *bus.Device) (err error) {
	m.card, err = m.env.Core.NewManaged(d, m.settings.CardIndex())
	if err != nil {
		return err
	}
	m.card.SetPrivateFree(m.regs.switchOff)
	buffer := m.dmaAlloc(d)
	if err := d.Resources.Add(buffer); err != nil {
		return err
	}
	m.addPCM(m.card, parts{regs: m.regs, buffer: buffer})
	return m.card.Register()
}

// Remove frees what was acquired by hand. The card is still there.
func (m *mixedWrong) Remove(*bus.Device) {
	m.regs.Free()
	time.Sleep(settling) // the chip's outputs discharge
}
