package gallery

import "github.com/vsndfs/vsndfs/card/bus"

// unit is what a bus keeps of a device for the device's driver: a struct usb_interface,
// fw_unit or pci_dev. Who needs it takes a reference, and the last one frees it.
type unit struct {
	part
	refs int // guarded by part.mu
	sent int // messages to the device
}

// enumerate is the bus finding a device, before its driver is asked to probe it. The
// bus has a reference while the driver is bound, the oldest of the device's
// managed resources, so that it is dropped last.
func (k *chip) enumerate(d *bus.Device, name string) (*unit, error) {
	u := &unit{part: newPart(d, k.env.Core, name), refs: 1}
	u.poison = func() { u.sent = -1 }
	_, err := d.Resources.AddActionOrReset(name, u.drop)
	return u, err
}

// send sends a message to the device, over its bus.
func (u *unit) send(operation string) {
	u.access(operation, func() { u.sent++ })
}

// get takes a reference; function is what the bus calls that.
func (u *unit) get(function string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.refs++
	u.device.Logf("%s refs=%d", function, u.refs)
}

// put drops a reference that get took; function is what the bus calls that.
func (u *unit) put(function string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.device.Logf("%s refs=%d", function, u.refs-1)
	u.dropLocked()
}

func (u *unit) drop() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.dropLocked()
}

func (u *unit) dropLocked() {
	u.refs--
	if u.refs == 0 {
		u.device.Logf("free %s", u.name)
		u.releaseLocked()
	}
}
