package gallery

import (
	"github.com/vsndfs/vsndfs/card/bus"
)

var mixedCarefulExhibit = Exhibit{
	Name:    "mixed-careful",
	Caption: "registers by hand, the card by devres: remove frees the card itself, first",
	Story: `The cure of mixed-wrong is one line. Remove may call snd_card_free for a managed card: that waits for the program,
and when the trigger and the card's own entry are released later they find the card freed.`,
	Log: []string{
		"unbind", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free", "free regs",
		"devres release trigger_card_free", "devres release buffer", "devres release snd_card_release", "device release",
	},
	new: func(k chip) bus.Driver { return &mixedCareful{mixedWrong: mixedWrong{chip: k}} },
}

// mixedCareful probes as mixedWrong does.
type mixedCareful struct {
	mixedWrong
}

// Remove frees the card before what it frees by hand.
func (m *mixedCareful) Remove(d *bus.Device) {
	m.card.Free()
	m.mixedWrong.Remove(d)
}
