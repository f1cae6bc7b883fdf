package gallery

import (
	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var managedExhibit = Exhibit{
	Name:    "managed",
	Caption: "everything through devres: the card goes first, and waits for the program",
	Story: `There is no remove. Registering the card added the trigger, the newest of the managed resources, so
unbinding releases it first: the card is disconnected, and nothing else is released before the program has closed
its file. Its hw_free and close, and private_free, still find all that they use, the bus's data too, of which
the driver holds no reference.`,
	Log: []string{
		"devres release trigger_card_free", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free",
		"private_free", "devres release buffer", "devres release snd_card_release", "devres release regs",
		"devres release usb_interface", "device release",
	},
	new: func(k chip) bus.Driver { return &managed{k} },
}

// managed leaves everything to devres. It has no remove.
type managed struct{ chip }

// Probe acquires each thing as a managed resource, and registers the card last.
func (m *managed) Probe(d *bus.Device) error {
	return card.FreeOnError(d, m.probe(d))
}

func (m *managed) probe(d *bus.Device) error {
	unit, err := m.enumerate(d, "usb_interface") // the bus's own work
	if err != nil {
		return err
	}
	regs := m.ioremap(d)
	if err := d.Resources.Add(regs); err != nil {
		return err
	}
	c, err := m.env.Core.NewManaged(d, m.settings.CardIndex())
	if err != nil {
		return err
	}
	c.SetPrivateFree(regs.switchOff)
	buffer := m.dmaAlloc(d)
	if err := d.Resources.Add(buffer); err != nil {
		return err
	}
	m.addPCM(c, parts{regs, buffer, unit})
	return c.Register()
}
