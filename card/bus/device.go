package bus

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/vsndfs/vsndfs/devres"
)

// Device is one device from plug to unplug. Drivers and cards refer to it; it is
// released when the bus and the last of them have let go.
type Device struct {
	// Resources are the device's managed resources. They are released when
	// the driver is unbound or its probe fails.
	Resources *devres.Resources

	slot *Slot

	mu   sync.Mutex
	refs int
}

// newDevice returns a device that holds one reference, the bus's.
func newDevice(s *Slot) *Device {
	d := &Device{slot: s, refs: 1}
	d.Resources = devres.New(devres.WithTrace(d.trace))
	return d
}

// trace logs what happens to the managed resources, in the log's words.
func (d *Device) trace(e devres.Event) { d.Logf("devres %v %s", e.Op, e.Name) }

// Name is the name of the slot that the device is plugged into.
func (d *Device) Name() string { return d.slot.name }

// ID is the number at the end of that name, as in struct platform_device: 0 for
// loopback.0, -1 if the name has none.
func (d *Device) ID() int {
	_, number, _ := strings.Cut(d.slot.name, ".")
	id, err := strconv.Atoi(number)
	if err != nil {
		return -1
	}
	return id
}

// Driver is the name of the device's driver.
func (d *Device) Driver() string { return d.slot.driver.Name() }

// Logf writes one lifecycle event of the device to the log.
func (d *Device) Logf(format string, args ...any) {
	d.slot.bus.log(d.slot.name, fmt.Sprintf(format, args...))
}

// Get takes a reference, so that the device outlives its unplugging until Put;
// what pci_dev_get, usb_get_intf and fw_unit_get are to their buses. It returns
// d, for use in an assignment.
func (d *Device) Get() *Device {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refs++
	return d
}

// Put drops a reference. The last one releases the device.
func (d *Device) Put() {
	d.mu.Lock()
	d.refs--
	last := d.refs == 0
	d.mu.Unlock()
	if last {
		d.Logf("device release")
	}
}

// Refs returns the number of references.
func (d *Device) Refs() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.refs
}

// Waits says what a release function of the device is waiting for, until the
// returned function is called: openFiles returns the number of files that keep
// it. The slot's state shows it.
func (d *Device) Waits(openFiles func() int) (done func()) {
	d.slot.waits.Store(&openFiles)
	return func() { d.slot.waits.Store(nil) }
}
