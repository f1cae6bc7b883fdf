package card_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// rig is a bus, what its cards share, and the log of all that happens there.
type rig struct {
	core  card.Core
	bus   *bus.Bus
	point func() // runs after each event: others may come first

	mu    sync.Mutex
	lines []string // "DEVICE EVENT"
}

func newRig() *rig {
	r := &rig{point: func() {}}
	r.bus = bus.New(r.log)
	return r
}

func (r *rig) log(device, event string) {
	r.mu.Lock()
	r.lines = append(r.lines, device+" "+event)
	r.mu.Unlock()
	r.point()
}

// logged returns the lines since the last time, without the names of devices.
func (r *rig) logged() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var events []string
	for _, line := range r.lines {
		_, event, _ := strings.Cut(line, " ")
		events = append(events, event)
	}
	r.lines = nil
	return events
}

// expect compares the log since the last time with want.
func (r *rig) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := r.logged(); !slices.Equal(got, want) {
		t.Errorf("got log\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// fakeDriver probes as its test says.
type fakeDriver struct {
	probe func(*bus.Device) error
}

func (fakeDriver) Name() string                { return "fake" }
func (f fakeDriver) Probe(d *bus.Device) error { return f.probe(d) }

func (r *rig) slot(name string, probe func(*bus.Device) error) *bus.Slot {
	return r.bus.AddSlot(name, fakeDriver{probe})
}

// plug plugs a device in whose probe must succeed, and drops the log of it.
func (r *rig) plug(t *testing.T, name string, probe func(*bus.Device) error) *bus.Slot {
	t.Helper()
	s := r.slot(name, probe)
	expectErr(t, "Plug", s.Plug(), nil)
	r.logged()
	return s
}

// standard is a probe as the models' are: something acquired before the card and
// something after it, two devices with nodes, and a private_free.
func (r *rig) standard(d *bus.Device) error {
	if err := acquire(d, "memory"); err != nil {
		return err
	}
	c, err := r.core.NewManaged(d, -1)
	if err != nil {
		return err
	}
	c.SetPrivateFree(func() {})
	addNode(c, card.PCM, fmt.Sprintf("pcmC%dD0p", c.Number()))
	addNode(c, card.Control, fmt.Sprintf("controlC%d", c.Number()))
	return errors.Join(acquire(d, "irq"), c.Register())
}

// one is a probe that makes a managed card and lets with go on with it.
func (r *rig) one(with func(*card.Card) error) func(*bus.Device) error {
	return func(d *bus.Device) error {
		c, err := r.core.NewManaged(d, -1)
		if err != nil {
			return err
		}
		return with(c)
	}
}

func acquire(d *bus.Device, name string) error {
	_, err := d.Resources.AddAction(name, func() {})
	return err
}

// part is a device of a card that logs what becomes of it.
type part struct {
	card *card.Card
	name string
	fail error      // of Register
	node *card.Node // nil for a part without one
}

func addPart(c *card.Card, kind card.DeviceType, name string) *part {
	p := &part{card: c, name: name}
	c.AddDevice(kind, p)
	return p
}

// addNode adds a part with a node of the same name.
func addNode(c *card.Card, kind card.DeviceType, name string) *part {
	p := addPart(c, kind, name)
	p.node = &card.Node{Name: name, Card: c, Open: p.open}
	return p
}

func (p *part) Register() error {
	p.card.Logf("%s register", p.name)
	if p.node != nil && p.fail == nil {
		p.card.Core().AddNode(p.node)
	}
	return p.fail
}

func (p *part) Disconnect() {
	p.card.Logf("%s disconnect", p.name)
	if p.node != nil {
		p.card.Core().RemoveNode(p.node)
	}
}

func (p *part) Free() { p.card.Logf("%s free", p.name) }

func (p *part) open(*card.Call, card.OpenFlags) (*card.File, error) {
	f, err := p.card.AddFile(p.node)
	if err != nil {
		return nil, err
	}
	f.SetOps(&ops{card: p.card})
	return f, nil
}

// ops are a file's operations. A read waits until the card is gone.
type ops struct {
	card *card.Card
}

func (*ops) CanRead() bool { return true }
func (o *ops) Read(*card.Call, []byte) (int, error) {
	<-o.card.Gone()
	return 0, syscall.ENODEV
}
func (*ops) Write(*card.Call, []byte) (int, error) { return 0, syscall.EINVAL }
func (*ops) Ioctl(*card.Call, *card.Ioctl) error   { return nil }
func (*ops) Poll() card.Events                     { return card.PollIn }
func (*ops) Flush(*card.Call) error                { return nil }
func (o *ops) Release()                            { o.card.Logf("release") }

// open opens a node as the file system does.
func (r *rig) open(t *testing.T, name string) *card.File {
	t.Helper()
	f, err := r.tryOpen(name)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	return f
}

func (r *rig) tryOpen(name string) (*card.File, error) {
	n, ok := r.core.Node(name)
	if !ok {
		return nil, syscall.ENOENT
	}
	f, err := n.Open(&card.Call{}, card.OpenFlags{Read: true, Write: true})
	if err != nil {
		return nil, err
	}
	f.Opened(card.Owner{Pid: 7, Command: "aplay"})
	return f, nil
}

// async calls fn in a goroutine of its own and closes the channel after it.
func async(fn func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn()
	}()
	return done
}

func returned(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func expectErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

// nodeNames are the names of the nodes that programs see.
func (r *rig) nodeNames() []string {
	var names []string
	for _, n := range r.core.Nodes() {
		names = append(names, n.Name)
	}
	return names
}

func expectNames(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func expectState(t *testing.T, s *bus.Slot, want string) {
	t.Helper()
	if got := s.State(); got != want {
		t.Errorf("got state %q, want %q", got, want)
	}
}
