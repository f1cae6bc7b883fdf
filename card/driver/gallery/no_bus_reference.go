package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var noBusReferenceExhibit = Exhibit{
	Name:    "no-bus-reference",
	Caption: "remove does not wait, and what the bus keeps of the device is gone when the program closes",
	Story: `This is the case that Takashi Sakamoto had in mind. The card owns all that its driver has acquired, but its close has something to
say to the device, over the bus. When the driver is unbound the bus drops its reference and forgets the device; the program
closes later, and close uses what the bus has freed.`,
	Visit: Returns,
	Log: []string{
		"unbind", "card 0 disconnect", "devres release usb_interface", "free usb_interface",
		"oops use after release of usb_interface by close", "close pcmC0D0p", "card 0 free", "private_free",
	},
	Oopses: []string{"usb_interface by close"},
	new:    func(k chip) bus.Driver { return &noBusReference{k, nil} },
}

// noBusReference is freeWhenClosed on a bus.
type noBusReference struct {
	chip
	card *card.Card
}

// Probe uses what the bus keeps of the device, and takes no reference.
func (n *noBusReference) Probe(d *bus.Device) error {
	unit, err := n.enumerate(d, "usb_interface") // the bus's own work
	if err != nil {
		return err
	}
	n.card, err = n.ownCard(d, unit, func() {})
	return err
}

// Remove returns at once. After it the bus drops its own reference, the only one.
func (n *noBusReference) Remove(*bus.Device) { n.card.FreeWhenClosed() }
