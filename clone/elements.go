package clone

import (
	"errors"
	"fmt"
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// readElements reads the card's elements, in the order of their numbers.
func (c *cloner) readElements() error {
	ids, err := c.listIDs()
	if err != nil {
		return err
	}
	for n := range ids {
		err := c.readElement(&ids[n])
		switch {
		case err == nil:
		case isFatal(err):
			return &nodeError{"read the elements of", c.control.path, err}
		default:
			c.miss("element %s: %v", nameOf(&ids[n]), err)
		}
	}
	c.unplace()
	return nil
}

// listIDs are the ids of the elements.
func (c *cloner) listIDs() ([]abi.CtlElemId, error) {
	const atOnce = 256
	var all []abi.CtlElemId
	for {
		some := make([]abi.CtlElemId, atOnce)
		used, count, err := listIDs(c.control.fd, uint32(len(all)), some)
		if err != nil {
			return nil, &nodeError{"list the elements of", c.control.path, err}
		}
		all = append(all, some[:min(used, atOnce)]...)
		if used == 0 || uint32(len(all)) >= count {
			break
		}
	}
	slices.SortStableFunc(all, func(a, b abi.CtlElemId) int { return int(a.Numid) - int(b.Numid) })
	return all, nil
}

// nameOf is how amixer calls an element.
func nameOf(id *abi.CtlElemId) string {
	name := fmt.Sprintf("%d %q", id.Numid, abi.GetString(id.Name[:]))
	if id.Index > 0 {
		name += fmt.Sprintf(",%d", id.Index)
	}
	return name
}

// Why an element is left out. The rest of the line says which one.
var (
	errUser     = errors.New("a program has added it")
	errUnusable = errors.New("nobody can read or write it")
)

// element is one that is being described.
type element struct {
	id     abi.CtlElemId
	info   abi.CtlElemInfo
	value  abi.CtlElemValue
	tlv    []uint32
	access abi.CtlElemAccess // without what a description cannot say
}

// readElement reads an element and describes it: as a jack, as one of a stream's channel
// maps, or by itself. Errors are errnos, or say why it cannot be described.
func (c *cloner) readElement(id *abi.CtlElemId) error {
	e := &element{id: *id, info: abi.CtlElemInfo{ID: *id}}
	if err := ioctl(c.control.fd, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &e.info); err != nil {
		return err
	}
	if e.info.Access&abi.SNDRV_CTL_ELEM_ACCESS_USER != 0 {
		return errUser
	}
	if e.info.Access&abi.SNDRV_CTL_ELEM_ACCESS_READWRITE == 0 {
		return errUnusable
	}
	e.access = e.info.Access &^ (abi.SNDRV_CTL_ELEM_ACCESS_LOCK | abi.SNDRV_CTL_ELEM_ACCESS_OWNER)
	if err := c.readValue(e); err != nil {
		return err
	}
	if err := c.readTLV(e); err != nil {
		return err
	}
	if c.isChannelMap(e) || c.isJack(e) {
		return nil
	}
	control, err := c.describe(e)
	if err != nil {
		return err
	}
	c.Description.Controls = append(c.Description.Controls, *control)
	return nil
}

// readValue reads what the element is set to, if it says so.
func (c *cloner) readValue(e *element) error {
	if e.access&abi.SNDRV_CTL_ELEM_ACCESS_READ == 0 {
		return nil
	}
	e.value.ID = e.id
	return ioctl(c.control.fd, abi.SNDRV_CTL_IOCTL_ELEM_READ, &e.value)
}

// unsaid are the access bits that a description cannot say: those of TLV data that are
// written.
const unsaid = abi.SNDRV_CTL_ELEM_ACCESS_TLV_WRITE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND

// readTLV reads the scale of the element, if it has one.
func (c *cloner) readTLV(e *element) error {
	if e.access&unsaid != 0 {
		c.miss("element %s: its TLV data cannot be written", nameOf(&e.id))
		e.access &^= unsaid
	}
	if e.access&abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ == 0 {
		e.access &^= abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK
		return nil
	}
	tlv, err := readTLV(c.control.fd, e.id.Numid)
	switch {
	case err == nil:
		e.tlv = tlv
		return nil
	case isFatal(err):
		return err
	}
	c.miss("element %s: its TLV data cannot be read: %v", nameOf(&e.id), err)
	e.access &^= abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK
	return nil
}

// describe says an element in a description's words.
func (c *cloner) describe(e *element) (*model.Control, error) {
	control := &model.Control{
		Name: abi.GetString(e.id.Name[:]), Iface: model.IfaceWord(e.id.Iface),
		Device: e.id.Device, Subdevice: e.id.Subdevice, Index: e.id.Index,
		Type: model.TypeWord(e.info.Type), Access: model.AccessWords(e.access),
	}
	if e.info.Count != 1 {
		control.Channels = int(e.info.Count)
	}
	if c.isEmpty(e, control) {
		return control, control.Shorten()
	}
	if e.info.Count == 0 || control.Type == "" || control.Iface == "" {
		return nil, fmt.Errorf("no description can say its type %d, with %d values", e.info.Type, e.info.Count)
	}
	if err := c.describeRange(e, control); err != nil {
		return nil, err
	}
	if control.DB = model.DBOf(e.tlv); control.DB == nil || e.info.Type != abi.SNDRV_CTL_ELEM_TYPE_INTEGER {
		control.DB, control.TLV = nil, hexWords(e.tlv)
	}
	if err := c.describeValues(e, control); err != nil {
		return nil, err
	}
	for _, text := range append(model.Words{control.Name}, control.Items...) {
		if model.Printable(text) != text {
			return nil, fmt.Errorf("%q is not printable", text)
		}
	}
	c.addHabit(e, control)
	return control, control.Shorten()
}

// isEmpty describes bytes that are there only while a plug is in a jack, such as an HDMI
// output's ELD, of a jack without one. What they will be nobody knows.
func (c *cloner) isEmpty(e *element, to *model.Control) bool {
	jack := fmt.Sprintf("HDMI/DP,pcm=%d", e.id.Device)
	if e.info.Type != abi.SNDRV_CTL_ELEM_TYPE_BYTES || e.info.Count != 0 || !slices.Contains(c.Description.Jacks, model.Jack{Name: jack}) {
		return false
	}
	to.Channels, to.WithJack = 0, jack
	c.miss("element %s: its values while a screen is there", nameOf(&e.id))
	return true
}

func hexWords(words []uint32) model.Words {
	var all model.Words
	for _, w := range words {
		all = append(all, fmt.Sprintf("%#x", w))
	}
	return all
}

// describeRange says what values there are.
func (c *cloner) describeRange(e *element, to *model.Control) error {
	switch e.info.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_INTEGER, abi.SNDRV_CTL_ELEM_TYPE_INTEGER64:
		limits := e.info.Integer()
		if limits.Min > limits.Max {
			return fmt.Errorf("its range ends before it begins: %d..%d", limits.Min, limits.Max)
		}
		to.Range, to.Step = &model.Span{Low: limits.Min, High: limits.Max}, limits.Step
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return c.describeItems(e, to)
	}
	return nil
}

// describeItems asks for the name of each item.
func (c *cloner) describeItems(e *element, to *model.Control) error {
	const most = 4096 // no card has as many
	if e.info.Enumerated().Items == 0 {
		return errors.New("it has no items")
	}
	for n := range min(e.info.Enumerated().Items, most) {
		info := abi.CtlElemInfo{ID: e.id}
		info.Enumerated().Item = n
		if err := ioctl(c.control.fd, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &info); err != nil {
			return err
		}
		to.Items = append(to.Items, abi.GetString(info.Enumerated().Name[:]))
	}
	return nil
}

// describeValues says what the element is set to. A value that is none of its own is the
// nearest.
func (c *cloner) describeValues(e *element, to *model.Control) error {
	if e.access&abi.SNDRV_CTL_ELEM_ACCESS_READ == 0 {
		return nil
	}
	var all model.Words
	switch e.info.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_IEC958:
		all = byteWords(e.value.Iec958().Status[:])
		for len(all) > 1 && all[len(all)-1] == "0" {
			all = all[:len(all)-1]
		}
	case abi.SNDRV_CTL_ELEM_TYPE_BYTES:
		if e.info.Count > uint32(len(e.value.Bytes())) {
			return syscall.EOVERFLOW
		}
		all = byteWords(e.value.Bytes()[:e.info.Count])
	default:
		if e.info.Count > uint32(len(e.value.Value)) {
			return syscall.EOVERFLOW
		}
		for n := range e.info.Count {
			all = append(all, valueWord(e, to, int(n)))
		}
	}
	to.Values = oneForAll(all)
	return nil
}

func byteWords(bytes []byte) model.Words {
	var all model.Words
	for _, b := range bytes {
		all = append(all, fmt.Sprint(b))
	}
	return all
}

func valueWord(e *element, to *model.Control, n int) string {
	switch e.info.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		return to.Items[min(int(e.value.Enumerated()[n]), len(to.Items)-1)]
	case abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
		if e.value.Value[n] != 0 {
			return "on"
		}
		return "off"
	}
	return fmt.Sprint(min(max(e.value.Value[n], to.Range.Low), to.Range.High))
}

// oneForAll is one value if all are the same.
func oneForAll(all model.Words) model.Words {
	if len(slices.Compact(slices.Clone(all))) == 1 {
		return all[:1]
	}
	return all
}
