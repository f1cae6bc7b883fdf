package clone

import (
	"cmp"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// habit is what a driver does when a program writes to elements of a type: what becomes of
// a value out of range, and when a write is a change. Nobody can be asked that without
// changing the card, so it is taken from what Linux 6.12 did when it was asked
// (test/conformance, ctl_walk).
type habit struct{ write, notify string }

// habits are those of the drivers that are known, by what the card calls its driver. They
// are of the mixer's elements.
var habits = map[string]map[abi.CtlElemType]habit{
	"Dummy": {
		abi.SNDRV_CTL_ELEM_TYPE_INTEGER: {write: "clamp"},
		abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN: {write: "low_bit", notify: "all"},
	},
	"HDA-Intel": {
		abi.SNDRV_CTL_ELEM_TYPE_INTEGER: {write: "each"},
		abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN: {write: "each_long"},
	},
	"USB-Audio": {
		abi.SNDRV_CTL_ELEM_TYPE_INTEGER: {write: "each"},
		abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN: {write: "each"},
	},
}

// addHabit says of an element what is known of its driver.
func (c *cloner) addHabit(e *element, to *model.Control) {
	if e.id.Iface != abi.SNDRV_CTL_ELEM_IFACE_MIXER || e.access&abi.SNDRV_CTL_ELEM_ACCESS_WRITE == 0 {
		return
	}
	driver := cmp.Or(c.Description.Driver, model.DefaultDriver)
	h := habits[driver][e.info.Type]
	to.Write, to.Notify = h.write, h.notify
	if driver == "Dummy" && to.Name == "External I/O Box" {
		c.activate(to, "CD Player", "CD Volume", "CD Capture Switch")
	}
}

// activate says that other elements do something while an item of this one is chosen, if
// there are such.
func (c *cloner) activate(to *model.Control, item string, others ...string) {
	missing := func(name string) bool { return c.Description.Control(name) == nil }
	if slices.Contains(to.Items, item) && !slices.ContainsFunc(others, missing) {
		to.Activates = map[string]model.Words{item: others}
	}
}
