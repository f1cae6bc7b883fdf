package bus_test

import (
	"sync"
	"testing"
)

func expectRefs(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("got %d references, want %d", got, want)
	}
}

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
