package bus_test

import (
	"fmt"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card/bus"
)

func TestUnbindReturnsWhenAllIsReleased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		s, _ := plugged(t, g.probe)
		d := s.Device()
		unbound := async(s.Unbind)
		synctest.Wait()
		if len(unbound) > 0 {
			t.Error("Unbind returned while a release function waited")
		}
		expectState(t, s, "unbinding")

		done := d.Waits(func() int { return 3 })
		expectState(t, s, "unbinding: waits for 3 open files")
		done()
		expectState(t, s, "unbinding")

		close(g.leave)
		expectErr(t, "Unbind", <-unbound, nil)
		expectState(t, s, "unbound")
	})
}

// The queue of the device lock is first come, first served; each row tells who
// comes while an unbind waits, and what is left in the end.
func TestWhoWaitsForAnUnbind(t *testing.T) {
	type verb struct {
		name string
		do   func(*bus.Slot) error
		err  error
	}
	unbind := verb{"Unbind", (*bus.Slot).Unbind, nil}
	bind := verb{"Bind", (*bus.Slot).Bind, nil}
	unplug := verb{"Unplug", (*bus.Slot).Unplug, nil}
	plug := verb{"Plug", (*bus.Slot).Plug, syscall.EBUSY}
	for _, tt := range []struct {
		name  string
		queue []verb
		state string
		binds int
	}{
		{"a second unbind finds nothing bound and is content", []verb{unbind}, "unbound", 1},
		{"a bind succeeds after it", []verb{bind}, "bound", 2},
		{"a bind and then an unbind: the fresh binding goes too", []verb{bind, unbind}, "unbound", 2},
		{"an unbind and then a bind: the binding stays", []verb{unbind, bind}, "bound", 2},
		{"an unplug takes the unbound device away", []verb{unplug}, "unplugged", 1},
		{"a plug finds the slot taken", []verb{plug}, "unbound", 1},
		{
			"an unplug and then a bind finds the slot empty",
			[]verb{unplug, {"Bind", (*bus.Slot).Bind, syscall.ENODEV}},
			"unplugged", 1,
		},
		{"an unplug and then an unbind finds nothing and is content", []verb{unplug, unbind}, "unplugged", 1},
		{"two unplugs are content", []verb{unplug, {"Unplug", (*bus.Slot).Unplug, nil}}, "unplugged", 1},
		{"an unplug and then a plug: a new device is bound", []verb{unplug, {"Plug", (*bus.Slot).Plug, nil}}, "bound", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, binds := newGate(), 0
			s, _ := plugged(t, func(d *bus.Device) error {
				binds++
				return g.probe(d)
			})
			first := async(s.Unbind)
			<-g.entered
			var waiting []<-chan error
			for _, v := range tt.queue {
				before := parked(v.name)
				waiting = append(waiting, async(func() error { return v.do(s) }))
				waitParked(v.name, before+1)
			}
			close(g.leave)
			expectErr(t, "the first unbind", <-first, nil)
			for i, v := range tt.queue {
				expectErr(t, fmt.Sprintf("waiter %d, %s", i, v.name), <-waiting[i], v.err)
			}
			expectState(t, s, tt.state)
			if binds != tt.binds {
				t.Errorf("got %d binds, want %d", binds, tt.binds)
			}
		})
	}
}

// unbind_store looks whether the driver has the device before it takes the lock:
// during a probe it has not.
func TestUnbindDuringAProbe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		goOn := make(chan struct{})
		s, _ := newSlot(func(*bus.Device) error { <-goOn; return nil })
		probed := async(s.Plug)
		synctest.Wait()
		expectState(t, s, "unbound")
		expectErr(t, "Unbind", s.Unbind(), syscall.ENODEV)
		close(goOn)
		expectErr(t, "Plug", <-probed, nil)
		expectState(t, s, "bound")
	})
}

func TestABlockedSlotDoesNotHoldTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bus.New(new(journal).log)
		g := newGate()
		stuck := b.AddSlot("stuck.0", fakeDriver{g.probe})
		free := b.AddSlot("free.0", fakeDriver{acquire("card")})
		expectErr(t, "Plug", stuck.Plug(), nil)
		unplugged := async(stuck.Unplug)
		synctest.Wait()
		for _, verb := range []func() error{free.Plug, free.Unbind, free.Bind, free.Unplug} {
			expectErr(t, "a verb of the other slot", verb(), nil)
		}
		expectState(t, stuck, "unbinding")
		close(g.leave)
		expectErr(t, "Unplug", <-unplugged, nil)
	})
}

func TestCloseWaitsForAllAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bus.New(new(journal).log)
		g := newGate()
		for _, name := range []string{"a.0", "b.0", "c.0"} {
			expectErr(t, "Plug", b.AddSlot(name, fakeDriver{g.probe}).Plug(), nil)
		}
		b.AddSlot("empty.0", fakeDriver{g.probe})
		all := async(func() error { b.Close(); return nil })
		synctest.Wait()
		if len(g.entered) != 3 || len(all) != 0 {
			t.Errorf("got %d devices being released and %d returns of Close, want 3 and 0", len(g.entered), len(all))
		}
		close(g.leave)
		<-all
		for _, s := range b.Slots() {
			expectState(t, s, "unplugged")
		}
	})
}

func TestAClosedBusTakesNoDevice(t *testing.T) {
	b := bus.New(new(journal).log)
	s := b.AddSlot("headset.0", fakeDriver{acquire("card")})
	b.Close()
	expectErr(t, "Plug", s.Plug(), syscall.ENODEV)
	expectErr(t, "Bind", s.Bind(), syscall.ENODEV)
	expectState(t, s, "unplugged")
}
