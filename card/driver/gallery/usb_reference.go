package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var usbReferenceExhibit = Exhibit{
	Name:    "usb-reference",
	Caption: "the second cure: usb_get_intf in probe, usb_put_intf in private_free",
	Story: `A USB driver is told of the unplugging by its disconnect, which has to be short. It disconnects the card,
and leaves the rest to the last close with its last line: what the driver keeps is part of the card, and may be gone after
that line. The interface outlives all of it.`,
	Visit: Returns,
	Log: []string{
		"usb_get_intf refs=2", "unbind", "card 0 disconnect", "devres release usb_interface", "close pcmC0D0p",
		"card 0 free", "private_free", "usb_put_intf refs=0", "free usb_interface",
	},
	new: func(k chip) bus.Driver { return &usbReference{k, nil} },
}

// usbReference is noBusReference with a reference.
type usbReference struct {
	chip
	card *card.Card
}

// Probe takes a reference, which the card drops.
func (u *usbReference) Probe(d *bus.Device) error {
	intf, err := u.enumerate(d, "usb_interface") // the bus's own work
	if err != nil {
		return err
	}
	intf.get("usb_get_intf")
	u.card, err = u.ownCard(d, intf, func() { intf.put("usb_put_intf") })
	return err
}

// Remove is what USB calls disconnect.
func (u *usbReference) Remove(*bus.Device) {
	u.card.Disconnect()
	u.card.FreeWhenClosed()
}
