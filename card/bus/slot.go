package bus

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
)

// Errors of binding and plugging. Each is the errno that Linux gives a writer
// of the sysfs files bind and unbind (drivers/base/bus.c).
var (
	// ErrNoDevice means that the slot is empty, or holds no bound device: ENODEV.
	ErrNoDevice error = syscall.ENODEV
	// ErrBusy means that the device is bound, or plugged in, already, or that
	// resources of an earlier life are left: EBUSY.
	ErrBusy error = syscall.EBUSY
	// ErrProbeDefer is how a probe says that something it needs is not there
	// yet, the kernel's EPROBE_DEFER. A binding asked for by hand is not tried
	// again: Bind answers EAGAIN, as device_driver_attach does.
	ErrProbeDefer = errors.New("probe deferred")
)

// Slot is a place on the bus. It outlives the devices that are plugged into it.
type Slot struct {
	bus    *Bus
	name   string
	driver Driver

	// lock is the device lock: it is held while a driver is bound or unbound,
	// for as long as that waits. It is taken before any lock of a card.
	lock sync.Mutex

	// mu guards the fields below, for those who only look.
	mu        sync.Mutex
	device    *Device
	bound     bool
	unbinding bool
	faults    Faults
	panel     Panel

	waits atomic.Pointer[func() int]
}

// Name is the slot's name, which is also its device's.
func (s *Slot) Name() string { return s.name }

// Driver is the driver that the slot's devices are bound to.
func (s *Slot) Driver() Driver { return s.driver }

// Device returns the device in the slot, or nil when the slot is empty.
func (s *Slot) Device() *Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.device
}

// State says what a person wants to know: "bound", "unbound", "unplugged" or
// "unbinding: waits for N open files".
func (s *Slot) State() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.unbinding:
		return s.unbindingState()
	case s.device == nil:
		return "unplugged"
	case s.bound:
		return "bound"
	}
	return "unbound"
}

func (s *Slot) unbindingState() string {
	if openFiles := s.waits.Load(); openFiles != nil {
		return fmt.Sprintf("unbinding: waits for %d open files", (*openFiles)())
	}
	return "unbinding"
}

// Plug puts a new device into the slot and binds its driver. When the probe
// fails, the device stays plugged in and unbound, and the error is the probe's.
// ErrBusy if there is a device already, ErrNoDevice if the bus is closed.
func (s *Slot) Plug() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.Device() != nil {
		return ErrBusy
	}
	d := newDevice(s)
	if !s.put(d) {
		return ErrNoDevice
	}
	d.Logf("plug")
	return s.bindLocked(d)
}

// put puts a device into the slot, unless the bus is closed: who closes it either
// keeps the device out or finds it.
func (s *Slot) put(d *Device) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bus.closed.Load() {
		return false
	}
	s.device = d
	return true
}

// Unplug unbinds the driver, waiting for open files as Unbind does, and takes
// the device away. ErrNoDevice if the slot is empty.
func (s *Slot) Unplug() error {
	if s.Device() == nil {
		return ErrNoDevice
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	d := s.Device()
	if d == nil {
		return nil // somebody else unplugged it while we waited: done, as for unbind
	}
	d.Logf("unplug")
	s.unbindLocked(d)
	d.Resources.ReleaseAll() // what is left of an earlier life, as device_del does
	s.mu.Lock()
	s.device = nil
	s.mu.Unlock()
	d.Put()
	return nil
}

// Bind binds the driver to the device. ErrNoDevice if the slot is empty,
// ErrBusy if it is bound, else the probe's error. It waits for an unbinding
// under way.
func (s *Slot) Bind() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	d := s.Device()
	if d == nil {
		return ErrNoDevice
	}
	if s.isBound() {
		return ErrBusy
	}
	return s.bindLocked(d)
}

// Unbind unbinds the driver and returns when everything is released.
//
// ErrNoDevice if none is bound. That is tested without the lock, as
// unbind_store does: a second Unbind waits for the first, and then unbinds
// whatever is bound by that time, which may be nothing.
func (s *Slot) Unbind() error {
	if !s.isBound() {
		return ErrNoDevice
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if d := s.Device(); d != nil && s.isBound() {
		s.unbindLocked(d)
	}
	return nil
}

// isBound reports whether a driver has the device. While an unbinding waits it
// still has, as dev->driver is cleared last.
func (s *Slot) isBound() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bound
}

// bindLocked probes. s.lock is held, and the device is not bound.
func (s *Slot) bindLocked(d *Device) error {
	if left := d.Resources.Names(); len(left) > 0 {
		d.Logf("resources present before probing: %v", left)
		return ErrBusy
	}
	d.Logf("bind")
	if err := s.driver.Probe(d); err != nil {
		d.Logf("probe failed: %v", err)
		d.Resources.ReleaseAll()
		if errors.Is(err, ErrProbeDefer) {
			return syscall.EAGAIN
		}
		return err
	}
	s.set(true, false)
	return nil
}

// unbindLocked releases everything the driver has acquired, newest first.
// s.lock is held.
func (s *Slot) unbindLocked(d *Device) {
	if !s.isBound() {
		return
	}
	s.set(true, true)
	d.Logf("unbind")
	if r, ok := s.driver.(Remover); ok {
		r.Remove(d)
	}
	d.Resources.ReleaseAll()
	s.set(false, false)
}

func (s *Slot) set(bound, unbinding bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound, s.unbinding = bound, unbinding
}
