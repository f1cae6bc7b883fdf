package bus_test

import (
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/card/bus"
)

func expectRefs(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("got %d references, want %d", got, want)
	}
}

func TestADeviceHasTheNumberOfItsSlot(t *testing.T) {
	b := bus.New(func(string, string) {})
	for name, want := range map[string]int{"headset.0": 0, "loopback.12": 12, "headset": -1, "headset.left": -1} {
		s := b.AddSlot(name, nobody{})
		expectErr(t, "Plug", s.Plug(), nil)
		if got := s.Device().ID(); got != want {
			t.Errorf("%s: got %d, want %d", name, got, want)
		}
		expectErr(t, "Unplug", s.Unplug(), nil)
	}
}

// nobody is a driver without a card.
type nobody struct{}

func (nobody) Name() string            { return "nobody" }
func (nobody) Probe(*bus.Device) error { return nil }

func TestADeviceIsReleasedByTheLastToLetGo(t *testing.T) {
	s, j := plugged(t, acquire())
	d := s.Device()
	expectRefs(t, d.Refs(), 1)
	if got := d.Get(); got != d {
		t.Errorf("Get returned %p, want %p", got, d)
	}
	expectRefs(t, d.Refs(), 2)

	expectErr(t, "Unplug", s.Unplug(), nil)
	j.expect(t, "headset.0 unplug", "headset.0 unbind")
	expectRefs(t, d.Refs(), 1)
	d.Put()
	j.expect(t, "headset.0 device release")
	expectRefs(t, d.Refs(), 0)
}

func TestAHeldDeviceDoesNotKeepTheNextOut(t *testing.T) {
	s, j := plugged(t, acquire())
	old := s.Device().Get()
	expectErr(t, "Unplug", s.Unplug(), nil)
	expectErr(t, "Plug", s.Plug(), nil)
	j.lines = nil
	expectRefs(t, s.Device().Refs(), 1)
	old.Put()
	j.expect(t, "headset.0 device release")
	expectRefs(t, s.Device().Refs(), 1)
	expectErr(t, "Unplug", s.Unplug(), nil)
}

func TestReferencesFromManyGoroutines(t *testing.T) {
	s, j := plugged(t, acquire())
	d := s.Device()
	var all sync.WaitGroup
	for range 8 {
		d.Get()
		all.Go(func() {
			for range 100 {
				d.Get().Put()
			}
			d.Put()
		})
	}
	expectErr(t, "Unplug", s.Unplug(), nil)
	all.Wait()
	expectRefs(t, d.Refs(), 0)
	j.expect(t, "headset.0 unplug", "headset.0 unbind", "headset.0 device release")
}
