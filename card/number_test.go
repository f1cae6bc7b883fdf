package card_test

import (
	"fmt"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// indexed is a probe of a card that insists on a number.
func (r *rig) indexed(index int) func(*bus.Device) error {
	return func(d *bus.Device) error {
		c, err := r.core.NewManaged(d, index)
		if err != nil {
			return err
		}
		addNode(c, card.Control, fmt.Sprintf("controlC%d", c.Number()))
		return c.Register()
	}
}

func (r *rig) numbers() []int {
	var all []int
	for _, c := range r.core.Cards() {
		all = append(all, c.Number())
	}
	return all
}

func expectNumbers(t *testing.T, got []int, want ...int) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got cards %v, want %v", got, want)
	}
}

func TestCardsGetTheLowestFreeNumber(t *testing.T) {
	r := newRig()
	r.plug(t, "a.0", r.indexed(1))
	b := r.plug(t, "b.0", r.indexed(-1))
	r.plug(t, "c.0", r.indexed(-1))
	expectNumbers(t, r.numbers(), 0, 1, 2)
	expectErr(t, "Unplug", b.Unplug(), nil)
	expectNumbers(t, r.numbers(), 1, 2)
	r.plug(t, "d.0", r.indexed(-1))
	expectNumbers(t, r.numbers(), 0, 1, 2)
}

func TestTheThirtyThirdCardFindsNoNumber(t *testing.T) {
	r := newRig()
	var last *bus.Slot
	for n := range card.MaxCards {
		last = r.plug(t, fmt.Sprintf("a.%d", n), r.indexed(-1))
	}
	late := r.slot("late.0", r.indexed(-1))
	expectErr(t, "Plug of the 33rd", late.Plug(), syscall.ENODEV)
	expectErr(t, "Unplug", last.Unplug(), nil)
	expectErr(t, "Bind when a number is free", late.Bind(), nil)
	if got := r.core.Cards(); len(got) != card.MaxCards || got[31].Parent().Name() != "late.0" {
		t.Errorf("got %d cards, want 32 with late.0 the last", len(got))
	}
}

// A card that does not get its number leaves nothing: no entry, no reference of
// the device, no node.
func TestACardThatInsistsOnANumber(t *testing.T) {
	for _, tt := range []struct {
		name  string
		index int
		err   error
	}{
		{"that is taken", 3, syscall.EBUSY},
		{"that is the first too high", card.MaxCards, syscall.ENODEV},
		{"that is far too high", 1 << 30, syscall.ENODEV},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig()
			r.plug(t, "first.0", r.indexed(3))
			s := r.slot("second.0", r.indexed(tt.index))
			expectErr(t, "Plug", s.Plug(), tt.err)
			if d := s.Device(); d.Refs() != 1 || d.Resources.Len() != 0 {
				t.Errorf("got %d references and %d resources, want 1 and 0", d.Refs(), d.Resources.Len())
			}
			expectNames(t, r.nodeNames(), "controlC3")
			expectNumbers(t, r.numbers(), 3)
		})
	}
}

// The number and the names are free from the end of disconnect, whatever is still
// open; the old file and the new card have nothing to do with each other.
func TestANumberIsReusedWhileTheOldCardsFilesAreOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		old := r.plug(t, "old.0", r.indexed(0))
		f := r.open(t, "controlC0")
		unplugged := async(func() { expectErr(t, "Unplug", old.Unplug(), nil) })
		synctest.Wait()
		expectState(t, old, "unbinding: waits for 1 open files")

		r.plug(t, "new.0", r.indexed(0))
		g := r.open(t, "controlC0")
		if g.Node.Card.Parent().Name() != "new.0" {
			t.Errorf("the node leads to the card of %s, want new.0", g.Node.Card.Parent().Name())
		}
		expectErr(t, "ioctl on the new file", g.Ioctl(&card.Call{}, &card.Ioctl{}), nil)
		expectErr(t, "ioctl on the old file", f.Ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENODEV)

		f.Release()
		<-unplugged
		expectNumbers(t, r.numbers(), 0)
		expectNames(t, r.nodeNames(), "controlC0")
		g.Release()
	})
}
