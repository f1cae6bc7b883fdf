package bus

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
)

// A Driver makes devices work.
type Driver interface {
	// Name is the driver's name, as the log and the device's files show it.
	Name() string
	// Probe takes possession of a device. What it acquires it adds to
	// d.Resources; when it returns an error, all of that has been released
	// before Bind returns it.
	Probe(d *Device) error
}

// A Remover is a driver that has work to do by hand before its device's
// resources are released. A driver that acquires everything through devres
// does not need to be one.
type Remover interface {
	Remove(d *Device)
}

// Log takes one lifecycle event of a device. It may be called from anywhere and
// must not call back into the bus.
type Log func(device, event string)

// Bus is a set of slots that devices can be plugged into.
type Bus struct {
	log    Log
	closed atomic.Bool // no device can be plugged in any more

	mu    sync.Mutex
	slots []*Slot // by name
}

// New returns an empty bus that tells log what happens on it.
func New(log Log) *Bus { return &Bus{log: log} }

// AddSlot makes an empty slot called name, for devices that driver drives.
// Names are the caller's to keep unique.
func (b *Bus) AddSlot(name string, driver Driver) *Slot {
	s := &Slot{bus: b, name: name, driver: driver}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.slots = append(b.slots, s)
	slices.SortFunc(b.slots, func(x, y *Slot) int { return cmp.Compare(x.name, y.name) })
	return s
}

// Slots returns every slot, by name.
func (b *Bus) Slots() []*Slot {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.slots)
}

// Slot finds a slot by its name.
func (b *Bus) Slot(name string) (*Slot, bool) {
	for _, s := range b.Slots() {
		if s.name == name {
			return s, true
		}
	}
	return nil, false
}

// Close unplugs every device at the same time and returns when all are gone, and
// lets none be plugged in any more. Each waits for its card's open files, as
// Slot.Unplug does.
func (b *Bus) Close() {
	b.closed.Store(true)
	var all sync.WaitGroup
	for _, s := range b.Slots() {
		all.Go(func() { _ = s.Unplug() }) // an empty slot is what was wanted
	}
	all.Wait()
}
