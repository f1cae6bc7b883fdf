package bus_test

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/bus"
)

// The errors and effects are those of writes to the files bind, unbind and
// remove of sysfs.
func TestEachVerbInEachState(t *testing.T) {
	states := map[string]func(*bus.Slot) error{
		"unplugged": func(*bus.Slot) error { return nil },
		"bound":     (*bus.Slot).Plug,
		"unbound":   func(s *bus.Slot) error { return errors.Join(s.Plug(), s.Unbind()) },
	}
	for _, tt := range []struct {
		from string
		verb string
		do   func(*bus.Slot) error
		err  error
		to   string
	}{
		{"unplugged", "plug", (*bus.Slot).Plug, nil, "bound"},
		{"unplugged", "unplug", (*bus.Slot).Unplug, syscall.ENODEV, "unplugged"},
		{"unplugged", "bind", (*bus.Slot).Bind, syscall.ENODEV, "unplugged"},
		{"unplugged", "unbind", (*bus.Slot).Unbind, syscall.ENODEV, "unplugged"},
		{"bound", "plug", (*bus.Slot).Plug, syscall.EBUSY, "bound"},
		{"bound", "unplug", (*bus.Slot).Unplug, nil, "unplugged"},
		{"bound", "bind", (*bus.Slot).Bind, syscall.EBUSY, "bound"},
		{"bound", "unbind", (*bus.Slot).Unbind, nil, "unbound"},
		{"unbound", "plug", (*bus.Slot).Plug, syscall.EBUSY, "unbound"},
		{"unbound", "unplug", (*bus.Slot).Unplug, nil, "unplugged"},
		{"unbound", "bind", (*bus.Slot).Bind, nil, "bound"},
		{"unbound", "unbind", (*bus.Slot).Unbind, syscall.ENODEV, "unbound"},
	} {
		t.Run(fmt.Sprintf("%s a slot that is %s", tt.verb, tt.from), func(t *testing.T) {
			s, _ := newSlot(acquire())
			expectErr(t, "set up", states[tt.from](s), nil)
			expectState(t, s, tt.from)
			expectErr(t, tt.verb, tt.do(s), tt.err)
			expectState(t, s, tt.to)
		})
	}
}

func TestALifeOnTheBusIsLoggedInOrder(t *testing.T) {
	s, j := newSlot(acquire("memory", "card", "trigger"))
	expectErr(t, "Plug", s.Plug(), nil)
	j.expect(t, "headset.0 plug", "headset.0 bind",
		"headset.0 devres add memory", "headset.0 devres add card", "headset.0 devres add trigger")
	expectErr(t, "Unplug", s.Unplug(), nil)
	j.expect(t, "headset.0 unplug", "headset.0 unbind",
		"headset.0 devres release trigger", "headset.0 devres release card", "headset.0 devres release memory",
		"headset.0 device release")
}

func TestAFailedProbeLeavesNothingBehind(t *testing.T) {
	broken := errors.New("broken")
	var fail error
	s, j := newSlot(func(d *bus.Device) error {
		return errors.Join(acquire("memory", "card")(d), fail)
	})
	fail = broken
	expectErr(t, "Plug", s.Plug(), broken)
	j.expect(t, "headset.0 plug", "headset.0 bind",
		"headset.0 devres add memory", "headset.0 devres add card", "headset.0 probe failed: broken",
		"headset.0 devres release card", "headset.0 devres release memory")
	expectState(t, s, "unbound")

	fail = nil
	expectErr(t, "Bind after the cause is gone", s.Bind(), nil)
	expectState(t, s, "bound")
}

func TestADeferredProbeIsTriedAgainOnlyByHand(t *testing.T) {
	probes := 0
	var fail error
	s, _ := newSlot(func(d *bus.Device) error {
		probes++
		return errors.Join(acquire("memory")(d), fail)
	})
	fail = fmt.Errorf("no clock yet: %w", bus.ErrProbeDefer)
	expectErr(t, "Plug", s.Plug(), syscall.EAGAIN)
	expectErr(t, "Bind", s.Bind(), syscall.EAGAIN)
	if left := s.Device().Resources.Len(); left != 0 || probes != 2 {
		t.Errorf("got %d resources left and %d probes, want 0 and 2", left, probes)
	}
	fail = nil
	expectErr(t, "Bind when the clock is there", s.Bind(), nil)
}

// An entry that a release function adds survives its pass, and the driver core
// refuses to probe a device that is not clean.
func TestLeftoversKeepTheDriverFromBinding(t *testing.T) {
	s, j := plugged(t, func(d *bus.Device) error {
		_, err := d.Resources.AddAction("careless", func() { _ = acquire("leftover")(d) })
		return err
	})
	expectErr(t, "Unbind", s.Unbind(), nil)
	j.lines = nil
	expectErr(t, "Bind", s.Bind(), syscall.EBUSY)
	j.expect(t, "headset.0 resources present before probing: [leftover]")
	expectState(t, s, "unbound")

	s.Device().Resources.ReleaseAll()
	expectErr(t, "Bind of the clean device", s.Bind(), nil)
}

// device_del releases what the driver core would not.
func TestLeftoversGoWithTheDevice(t *testing.T) {
	s, j := plugged(t, func(d *bus.Device) error {
		_, err := d.Resources.AddAction("careless", func() { _ = acquire("leftover")(d) })
		return err
	})
	expectErr(t, "Unbind", s.Unbind(), nil)
	j.lines = nil
	expectErr(t, "Unplug", s.Unplug(), nil)
	j.expect(t, "headset.0 unplug", "headset.0 devres release leftover", "headset.0 device release")
}

// removing is a driver with work of its own to do at unbind.
type removing struct {
	fakeDriver
	log *journal
}

func (r removing) Remove(d *bus.Device) { r.log.log(d.Name(), "remove") }

func TestRemoveRunsBeforeTheResourcesGo(t *testing.T) {
	j := new(journal)
	s := bus.New(j.log).AddSlot("old.0", removing{fakeDriver{acquire("irq")}, j})
	expectErr(t, "Plug", s.Plug(), nil)
	j.lines = nil
	expectErr(t, "Unbind", s.Unbind(), nil)
	j.expect(t, "old.0 unbind", "old.0 remove", "old.0 devres release irq")
}

func TestWhatIsPluggedInNextIsANewDevice(t *testing.T) {
	s, _ := plugged(t, acquire("card"))
	first := s.Device()
	expectErr(t, "Unplug", s.Unplug(), nil)
	if s.Device() != nil {
		t.Error("an unplugged slot still has a device")
	}
	expectErr(t, "Plug", s.Plug(), nil)
	second := s.Device()
	if second == first || second.Name() != "headset.0" || second.Resources.Len() != 1 {
		t.Errorf("got device %p named %q with %d resources, want another than %p, headset.0, 1",
			second, second.Name(), second.Resources.Len(), first)
	}
	expectErr(t, "Unplug", s.Unplug(), nil)
}

func TestSlotsAreFoundByName(t *testing.T) {
	b := bus.New(new(journal).log)
	loop := b.AddSlot("loopback.0", fakeDriver{acquire()})
	headset := b.AddSlot("headset.0", fakeDriver{acquire()})
	if got := b.Slots(); len(got) != 2 || got[0] != headset || got[1] != loop {
		t.Errorf("got slots %v, want headset.0 and loopback.0", got)
	}
	if got, ok := b.Slot("loopback.0"); got != loop || !ok {
		t.Errorf("got %v, %v for loopback.0", got, ok)
	}
	if got, ok := b.Slot("loopback"); got != nil || ok {
		t.Errorf("got %v, %v for a name that no slot has", got, ok)
	}
	if got := loop.Driver().Name(); got != "fake" {
		t.Errorf("got driver %q, want fake", got)
	}
}
