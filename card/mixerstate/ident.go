package mixerstate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card/abi"
)

// ident is what an element is called, from one card of a model to the next: its id
// without the numid.
type ident struct {
	iface             abi.CtlElemIface
	device, subdevice uint32
	name              string
	index             uint32
}

func identOf(id *abi.CtlElemId) ident {
	return ident{id.Iface, id.Device, id.Subdevice, abi.GetString(id.Name[:]), id.Index}
}

// ifaces are the interfaces' names, as a card's description has them.
var ifaces = []string{"card", "hwdep", "mixer", "pcm", "rawmidi", "timer", "sequencer"}

// usual is the interface of what does not say one.
const usual = abi.SNDRV_CTL_ELEM_IFACE_MIXER

func parseIface(text string) (abi.CtlElemIface, error) {
	n := slices.Index(ifaces, strings.ToLower(text)) // amixer has them in capitals
	if n < 0 {
		return 0, fmt.Errorf("%q is no interface: there are %s", text, strings.Join(ifaces, ", "))
	}
	return abi.CtlElemIface(n), nil
}
