package described

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// What a unit of a USB device controls, by the numbers of the USB audio class 1.0.
const (
	selectorControl = 0
	muteControl     = 1
	volumeControl   = 2
)

// unitControl is an element as the unit of a USB device has it.
type unitControl struct {
	unit     int
	name     string
	index    uint32
	control  int
	channels int
	kind     string // the kernel's usb_mixer_value_type
	span     model.Span
	db       [2]int32 // in 0.01 dB
}

// unitControls are those elements, in the order of the kernel's lists: by unit, the
// last to be added first. What has no place on a USB device is left out.
func unitControls(d *model.Description) []unitControl {
	var all []unitControl
	units := make(map[string]int)
	for n := range d.Controls {
		u, ok := unitControlOf(&d.Controls[n])
		if !ok {
			continue
		}
		u.unit = unitOf(&d.Controls[n], units)
		all = append(all, u)
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b unitControl) int { return a.unit - b.unit })
	return all
}

// unitOf is the unit of an element: the one that is described, or that of the switch or
// volume of the same name. Between two terminals there is one unit.
func unitOf(c *model.Control, units map[string]int) int {
	if c.Unit != 0 {
		return c.Unit
	}
	name := strings.TrimSuffix(strings.TrimSuffix(c.Name, " Switch"), " Volume")
	unit, ok := units[name]
	if !ok {
		unit = 2 + 3*len(units)
		units[name] = unit
	}
	return unit
}

func unitControlOf(c *model.Control) (unitControl, bool) {
	e, err := c.Element()
	if err != nil || e.Template.Iface != abi.SNDRV_CTL_ELEM_IFACE_MIXER {
		return unitControl{}, false
	}
	u := unitControl{name: c.Name, index: c.Index, channels: e.Channels, span: e.Span}
	switch {
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
		u.control, u.kind = muteControl, "INV_BOOLEAN"
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER:
		u.control, u.kind = volumeControl, "S16"
		if c.DB != nil {
			u.db = c.DB.Ends(e.Span)
		}
		u.span = rawLevels(c, u)
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		u.control, u.kind = selectorControl, "U8"
		u.span = model.Span{Low: 1, High: int64(len(e.Items))}
	default:
		return u, false
	}
	return u, true
}

// rawLevels are the ends of a volume as the device tells them, in 1/256 dB.
func rawLevels(c *model.Control, u unitControl) model.Span {
	switch {
	case c.Raw != nil:
		return *c.Raw
	case c.DB == nil:
		return u.span
	}
	raw := func(hundredths int32) int64 { return int64(math.Round(float64(hundredths) * 2.56)) }
	return model.Span{Low: raw(u.db[0]), High: raw(u.db[1])}
}

// describe is snd_usb_mixer_dump_cval. Only a control of all channels has no mask of
// them.
func (u unitControl) describe(b *strings.Builder) {
	mask := 0
	if u.channels > 1 {
		mask = 1<<u.channels - 1
	}
	fmt.Fprintf(b, "  Unit: %d\n    Control: name=%q, index=%d\n", u.unit, u.name, u.index)
	fmt.Fprintf(b, "    Info: id=%d, control=%d, cmask=%#x, channels=%d, type=%q\n", u.unit, u.control, mask, u.channels, u.kind)
	fmt.Fprintf(b, "    Volume: min=%d, max=%d, dBmin=%d, dBmax=%d\n", u.span.Low, u.span.High, u.db[0], u.db[1])
}

// addUSBMixer gives the card the text of its units (snd_usb_mixer_proc_read).
func (m *described) addUSBMixer(c *card.Card) {
	vendor, product, _ := strings.Cut(m.USB.ID, ":")
	id, err := strconv.ParseUint(vendor+product, 16, 32)
	if err != nil {
		return // Check would have told
	}
	all := unitControls(m.Description)
	c.Texts().Text("usbmixer", func(b *strings.Builder) {
		fmt.Fprintf(b, "USB Mixer: usb_id=0x%08x, ctrlif=0, ctlerr=0\nCard: %s\n", id, c.LongName)
		for _, u := range all {
			u.describe(b)
		}
	})
}
