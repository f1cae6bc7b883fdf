package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var registeredAgainExhibit = Exhibit{
	Name:    "registered-again",
	Caption: "the cure of late-resource: registering the card again moves the trigger to the end",
	Story: `snd_card_register may be called again, for what a driver has added since. For a managed card it takes the old trigger
off the list and adds a new one, so that what was acquired in between is older than that. (To acquire the
registers before is the better cure.)`,
	Log: []string{
		"devres add regs", "devres remove trigger_card_free", "devres add trigger_card_free", "unbind",
		"devres release trigger_card_free", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free",
		"devres release regs", "devres release buffer", "devres release snd_card_release", "device release",
	},
	new: func(k chip) bus.Driver { return &registeredAgain{lateResource{k}} },
}

// registeredAgain is lateResource with one call more.
type registeredAgain struct{ lateResource }

// Probe registers the card again when everything is acquired.
func (r *registeredAgain) Probe(d *bus.Device) error {
	c, err := r.probe(d)
	if err == nil {
		err = c.Register()
	}
	return card.FreeOnError(d, err)
}
