package card_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

func withCard(t *testing.T) *card.Card {
	t.Helper()
	r := newRig()
	r.plug(t, "headset.0", r.standard)
	return r.core.Cards()[0]
}

func TestTheControlNodeCarriesOutOtherDevicesIoctls(t *testing.T) {
	c := withCard(t)
	if _, ok := c.ControlHandler(7); ok {
		t.Error("found a handler that nobody gave")
	}
	answer := func(err error) card.ControlHandler {
		return func(*card.Preference, *card.Call, *card.Ioctl) error { return err }
	}
	c.HandleControl(7, answer(syscall.EINVAL))
	c.HandleControl(8, answer(syscall.EBUSY))
	c.HandleControl(7, answer(syscall.ENXIO))
	for cmd, want := range map[uint32]error{7: syscall.ENXIO, 8: syscall.EBUSY} {
		h, ok := c.ControlHandler(cmd)
		if !ok {
			t.Fatalf("no handler of ioctl %d", cmd)
		}
		expectErr(t, "the handler given last", h(nil, nil, nil), want)
	}
}

func TestThePreferredSubdevice(t *testing.T) {
	c := withCard(t)
	expect := func(tid uint32, kind card.DeviceType, want int) {
		t.Helper()
		if got := c.Preferred(tid, kind); got != want {
			t.Errorf("thread %d prefers subdevice %d, want %d", tid, got, want)
		}
	}
	first, second, other := c.AddPreference(100), c.AddPreference(100), c.AddPreference(200)
	expect(100, card.PCM, -1)
	c.Prefer(first, card.PCM, 3)
	expect(100, card.PCM, 3)
	expect(100, card.RawMIDI, -1)
	expect(200, card.PCM, -1)

	c.Prefer(second, card.PCM, 5) // the oldest file that has one counts
	c.Prefer(other, card.RawMIDI, 0)
	expect(100, card.PCM, 3)
	expect(200, card.RawMIDI, 0)
	c.Prefer(first, card.PCM, -2) // that is none, but not any
	expect(100, card.PCM, -2)
	c.Prefer(first, card.PCM, card.AnySubdevice)
	expect(100, card.PCM, 5)

	c.RemovePreference(second)
	expect(100, card.PCM, -1)
	c.RemovePreference(other)
	expect(200, card.RawMIDI, -1)
}
