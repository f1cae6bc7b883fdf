package card_test

import (
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

func TestNodesAreFoundByNameAndListedInOrder(t *testing.T) {
	var core card.Core
	for _, name := range []string{"timer", "pcmC0D0p", "controlC0"} {
		core.AddNode(&card.Node{Name: name})
	}
	r := &rig{}
	for _, n := range core.Nodes() {
		r.core.AddNode(n)
	}
	expectNames(t, r.nodeNames(), "controlC0", "pcmC0D0p", "timer")
	if n, ok := core.Node("pcmC0D0c"); ok {
		t.Errorf("found node %v that nobody added", n)
	}
}

// The number of a disconnected card may be another's by now, and its node's name
// the other's node's.
func TestRemovingANodeSparesTheOneThatTookItsName(t *testing.T) {
	var core card.Core
	first, second := &card.Node{Name: "controlC0"}, &card.Node{Name: "controlC0"}
	core.AddNode(first)
	core.AddNode(second)
	core.RemoveNode(first)
	if n, ok := core.Node("controlC0"); n != second || !ok {
		t.Errorf("got node %p, %v, want the second, %p", n, ok, second)
	}
	core.RemoveNode(second)
	core.RemoveNode(second)
	if n, ok := core.Node("controlC0"); ok {
		t.Errorf("got node %p, want none", n)
	}
}

func TestACardIsListedFromRegisterToDisconnect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		expect := func(when string, listed, alive int) {
			t.Helper()
			if l, a := len(r.core.Cards()), len(r.core.CardsOn("headset.0")); l != listed || a != alive {
				t.Errorf("%s: got %d cards listed and %d alive, want %d and %d", when, l, a, listed, alive)
			}
		}
		s := r.plug(t, "headset.0", r.one(func(c *card.Card) error {
			addNode(c, card.Control, "controlC0")
			expect("before Register", 0, 0)
			return c.Register()
		}))
		expect("after Register", 1, 1)
		f := r.open(t, "controlC0")
		unplugged := async(func() { _ = s.Unplug() })
		synctest.Wait()
		expect("after Disconnect", 0, 1)
		f.Release()
		<-unplugged
		expect("when freed", 0, 0)
		if got := len(r.core.CardsOn("loopback.0")); got != 0 {
			t.Errorf("got %d cards on another device, want 0", got)
		}
	})
}

func TestAwaitDisconnectedWaitsForTheCardsThereAre(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		r.core.AwaitDisconnected() // there are none
		a, b := r.plug(t, "a.0", r.standard), r.plug(t, "b.0", r.standard)
		f := r.open(t, "controlC0")
		waited := async(r.core.AwaitDisconnected)
		expectErr(t, "Unplug", b.Unplug(), nil)
		synctest.Wait()
		if returned(waited) {
			t.Error("returned with a card still connected")
		}
		unplugged := async(func() { _ = a.Unplug() })
		<-waited // although a file is open
		f.Release()
		<-unplugged
	})
}

func TestAwaitFreedWaitsForCardsThatOutliveTheirUnplugging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		r.core.AwaitFreed() // there are none
		var c *card.Card
		s := r.plug(t, "old.0", func(d *bus.Device) (err error) {
			if c, err = r.core.New(d, -1); err != nil {
				return err
			}
			addNode(c, card.Control, "controlC0")
			return c.Register()
		})
		f := r.open(t, "controlC0")
		c.FreeWhenClosed()
		expectErr(t, "Unplug", s.Unplug(), nil)
		waited := async(r.core.AwaitFreed)
		synctest.Wait()
		if returned(waited) {
			t.Error("returned with a file of the card open")
		}
		f.Release()
		<-waited
	})
}

func TestStreamsAreThoseOfTheDevicesThatHaveSome(t *testing.T) {
	r := newRig()
	r.plug(t, "headset.0", r.one(func(c *card.Card) error {
		addPart(c, card.PCM, "none")
		c.AddDevice(card.PCM, streaming{addPartless(c)})
		c.AddDevice(card.Hwdep, streaming{addPartless(c)})
		return c.Register()
	}))
	got := r.core.Cards()[0].Streams()
	if len(got) != 1 || got[0].Node != "pcmC0D0p" {
		t.Errorf("got streams %v, want that of the PCM", got)
	}
}

func addPartless(c *card.Card) *part { return &part{card: c, name: "streaming"} }

// streaming is a device with a stream.
type streaming struct{ *part }

func (streaming) Streams() []card.Stream { return []card.Stream{{Node: "pcmC0D0p"}} }

func TestACardKnowsWhereItIs(t *testing.T) {
	r := newRig()
	var d *bus.Device
	r.plug(t, "headset.0", func(device *bus.Device) error {
		d = device
		return r.standard(device)
	})
	c := r.core.Cards()[0]
	if c.Core() != &r.core || c.Parent() != d || c.Number() != 0 {
		t.Errorf("got core %p, parent %p, number %d, want %p, %p, 0", c.Core(), c.Parent(), c.Number(), &r.core, d)
	}
}
