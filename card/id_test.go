package card_test

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// named is a probe of a card with an id.
func (r *rig) named(id string) func(*bus.Device) error {
	return r.one(func(c *card.Card) error {
		c.ID = id
		return c.Register()
	})
}

// ids are the ids of the cards, by number.
func (r *rig) ids() []string {
	var all []string
	for _, c := range r.core.Cards() {
		all = append(all, c.ID)
	}
	return all
}

// What Linux makes of the ids of snd-dummy cards, plugged in this order.
func TestIDsAreMadeValidAndUnique(t *testing.T) {
	for _, tt := range []struct {
		name      string
		ids, want []string
	}{
		{"a good id stays", []string{"Headset"}, []string{"Headset"}},
		{"what is no letter or digit is dropped", []string{"a-b_c.d!e f"}, []string{"abcdef"}},
		{"bytes of no alphabet are dropped", []string{"Kopfh\xf6rer\x00é"}, []string{"Kopfhrer"}},
		{"an empty one becomes Default", []string{""}, []string{"Default"}},
		{"one of nothing good becomes Default", []string{"___"}, []string{"Default"}},
		{"one like a card's directory becomes Default", []string{"card5"}, []string{"Default"}},
		{"only the beginning can be like a card's directory", []string{"Xcard5"}, []string{"Xcard5"}},
		{"one like a number gets a letter", []string{"8"}, []string{"D8"}},
		{"a digit in front is what counts", []string{"_8ch"}, []string{"D8ch"}},
		{"a long one is cut", []string{"averyveryverylongname"}, []string{"averyveryverylo"}},
		{"a long one with a digit in front is cut too", []string{"012345678901234"}, []string{"D01234567890123"}},
		{"a name of /proc/asound is taken", []string{"pcm", "version"}, []string{"pcm_1", "version_1"}},
		{"the second gets a suffix", []string{"Foo", "Foo", "Foo"}, []string{"Foo", "Foo_1", "Foo_2"}},
		{"the suffix finds room", []string{"abcdefghijklmno", "abcdefghijklmno"}, []string{"abcdefghijklmno", "abcdefghijklm_1"}},
		{"Default is an id like others", []string{"card", "card", "Default"}, []string{"Default", "Default_1", "Default_2"}},
		{"a suffix that was asked for is no suffix", []string{"Foo_1", "Foo", "Foo"}, []string{"Foo1", "Foo", "Foo_1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig()
			for n, id := range tt.ids {
				r.plug(t, fmt.Sprintf("a.%d", n), r.named(id))
			}
			expectNames(t, r.ids(), tt.want...)
		})
	}
}

func TestSuffixesCountInHexadecimal(t *testing.T) {
	r := newRig()
	for n := range 12 {
		r.plug(t, fmt.Sprintf("a.%d", n), r.named("Foo"))
	}
	expectNames(t, r.ids(), "Foo", "Foo_1", "Foo_2", "Foo_3", "Foo_4", "Foo_5",
		"Foo_6", "Foo_7", "Foo_8", "Foo_9", "Foo_A", "Foo_B")
}

func TestAnIDIsFreeAgainAfterDisconnect(t *testing.T) {
	r := newRig()
	first := r.plug(t, "a.0", r.named("Foo"))
	r.plug(t, "a.1", r.named("Foo"))
	expectErr(t, "Unplug", first.Unplug(), nil)
	r.plug(t, "a.2", r.named("Foo"))
	expectNames(t, r.ids(), "Foo", "Foo_1")
}

func TestASecondRegisterKeepsTheID(t *testing.T) {
	r := newRig()
	r.plug(t, "a.0", r.one(func(c *card.Card) error {
		c.ID = "Foo"
		expectErr(t, "Register", c.Register(), nil)
		return c.Register()
	}))
	expectNames(t, r.ids(), "Foo")
}

// watching is a device that sees its card's id when it registers.
type watching struct {
	*part
	seen *string
}

func (w watching) Register() error {
	*w.seen = w.card.ID
	return w.part.Register()
}

func TestTheIDIsFinalBeforeAProgramCanSeeTheCard(t *testing.T) {
	r, seen := newRig(), ""
	r.plug(t, "a.0", r.named("Foo"))
	r.plug(t, "a.1", r.one(func(c *card.Card) error {
		c.ID = "Foo"
		c.AddDevice(card.PCM, watching{&part{card: c, name: "pcm"}, &seen})
		return c.Register()
	}))
	if seen != "Foo_1" {
		t.Errorf("the first device to register saw the id %q, want Foo_1", seen)
	}
}
