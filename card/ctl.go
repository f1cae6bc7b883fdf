package card

import "github.com/vsndfs/vsndfs/internal/ordered"

// ctlRegistry is what a card's control interface and its other devices know of
// each other. Handlers are added by the probe alone; preferences are guarded by
// Card.mu.
type ctlRegistry struct {
	handlers    map[uint32]ControlHandler
	preferences ordered.Set[*Preference]
}

// ControlHandler carries out, on the control node, an ioctl that belongs to
// another device type: the enumeration of PCMs, say. p is the preference of the
// control file.
type ControlHandler func(p *Preference, c *Call, i *Ioctl) error

// HandleControl gives the control node an ioctl (snd_ctl_register_ioctl). The
// handler given last is the one that is called.
func (c *Card) HandleControl(cmd uint32, h ControlHandler) {
	if c.ctl.handlers == nil {
		c.ctl.handlers = make(map[uint32]ControlHandler)
	}
	c.ctl.handlers[cmd] = h
}

// ControlHandler finds what HandleControl was given.
func (c *Card) ControlHandler(cmd uint32) (ControlHandler, bool) {
	h, ok := c.ctl.handlers[cmd]
	return h, ok
}

// Preference is which subdevice the thread that opened a control file wants its
// next open to get, and which device the file was told of last. It lasts as long
// as the control file.
type Preference struct {
	tid        uint32
	subdevices map[DeviceType]int
	cursors    map[DeviceType]int
}

// AddPreference accounts a control file that thread tid opened.
func (c *Card) AddPreference(tid uint32) *Preference {
	p := &Preference{tid: tid, subdevices: make(map[DeviceType]int), cursors: make(map[DeviceType]int)}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ctl.preferences.Add(p)
	return p
}

// RemovePreference forgets a control file.
func (c *Card) RemovePreference(p *Preference) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ctl.preferences.Remove(p)
}

// AnySubdevice is the preference of a thread that has none.
const AnySubdevice = -1

// Prefer sets the subdevice that the thread wants, or AnySubdevice. It need not exist.
func (c *Card) Prefer(p *Preference, kind DeviceType, subdevice int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.subdevices[kind] = subdevice
}

// Preferred returns the subdevice that thread tid wants, or AnySubdevice
// (snd_ctl_get_preferred_subdevice).
func (c *Card) Preferred(tid uint32, kind DeviceType) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	for p := range c.ctl.preferences.All() {
		if p.tid != tid {
			continue
		}
		if sub, ok := p.subdevices[kind]; ok && sub != AnySubdevice {
			return sub
		}
	}
	return AnySubdevice
}

// SetCursor remembers the device that a control file was told of last; -1 for none.
func (c *Card) SetCursor(p *Preference, kind DeviceType, device int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.cursors[kind] = device
}

// Cursor returns that device, -1 at the beginning.
func (c *Card) Cursor(p *Preference, kind DeviceType) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if device, ok := p.cursors[kind]; ok {
		return device
	}
	return -1
}
