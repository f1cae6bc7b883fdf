package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var pciReferenceExhibit = Exhibit{
	Name:    "pci-reference",
	Caption: "the first cure: pci_dev_get in probe, pci_dev_put in private_free",
	Story: `The card holds the device that its close uses. Remove still does not wait, the bus still drops its reference, but it is not
the last: that goes when the card does. (The sound drivers of Linux's PCI cards take none: theirs wait in remove.)`,
	Visit: Returns,
	Log: []string{
		"pci_dev_get refs=2", "unbind", "card 0 disconnect", "devres release pci_dev", "close pcmC0D0p", "card 0 free", "private_free",
		"pci_dev_put refs=0", "free pci_dev",
	},
	new: func(k chip) bus.Driver { return &pciReference{k, nil} },
}

// pciReference is noBusReference with a reference.
type pciReference struct {
	chip
	card *card.Card
}

// Probe takes a reference, which the card drops.
func (p *pciReference) Probe(d *bus.Device) error {
	pci, err := p.enumerate(d, "pci_dev") // the bus's own work
	if err != nil {
		return err
	}
	pci.get("pci_dev_get")
	p.card, err = p.ownCard(d, pci, func() { pci.put("pci_dev_put") })
	return err
}

// Remove returns at once.
func (p *pciReference) Remove(*bus.Device) { p.card.FreeWhenClosed() }
