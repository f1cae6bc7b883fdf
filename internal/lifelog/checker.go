package lifelog

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Checker follows a log. Use New.
type Checker struct {
	at      time.Duration
	devices map[string]*device
	numbers map[int]*device // who has which card number
}

// New returns a checker of a log from its beginning.
func New() *Checker {
	return &Checker{devices: make(map[string]*device), numbers: make(map[int]*device)}
}

// Line parses the next line and checks it.
func (c *Checker) Line(line string) (Event, error) {
	e, err := Parse(line)
	if err != nil {
		return e, err
	}
	return e, c.Event(e)
}

// Event checks the next event: its time is not before the last one's, and its
// device may do that now.
func (c *Checker) Event(e Event) error {
	if e.At < c.at {
		return fmt.Errorf("%s %s: time goes back from %v to %v", e.Device, e.Text, c.at, e.At)
	}
	c.at = e.At
	if e.Kind == Notice || isExhibit(e.Device) {
		return nil
	}
	d := c.devices[e.Device]
	if d == nil {
		d = newDevice(c)
		c.devices[e.Device] = d
	}
	if err := d.do(e); err != nil {
		return fmt.Errorf("%s %s: %w", e.Device, e.Text, err)
	}
	return nil
}

// isExhibit reports whether a device is one of the driver gallery's. Their drivers do things
// in a wrong order on purpose, and have a check of their own.
func isExhibit(device string) bool { return strings.HasPrefix(device, "gallery-") }

// End says what is left at the end of the log of a server that has ended.
func (c *Checker) End() error {
	var left []error
	for _, name := range slices.Sorted(maps.Keys(c.devices)) {
		if d := c.devices[name]; d.plugged {
			left = append(left, fmt.Errorf("%s was plugged in and never released; left are resources %q and files %v", name, d.resources, d.open))
		}
	}
	return errors.Join(left...)
}

// Check checks the whole log of a server that has ended.
func Check(text string) error {
	c := New()
	for line := range strings.Lines(text) {
		if _, err := c.Line(strings.TrimSuffix(line, "\n")); err != nil {
			return err
		}
	}
	return c.End()
}
