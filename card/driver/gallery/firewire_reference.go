package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var firewireReferenceExhibit = Exhibit{
	Name:    "firewire-reference",
	Caption: "the third cure: fw_unit_get in probe, fw_unit_put in private_free, and remove waits all the same",
	Story: `All of Linux's FireWire sound drivers take the reference right after they have made the card, and drop it in
private_free. Their remove waits for the program too, so the bus still has its own reference when private_free
drops the card's. Either would do; with both, nobody has to know which.`,
	Log: []string{
		"fw_unit_get refs=2", "unbind", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free",
		"fw_unit_put refs=1", "devres release fw_unit", "free fw_unit", "device release",
	},
	new: func(k chip) bus.Driver { return &firewireReference{k, nil} },
}

// firewireReference is noBusReference with a reference and a remove that waits.
type firewireReference struct {
	chip
	card *card.Card
}

// Probe takes a reference, which the card drops.
func (f *firewireReference) Probe(d *bus.Device) error {
	unit, err := f.enumerate(d, "fw_unit") // the bus's own work
	if err != nil {
		return err
	}
	unit.get("fw_unit_get")
	f.card, err = f.ownCard(d, unit, func() { unit.put("fw_unit_put") })
	return err
}

// Remove waits until private_free has run.
func (f *firewireReference) Remove(*bus.Device) { f.card.Free() }
