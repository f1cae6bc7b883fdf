package model

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// Element is a control, with all that its description leaves to be understood.
type Element struct {
	Template  control.Template // without Ops
	Type      abi.CtlElemType
	Channels  int // values
	Span      Span
	Step      int64
	Items     []string
	Values    []int64 // at first
	Write     Write
	Notify    Notify
	Activates map[int64][]string // by item, the elements that do something while it is chosen
}

// maxElementName is as long as struct snd_ctl_elem_id has room for.
const maxElementName = 43

// maxValues are how many values an element of a type can have (snd_ctl_check_elem_info).
var maxValues = map[abi.CtlElemType]int{
	abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:    128,
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER:    128,
	abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED: 128,
	abi.SNDRV_CTL_ELEM_TYPE_BYTES:      512,
	abi.SNDRV_CTL_ELEM_TYPE_IEC958:     1,
	abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:  64,
}

// Element is what the control describes.
func (c *Control) Element() (Element, error) {
	e := Element{
		Template: control.Template{Device: c.Device, Subdevice: c.Subdevice, Name: c.Name, Index: c.Index, Count: cmp.Or(c.Count, 1)},
		Channels: cmp.Or(c.Channels, 1), Step: c.Step, Items: c.Items,
	}
	for _, read := range []func(*Element) error{
		c.readName, c.readWords, c.readRange, c.readLevels, c.readAccess, c.readValues, c.readActivates, c.checkUnit,
	} {
		if err := read(&e); err != nil {
			return e, err
		}
	}
	return e, nil
}

func (c *Control) readName(*Element) error {
	switch {
	case c.Name == "":
		return problemf(nil, "an element needs a name, such as name: Master Playback Volume")
	case len(c.Name) > maxElementName || !printable(c.Name):
		return problemf([]any{"name"}, "want %d printable characters at most", maxElementName)
	case c.Index > math.MaxInt32 || c.Count > maxElements:
		return problemf(nil, "that are too many elements: a card has %d at most", maxElements)
	}
	return nil
}

func (c *Control) readWords(e *Element) (err error) {
	e.Template.Iface = abi.SNDRV_CTL_ELEM_IFACE_MIXER
	if c.Iface != "" {
		e.Template.Iface, err = ifaces.value(c.Iface)
	}
	if err != nil {
		return at(err, "iface")
	}
	if c.Write != "" {
		e.Write, err = writes.value(c.Write)
	}
	if err != nil {
		return at(err, "write")
	}
	if c.Notify != "" {
		e.Notify, err = notifies.value(c.Notify)
	}
	if err != nil {
		return at(err, "notify")
	}
	return c.readType(e)
}

// readType finds the type out from what else there is, if it must.
func (c *Control) readType(e *Element) (err error) {
	switch {
	case c.Type != "":
		e.Type, err = types.value(c.Type)
	case c.Items != nil:
		e.Type = abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED
	case c.Range != nil:
		e.Type = abi.SNDRV_CTL_ELEM_TYPE_INTEGER
	case strings.HasSuffix(c.Name, "Switch"):
		e.Type = abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN
	default:
		err = errors.New("an element has a range, items or a type, or its name ends in Switch")
		return at(err)
	}
	if err != nil {
		return at(err, "type")
	}
	if e.Channels < 1 || e.Channels > maxValues[e.Type] {
		return problemf([]any{"channels"}, "an element of this type has 1 to %d", maxValues[e.Type])
	}
	return nil
}

func (c *Control) readRange(e *Element) error {
	number := e.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER || e.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER64
	choice := e.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED
	switch {
	case number && c.Range == nil:
		return problemf(nil, "a number needs a range, such as range: 0..31")
	case !number && (c.Range != nil || c.Step != 0):
		return problemf([]any{"range"}, "only a number has a range and a step")
	case choice && len(c.Items) == 0:
		return problemf(nil, "an enumerated element needs items")
	case !choice && c.Items != nil:
		return problemf([]any{"items"}, "only an enumerated element has items")
	case c.Step < 0:
		return problemf([]any{"step"}, "want a positive number")
	}
	e.Span = Span{0, 1}
	switch e.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
		e.Span = *c.Range
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		e.Span.High = int64(len(c.Items)) - 1
	case abi.SNDRV_CTL_ELEM_TYPE_BYTES, abi.SNDRV_CTL_ELEM_TYPE_IEC958:
		e.Span.High = math.MaxUint8
	}
	if e.Type == abi.SNDRV_CTL_ELEM_TYPE_INTEGER && (e.Span.Low < math.MinInt32 || e.Span.High > math.MaxInt32) {
		return problemf([]any{"range"}, "an integer lies between %d and %d; there is also type: integer64", math.MinInt32, math.MaxInt32)
	}
	return checkItems(c.Items)
}

// maxItemName is as long as struct snd_ctl_elem_info has room for.
const maxItemName = 63

func checkItems(items []string) error {
	for n, item := range items {
		if item == "" || len(item) > maxItemName || !printable(item) {
			return problemf([]any{"items", n}, "want 1 to %d printable characters", maxItemName)
		}
	}
	return nil
}

func (c *Control) readLevels(e *Element) (err error) {
	switch {
	case c.DB != nil && c.TLV != nil:
		return problemf([]any{"tlv"}, "an element has db or tlv, not both")
	case c.DB != nil && e.Type != abi.SNDRV_CTL_ELEM_TYPE_INTEGER:
		return problemf([]any{"db"}, "only an integer has a scale")
	case c.DB != nil:
		e.Template.TLV, err = c.DB.tlv()
		return at(err, "db")
	case c.TLV == nil:
		return nil
	}
	for n, text := range c.TLV {
		w, err := strconv.ParseUint(text, 0, 32)
		if err != nil {
			return problemf([]any{"tlv", n}, "want a number of 32 bits, such as 0x10001, not %q", text)
		}
		e.Template.TLV = append(e.Template.TLV, uint32(w))
	}
	if t := e.Template.TLV; len(t) < 2 || uint64(t[1]) != uint64(4*(len(t)-2)) {
		return problemf([]any{"tlv"}, "want a type, how many bytes follow, and those, as words")
	}
	return nil
}

func (c *Control) readAccess(e *Element) (err error) {
	e.Template.Access = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
	if e.Template.TLV != nil {
		e.Template.Access |= abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ
	}
	if c.Access == nil {
		return nil
	}
	e.Template.Access, err = bits(accesses, c.Access)
	switch {
	case err != nil:
		return at(err, "access")
	case e.Template.Access&abi.SNDRV_CTL_ELEM_ACCESS_READWRITE == 0:
		return problemf([]any{"access"}, "want read, write or both among them")
	case (e.Template.Access&abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ != 0) != (e.Template.TLV != nil):
		return problemf([]any{"access"}, "tlv_read goes with db or tlv")
	}
	return nil
}

// readValues gives the element the values that are described, or those that a card has
// after its first minutes: on, and 0 dB.
func (c *Control) readValues(e *Element) error {
	if c.Values == nil {
		e.Values = slices.Repeat([]int64{c.usual(e)}, e.kept())
		return nil
	}
	if len(c.Values) > e.kept() {
		return problemf([]any{"values"}, "there are %d values, and the element has %d", len(c.Values), e.kept())
	}
	for n, text := range c.Values {
		value, err := e.value(text)
		if err != nil {
			return at(err, "values", n)
		}
		e.Values = append(e.Values, value)
	}
	switch {
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_IEC958: // the further bytes are 0
		e.Values = append(e.Values, make([]int64, e.kept()-len(e.Values))...)
	case len(e.Values) == 1:
		e.Values = slices.Repeat(e.Values, e.Channels)
	case len(e.Values) != e.Channels:
		return problemf([]any{"values"}, "want one value, or %d", e.Channels)
	}
	return nil
}

func (e *Element) kept() int { r := e.Range(); return r.Kept() }

// Range is the element's, as the control interface has it.
func (e *Element) Range() control.Range {
	return control.Range{Type: e.Type, Channels: e.Channels, Min: e.Span.Low, Max: e.Span.High, Step: e.Step, Items: e.Items}
}

func (c *Control) usual(e *Element) int64 {
	switch {
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
		return 1
	case e.Type != abi.SNDRV_CTL_ELEM_TYPE_INTEGER:
		return e.Span.Low
	case c.DB != nil:
		return c.DB.zero(e.Span)
	}
	return e.Span.High
}

// value reads one value: a number, on or off, or an item's name.
func (e *Element) value(text string) (int64, error) {
	switch {
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		if n := slices.Index(e.Items, text); n >= 0 {
			return int64(n), nil
		}
		return 0, fmt.Errorf("there is no item %q", text)
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN && text == "on":
		return 1, nil
	case e.Type == abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN && text == "off":
		return 0, nil
	}
	value, err := strconv.ParseInt(text, 0, 64)
	if err != nil || value < e.Span.Low || value > e.Span.High {
		return 0, fmt.Errorf("want a number from %d to %d, not %q", e.Span.Low, e.Span.High, text)
	}
	return value, nil
}

// checkUnit looks at what a USB device would tell of the element.
func (c *Control) checkUnit(*Element) error {
	switch {
	case c.Unit < 0 || c.Unit > math.MaxUint8:
		return problemf([]any{"unit"}, "want a number from 1 to %d", math.MaxUint8)
	case c.Raw != nil && (c.Raw.Low < math.MinInt16 || c.Raw.High > math.MaxInt16):
		return problemf([]any{"raw"}, "a USB device has numbers from %d to %d", math.MinInt16, math.MaxInt16)
	}
	return nil
}

func (c *Control) readActivates(e *Element) error {
	if c.Activates == nil {
		return nil
	}
	if e.Type != abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED || e.Channels != 1 || e.Template.Count != 1 {
		return problemf([]any{"activates"}, "only a single enumerated element with one channel activates others")
	}
	e.Activates = make(map[int64][]string)
	for item, names := range c.Activates {
		n := slices.Index(c.Items, item)
		if n < 0 {
			return problemf([]any{"activates"}, "there is no item %q", item)
		}
		e.Activates[int64(n)] = names
	}
	return nil
}
