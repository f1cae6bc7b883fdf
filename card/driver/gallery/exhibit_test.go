package gallery

import (
	"errors"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card/driver"
)

// Whatever the drivers do wrong, the device can be plugged in again afterwards.
func TestEveryExhibitShowsWhatItsCaptionSays(t *testing.T) {
	for _, e := range Exhibits {
		t.Run(e.Name, func(t *testing.T) {
			visit(t, e, func(r *rig) {
				r.plug()
				if e.Visit == Fails {
					r.failEveryProbe()
				} else {
					r.unplugWhilePlaying(e.Visit)
				}
				r.expectShown(e)
				r.plug()
				_ = r.slot.Unplug() // it was plugged in
			})
		})
	}
}

// unplugWhilePlaying pulls the cable of a card that a program plays on.
func (r *rig) unplugWhilePlaying(v Visit) {
	r.t.Helper()
	f := r.play()
	unplugged := async(func() { _ = r.slot.Unplug() })
	synctest.Wait()
	if err := look(f); f.Dead() != errors.Is(err, syscall.ENODEV) {
		r.t.Errorf("got error %v of a card that is dead: %v", err, f.Dead())
	}
	<-time.After(time.Second)
	synctest.Wait()
	if got, want := returned(unplugged), v == Returns; got != want {
		r.t.Errorf("the unplugging has returned: %v, want %v", got, want)
	}
	closes(f)
	<-unplugged
}

// failEveryProbe plugs the device in until it works again. At the last step that
// fails a program is quick enough to play.
func (r *rig) failEveryProbe() {
	r.t.Helper()
	for step := range ProbeSteps {
		_ = r.slot.Unplug() // it is plugged in
		plugged := async(func() {
			if r.slot.Plug() == nil {
				r.t.Errorf("the probe did not fail at step %d", step+1)
			}
		})
		synctest.Wait()
		if returned(plugged) {
			continue
		}
		f := r.play()
		<-time.After(time.Second)
		synctest.Wait()
		if returned(plugged) {
			r.t.Error("the probe did not wait for the program")
		}
		closes(f)
		<-plugged
	}
	_ = r.slot.Unplug()
}

// The old card of a driver that does not wait lives on beside the new one.
func TestACardThatIsHeldDoesNotDisturbTheNextOne(t *testing.T) {
	for _, e := range Exhibits {
		if e.Visit != Returns {
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			visit(t, e, func(r *rig) {
				r.plug()
				first := r.play()
				_ = r.slot.Unplug() // it is plugged in
				r.plug()
				second := r.play()
				before := len(oopses(r.logged()))
				closes(first)
				if got := len(oopses(r.logged())) - before; got != len(e.Oopses) {
					t.Errorf("got %d uses after release by the first program, want %d", got, len(e.Oopses))
				}
				if second.Dead() {
					t.Error("the second program's card is gone")
				}
				closes(second)
				_ = r.slot.Unplug()
			})
		})
	}
}

// The card's number is taken: the probe fails and leaves nothing.
func TestAnExhibitThatCannotHaveItsNumber(t *testing.T) {
	for _, e := range Exhibits {
		t.Run(e.Name, func(t *testing.T) {
			visit(t, e, func(r *rig) {
				r.plug()
				begin := len(r.logged())
				second := r.add("second.0", e, driver.Settings{Index: 1})
				if err := second.Plug(); !errors.Is(err, syscall.EBUSY) {
					t.Errorf("got error %v, want EBUSY", err)
				}
				if d := second.Device(); d.Refs() != 1 || d.Resources.Len() != 0 {
					t.Errorf("got %d references and %d resources, want 1 and 0", d.Refs(), d.Resources.Len())
				}
				if got := oopses(r.logged()[begin:]); len(got) > 0 {
					t.Errorf("got uses after release: %q", got)
				}
				_ = r.slot.Unplug()
			})
		})
	}
}
