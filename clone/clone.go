package clone

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// Clone is what was found of a card.
type Clone struct {
	Of          Name
	Description *model.Description
	Missing     []string // what a description cannot say of it, a line each
}

// Card describes the card of a name whose nodes are in dir. Errors are one line each,
// and say what to do.
func Card(dir string, name Name) (*Clone, error) {
	number, err := name.find(dir)
	if err != nil {
		return nil, err
	}
	n, err := openNode(unix.O_RDONLY, controlPath(dir, number))
	if err != nil {
		return nil, err
	}
	defer n.close()
	c := &cloner{Clone{Of: name, Description: new(model.Description)}, n, dir, number}
	for _, read := range []func() error{c.readNames, c.readPCMs, c.readElements} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if err := c.Description.Check(); err != nil {
		return nil, fmt.Errorf("describe %v: %w", name, err)
	}
	return &c.Clone, nil
}

// cloner reads a card.
type cloner struct {
	Clone
	control *node
	dir     string
	number  int
}

// miss notes what a description cannot say.
func (c *cloner) miss(format string, args ...any) {
	c.Missing = append(c.Missing, fmt.Sprintf(format, args...))
}

// usbComponents is how snd-usb-audio says which device a card is.
var usbComponents = regexp.MustCompile(`^USB([0-9a-f]{4}:[0-9a-f]{4})$`)

// readNames reads what the card is called.
func (c *cloner) readNames() error {
	info, err := c.control.cardInfo()
	if err != nil {
		return err
	}
	id, d := text(info.ID[:]), c.Description
	d.Name, d.Driver, d.LongName = text(info.Name[:]), text(info.Driver[:]), text(info.Longname[:])
	d.Mixer, d.Components = text(info.Mixername[:]), text(info.Components[:])
	if strings.TrimSpace(d.Name) == "" {
		d.Name = id
	}
	if !model.IsID(id) {
		c.miss("the id %q: want letters and digits, the first a letter", id)
		id = ""
	}
	d.ID = id
	if m := usbComponents.FindStringSubmatch(d.Components); m != nil {
		d.USB, d.Components = &model.USB{ID: m[1]}, ""
	}
	d.Shorten()
	return nil
}

// text is a card's, without what cannot be printed.
func text(b []byte) string { return model.Printable(abi.GetString(b)) }
