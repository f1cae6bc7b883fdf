package card

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/devres"
	"github.com/vsndfs/vsndfs/internal/ordered"
)

// Card is a sound card. Its exported fields are what struct snd_ctl_card_info
// tells; a driver sets them before Register and nobody changes them later.
type Card struct {
	ID         string // short name without spaces; Register makes it unique
	Driver     string // the driver's name, by which alsa-lib chooses its configuration
	ShortName  string
	LongName   string
	MixerName  string
	Components string

	// Links are other names of the control node, below /dev/snd, as udev's rules
	// make them for cards that have a place on a bus: by-id/…, by-path/….
	Links []string

	core    *Core
	parent  *bus.Device
	number  int
	named   bool  // its ID is final; guarded by core.mu
	listed  bool  // guarded by core.mu
	managed bool  // made by NewManaged
	texts   texts // below /proc/asound

	componentsMu sync.Mutex
	components   []*component // changed by the probe, and by free

	registered  bool
	trigger     *devres.Action
	privateFree func()

	disconnectOnce sync.Once
	initialDropped atomic.Bool
	releasing      atomic.Bool   // the last reference has gone
	gone           chan struct{} // closed when disconnect begins
	freed          chan struct{} // closed when everything is freed

	mu       sync.Mutex
	refs     int // one from New until the card is to be freed, one per file and per Get
	shutdown bool
	files    ordered.Set[*File] // of the card, switched when it is disconnected
	guests   []*File            // of no card, that hold it

	ctl ctlRegistry

	power power

	counting sync.RWMutex // held while the files are counted that a freeing waits for
}

// New makes a card that its driver frees by hand, with Free or FreeWhenClosed.
// index is the number it must have, or negative for the lowest free one; EBUSY
// if that is taken, ENODEV if there is none (snd_card_new).
func (c *Core) New(parent *bus.Device, index int) (*Card, error) {
	k := &Card{core: c, parent: parent, refs: 1, gone: make(chan struct{}), freed: make(chan struct{})}
	if err := c.take(k, index); err != nil {
		return nil, err
	}
	k.texts.init(k)
	// The card may outlive its device's unplugging, and logs to it.
	parent.Get()
	return k, nil
}

// NewManaged makes a card that its device's managed resources free: when the
// driver is unbound, or its probe fails (snd_devm_card_new).
func (c *Core) NewManaged(parent *bus.Device, index int) (*Card, error) {
	k, err := c.New(parent, index)
	if err != nil {
		return nil, err
	}
	k.managed = true
	if err := parent.Resources.Add(&managed{k}); err != nil {
		k.Free()
		return nil, err
	}
	return k, nil
}

// managed is the resource that a managed card is. Its release comes after the
// trigger's, and then finds the card freed.
type managed struct{ card *Card }

func (m *managed) Name() string { return "snd_card_release" }
func (m *managed) Release()     { m.card.Free() }

// FreeOnError frees the newest managed card of a device when its probe fails
// with err, and returns err: without it, resources acquired after the card, but
// before Register added the trigger, would be released before the card that may
// use them (snd_card_free_on_error).
func FreeOnError(d *bus.Device, err error) error {
	if err == nil {
		return nil
	}
	if m, ok := devres.Find[*managed](d.Resources, nil); ok {
		m.card.Free()
	}
	return err
}

// Number is the card's number, 0 to MaxCards-1.
func (c *Card) Number() int { return c.number }

// ControlName is the name of the card's control node.
func (c *Card) ControlName() string { return fmt.Sprintf("controlC%d", c.number) }

// Core is what the card shares with the others.
func (c *Card) Core() *Core { return c.core }

// Parent is the device that the card is on.
func (c *Card) Parent() *bus.Device { return c.parent }

// Logf writes a lifecycle event of the card's device to the log.
func (c *Card) Logf(format string, args ...any) { c.parent.Logf(format, args...) }

// Gone is closed when the card is being disconnected. Whoever sleeps for the
// card wakes by it.
func (c *Card) Gone() <-chan struct{} { return c.gone }

// IsGone reports whether the card is being disconnected, or has been.
func (c *Card) IsGone() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}

// SetPrivateFree makes fn run when the card is freed, after its devices.
func (c *Card) SetPrivateFree(fn func()) { c.privateFree = fn }

// AddDevice puts a device into the card's list. Devices of one type are
// registered in the order they were added.
func (c *Card) AddDevice(kind DeviceType, d Device) {
	c.componentsMu.Lock()
	defer c.componentsMu.Unlock()
	at, _ := slices.BinarySearchFunc(c.components, kind, func(p *component, k DeviceType) int {
		if p.kind <= k {
			return -1
		}
		return 1
	})
	c.components = slices.Insert(c.components, at, &component{kind: kind, device: d})
}

func (c *Card) list() []*component {
	c.componentsMu.Lock()
	defer c.componentsMu.Unlock()
	return slices.Clone(c.components)
}

// Devices returns the card's devices of one type, in the order they were added.
func (c *Card) Devices(kind DeviceType) []Device {
	var all []Device
	for _, p := range c.list() {
		if p.kind == kind {
			all = append(all, p.device)
		}
	}
	return all
}

// Register makes the card and its devices visible to programs.
//
// For a managed card it first adds the trigger, the newest of the device's
// managed resources; called again, it moves the trigger, so that what was
// acquired in between is older (snd_card_register). The first error of a device
// is returned, and the devices registered by then stay so until the card is
// freed.
func (c *Card) Register() error {
	c.Logf("card %d register", c.number)
	if err := c.moveTrigger(); err != nil {
		return err
	}
	c.registered = true
	c.core.name(c)
	for _, p := range c.list() {
		if err := p.register(); err != nil {
			return err
		}
	}
	c.core.list(c)
	c.texts.show(c)
	return nil
}

func (c *Card) moveTrigger() error {
	if !c.managed {
		return nil
	}
	if c.trigger != nil {
		// Not found means that it is being released: the card is going.
		if err := c.parent.Resources.RemoveAction(c.trigger); err != nil && !errors.Is(err, devres.ErrNotFound) {
			return err
		}
	}
	trigger, err := c.parent.Resources.AddAction("trigger_card_free", c.Free)
	c.trigger = trigger
	return err
}
