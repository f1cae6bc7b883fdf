package card_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/info"
)

// text is what a text of a rig's tree says; its path is given as names.
func (r *rig) text(t *testing.T, names ...string) string {
	t.Helper()
	return r.find(t, names...).Read()
}

func (r *rig) find(t *testing.T, names ...string) *info.Entry {
	t.Helper()
	e := r.core.Info()
	for _, name := range names {
		child, ok := e.Find(name)
		if !ok {
			t.Fatalf("there is no %s among %q", name, e.Names())
		}
		e = child
	}
	return e
}

func expectText(t *testing.T, what, got string, want ...string) {
	t.Helper()
	if got != strings.Join(want, "\n")+"\n" {
		t.Errorf("%s: got\n%swant\n%s", what, got, strings.Join(want, "\n"))
	}
}

// headset fills a card with names and a node of each kind, and registers it.
func headset(c *card.Card) error {
	c.ID, c.Driver, c.ShortName, c.LongName = "Headset", "USB-Audio", "USB Headset", "USB Headset at usb-1"
	for _, n := range []*card.Node{
		{Name: "pcmC%dD0p", Device: 0, Type: "digital audio playback"},
		{Name: "controlC%d", Device: card.NoDevice, Type: "control"},
	} {
		n.Name, n.Card = fmt.Sprintf(n.Name, c.Number()), c
		p := addPart(c, card.PCM, n.Name)
		p.node, n.Open = n, p.open
	}
	return c.Register()
}

func TestTheListsOfCards(t *testing.T) {
	r := newRig()
	r.core.AddNode(&card.Node{Name: "timer", Type: "timer", Minor: card.MinorTimer})
	expectText(t, "cards", r.text(t, "cards"), "--- no soundcards ---")
	expectText(t, "devices", r.text(t, "devices"), " 33:        : timer")
	a := r.plug(t, "a.0", r.one(headset))
	r.plug(t, "b.0", r.one(headset))
	expectText(t, "cards", r.text(t, "cards"),
		" 0 [Headset        ]: USB-Audio - USB Headset", "                      USB Headset at usb-1",
		" 1 [Headset_1      ]: USB-Audio - USB Headset", "                      USB Headset at usb-1")
	expectText(t, "devices", r.text(t, "devices"),
		"  2: [ 0- 0]: digital audio playback", "  3: [ 0]   : control",
		"  4: [ 1- 0]: digital audio playback", "  5: [ 1]   : control", " 33:        : timer")
	expectText(t, "modules", r.text(t, "modules"), " 0 fake", " 1 fake")
	expectText(t, "id", r.text(t, r.find(t, "Headset_1").Target(), "id"), "Headset_1")

	id := r.find(t, "card0", "id")
	expectErr(t, "Unplug", a.Unplug(), nil)
	expectNames(t, r.core.Info().Names(), "Headset_1", "card1", "cards", "devices", "modules", "version")
	if !id.Gone() {
		t.Error("the text of a card that has gone is not gone")
	}
	r.plug(t, "c.0", r.one(headset))
	expectText(t, "the lowest numbers are taken again", r.text(t, "devices"),
		"  2: [ 0- 0]: digital audio playback", "  3: [ 0]   : control",
		"  4: [ 1- 0]: digital audio playback", "  5: [ 1]   : control", " 33:        : timer")
}

// A blocked unbinding shows nothing of the card, and its number can be another's.
func TestACardThatWaitsForItsFilesIsInNoList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig()
		s := r.plug(t, "a.0", r.one(headset))
		f := r.open(t, "controlC0")
		unplugged := async(func() { _ = s.Unplug() })
		synctest.Wait()
		expectText(t, "cards", r.text(t, "cards"), "--- no soundcards ---")
		expectNames(t, r.core.Info().Names(), "cards", "devices", "modules", "version")
		r.plug(t, "b.0", r.one(headset))
		expectText(t, "id", r.text(t, "card0", "id"), "Headset")
		f.Release()
		<-unplugged
		expectText(t, "the other's id", r.text(t, "card0", "id"), "Headset")
	})
}

// As on Linux with fifteen cards: every thirty-second number is free.
func TestTheNumbersOfManyNodes(t *testing.T) {
	var core card.Core
	for n := range 75 {
		core.AddNode(&card.Node{Name: fmt.Sprint(n), Type: "control"})
	}
	devices, _ := core.Info().Find("devices")
	for number, want := range map[int]bool{0: false, 1: false, 2: true, 31: true, 32: false, 33: false, 34: true, 63: true, 64: false, 65: true} {
		if got := strings.Contains("\n"+devices.Read(), fmt.Sprintf("\n%3d: ", number)); got != want {
			t.Errorf("number %d: given %v, want %v", number, got, want)
		}
	}
}
