package card_test

import (
	"slices"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// The whole point: what is released after the trigger waits for the last close.
func TestUnplugWaitsForTheLastClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.standard)
		f, g := r.open(t, "controlC0"), r.open(t, "pcmC0D0p")
		r.expect(t, "open controlC0 pid=7 comm=aplay", "open pcmC0D0p pid=7 comm=aplay")

		unplugged := async(func() { expectErr(t, "Unplug", s.Unplug(), nil) })
		synctest.Wait()
		r.expect(t, "unplug", "unbind", "devres release trigger_card_free", "card 0 disconnect",
			"controlC0 disconnect", "pcmC0D0p disconnect", "card 0 wait files=2")
		expectState(t, s, "unbinding: waits for 2 open files")

		f.Release()
		synctest.Wait()
		r.expect(t, "release", "close controlC0 pid=7")
		expectState(t, s, "unbinding: waits for 1 open files")
		if returned(unplugged) {
			t.Error("Unplug returned while a file was open")
		}

		g.Release()
		<-unplugged
		r.expect(t, "release", "close pcmC0D0p pid=7", "card 0 free", "pcmC0D0p free", "controlC0 free", "private_free",
			"devres release irq", "devres release snd_card_release", "devres release memory", "device release")
	})
}

// Whoever drops the last reference frees the card, before its close returns.
func TestTheLastCloseFreesTheCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.standard)
		f := r.open(t, "controlC0")
		unplugged := async(func() { _ = s.Unplug() })
		synctest.Wait()
		f.Release()
		if !slices.Contains(r.logged(), "private_free") {
			t.Error("the last close returned before private_free")
		}
		<-unplugged
	})
}

func TestAReferenceKeepsTheCardAsAFileDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.standard)
		c := r.core.Cards()[0]
		c.Get()
		unplugged := async(func() { _ = s.Unplug() })
		synctest.Wait()
		expectState(t, s, "unbinding: waits for 0 open files")
		if returned(unplugged) {
			t.Error("Unplug returned while somebody had a reference")
		}
		c.Put()
		<-unplugged
	})
}

// A file of the timer is no file of the card: it is not switched, and keeps it.
func TestAFileThatHoldsTheCardIsWaitedForAndNotSwitched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.standard)
		c := r.core.Cards()[0]
		guest := card.NewFile(&card.Node{Name: "timer"}, &ops{card: c})
		c.Hold(guest)
		c.Hold(guest)
		c.Unhold(guest)
		own := r.open(t, "controlC0")
		if got := c.Files(); !slices.Equal(got, []*card.File{own, guest}) {
			t.Errorf("got files %v, want the card's own and the guest", got)
		}
		unplugged := async(func() { _ = s.Unplug() })
		synctest.Wait()
		if guest.Dead() || !own.Dead() {
			t.Errorf("got guest dead %v and own file dead %v, want false and true", guest.Dead(), own.Dead())
		}
		own.Release()
		synctest.Wait()
		expectState(t, s, "unbinding: waits for 1 open files")
		c.Unhold(guest)
		<-unplugged
	})
}

// Two calls of the kernel's snd_card_free_when_closed, or one and the trigger, drop
// the first reference twice and free the card under its users. Here it is dropped
// once, whoever comes first and however often.
func TestMixedWaysOfFreeingDropTheFirstReferenceOnce(t *testing.T) {
	ways := map[string]func(*card.Card, *bus.Slot){
		"FreeWhenClosed and the trigger": func(c *card.Card, s *bus.Slot) { c.FreeWhenClosed(); _ = s.Unplug() },
		"FreeWhenClosed twice and the trigger": func(c *card.Card, s *bus.Slot) {
			c.FreeWhenClosed()
			c.FreeWhenClosed()
			_ = s.Unplug()
		},
		"FreeWhenClosed and Free": func(c *card.Card, s *bus.Slot) { c.FreeWhenClosed(); c.Free(); _ = s.Unplug() },
		"Free by two goroutines": func(c *card.Card, s *bus.Slot) {
			other := async(c.Free)
			c.Free()
			<-other
			_ = s.Unplug()
		},
		"Free and then FreeWhenClosed": func(c *card.Card, s *bus.Slot) { c.Free(); c.FreeWhenClosed(); _ = s.Unplug() },
		"Free by the driver and the trigger": func(c *card.Card, s *bus.Slot) {
			other := async(c.Free)
			_ = s.Unplug()
			<-other
		},
	}
	for name, free := range ways {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig()
				s := r.plug(t, "headset.0", r.standard)
				f := r.open(t, "controlC0")
				c := r.core.Cards()[0]
				all := async(func() { free(c, s) })
				synctest.Wait()
				if log := r.logged(); slices.Contains(log, "card 0 free") || !slices.Contains(log, "card 0 disconnect") {
					t.Errorf("with a file open got log %q, want a disconnect and no free", log)
				}
				expectErr(t, "ioctl", f.Ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENODEV)
				f.Release()
				<-all
				log := r.logged()
				if n := count(log, "card 0 free") + count(log, "private_free"); n != 2 {
					t.Errorf("got log %q, want one free and one private_free", log)
				}
				expectNames(t, r.nodeNames())
			})
		})
	}
}

func count(log []string, line string) int {
	n := 0
	for _, l := range log {
		if l == line {
			n++
		}
	}
	return n
}

func TestFreeingTheCardWhileItIsBeingFreedReturnsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "headset.0", r.one(func(c *card.Card) error {
			c.SetPrivateFree(func() { c.Free(); c.FreeWhenClosed(); c.Disconnect() })
			return c.Register()
		}))
		expectErr(t, "Unplug", s.Unplug(), nil)
	})
}

func TestDisconnectWithoutFree(t *testing.T) {
	r := newRig()
	s := r.plug(t, "headset.0", r.standard)
	c, f := r.core.Cards()[0], r.open(t, "controlC0")
	r.logged()
	c.Disconnect()
	c.Disconnect()
	r.expect(t, "card 0 disconnect", "controlC0 disconnect", "pcmC0D0p disconnect")
	expectErr(t, "ioctl", f.Ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENODEV)
	f.Release()
	r.expect(t, "release", "close controlC0 pid=7")
	expectErr(t, "Unplug", s.Unplug(), nil)
	r.expect(t, "unplug", "unbind", "devres release trigger_card_free", "card 0 wait files=0",
		"card 0 free", "pcmC0D0p free", "controlC0 free", "private_free",
		"devres release irq", "devres release snd_card_release", "devres release memory", "device release")
}

// An open that comes between disconnect and the vanishing of the node.
func TestAnOpenOfADisconnectedCardIsRefused(t *testing.T) {
	r := newRig()
	s := r.plug(t, "headset.0", r.standard)
	n, _ := r.core.Node("controlC0")
	c := n.Card
	expectErr(t, "Unplug", s.Unplug(), nil)
	_, err := n.Open(&card.Call{}, card.OpenFlags{})
	expectErr(t, "open of a node kept", err, syscall.ENODEV)
	if got := c.OpenFiles(); got != 0 {
		t.Errorf("got %d open files, want 0", got)
	}
	_, err = r.tryOpen("controlC0")
	expectErr(t, "open by name", err, syscall.ENOENT)
}

// The nodes were there for a moment, and somebody was quick.
func TestAProbeThatFailsAfterRegisterWaitsForTheLastCloseToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		var f *card.File
		s := r.slot("headset.0", func(d *bus.Device) error {
			expectErr(t, "the first half of the probe", r.standard(d), nil)
			f = r.open(t, "controlC0")
			r.logged()
			return syscall.EIO
		})
		plugged := async(func() { expectErr(t, "Plug", s.Plug(), syscall.EIO) })
		synctest.Wait()
		r.expect(t, "probe failed: input/output error", "devres release trigger_card_free", "card 0 disconnect",
			"controlC0 disconnect", "pcmC0D0p disconnect", "card 0 wait files=1")
		f.Release()
		<-plugged
		r.expect(t, "release", "close controlC0 pid=7", "card 0 free", "pcmC0D0p free", "controlC0 free", "private_free",
			"devres release irq", "devres release snd_card_release", "devres release memory")
		expectState(t, s, "unbound")
	})
}

// As usb_get_dev and usb_put_dev do for the kernel's cards.
func TestTheDeviceOutlivesItsUnplugForAsLongAsACardNeedsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		var c *card.Card
		s := r.plug(t, "old.0", func(d *bus.Device) (err error) {
			if c, err = r.core.New(d, -1); err != nil {
				return err
			}
			addNode(c, card.Control, "controlC0")
			return c.Register()
		})
		d := s.Device()
		f := r.open(t, "controlC0")
		c.FreeWhenClosed()
		expectErr(t, "Unplug", s.Unplug(), nil)
		if got := r.logged(); slices.Contains(got, "device release") || d.Refs() != 1 {
			t.Errorf("got log %q and %d references, want no release and the card's", got, d.Refs())
		}
		f.Release()
		r.expect(t, "release", "close controlC0 pid=7", "card 0 free", "controlC0 free", "device release")
	})
}
