package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/card/timer"
)

func TestModelsAreFoundByName(t *testing.T) {
	for _, want := range slices.Concat(models.All(), models.Gallery) {
		got, err := models.Find(want.Name)
		if got.Name != want.Name || err != nil {
			t.Errorf("got model %q, %v, want %q", got.Name, err, want.Name)
		}
	}
	_, err := models.Find("piano")
	if want := `there is no card model "piano"; there are usb-headset, usb-dac, webcam-mic, hda-laptop, studio-18x20, loopback, dummy, those of vsndfs models --gallery, and files such as my-card.yaml`; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if first := models.All()[0].Name; models.Default != first {
		t.Errorf("got default %q, want the first, %q", models.Default, first)
	}
}

// machine is a bus with a card of one model plugged in.
type machine struct {
	core card.Core
	slot *bus.Slot
	log  []string
}

func plug(t *testing.T, m driver.Model, s driver.Settings) (*machine, error) {
	t.Helper()
	h := &machine{}
	b := bus.New(func(_, event string) { h.log = append(h.log, event) })
	env := driver.Environment{Core: &h.core, Timers: timer.NewService(&h.core)}
	h.slot = b.AddSlot(m.Name+".0", m.New(env, s))
	return h, h.slot.Plug()
}

// A model has no remove: all that its probe acquires goes in reverse, the card
// first.
func TestUnpluggingAModelReleasesWhatItsProbeAcquired(t *testing.T) {
	for _, m := range models.All() {
		t.Run(m.Name, func(t *testing.T) {
			h, err := plug(t, m, driver.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := h.slot.Driver().(bus.Remover); ok {
				t.Error("the driver has a remove function")
			}
			if err := h.slot.Unplug(); err != nil {
				t.Fatal(err)
			}
			added, released := h.devres("add "), h.devres("release ")
			slices.Reverse(added)
			if !slices.Equal(released, added) || released[0] != "trigger_card_free" {
				t.Errorf("released %q, want %q with the trigger first", released, added)
			}
			if last := h.log[len(h.log)-1]; last != "device release" {
				t.Errorf("the log ends with %q, want device release", last)
			}
		})
	}
}

// devres are the names of the log's devres lines of one kind.
func (h *machine) devres(kind string) []string {
	var names []string
	for _, event := range h.log {
		if name, ok := strings.CutPrefix(event, "devres "+kind); ok {
			names = append(names, name)
		}
	}
	return names
}

// The card's number is taken: the probe fails and leaves nothing.
func TestAModelThatCannotHaveItsNumber(t *testing.T) {
	for _, m := range models.All() {
		t.Run(m.Name, func(t *testing.T) {
			h, err := plug(t, m, driver.Settings{})
			if err != nil {
				t.Fatal(err)
			}
			env := driver.Environment{Core: &h.core, Timers: timer.NewService(&h.core)}
			second := bus.New(func(string, string) {}).AddSlot("second.0", m.New(env, driver.Settings{Index: 1}))
			if err := second.Plug(); !errors.Is(err, syscall.EBUSY) {
				t.Errorf("got error %v, want EBUSY", err)
			}
			if d := second.Device(); d.Refs() != 1 || d.Resources.Len() != 0 {
				t.Errorf("got %d references and %d resources, want 1 and 0", d.Refs(), d.Resources.Len())
			}
		})
	}
}

func TestACardIsAsItsSettingsSay(t *testing.T) {
	for _, tt := range []struct {
		model    string
		settings driver.Settings
		id       string
		nodes    []string
	}{
		{"usb-headset", driver.Settings{}, "Headset", []string{"controlC0", "pcmC0D0c", "pcmC0D0p", "timer"}},
		{"usb-headset", driver.Settings{ID: "Phones", Index: 6}, "Phones", []string{"controlC5", "pcmC5D0c", "pcmC5D0p", "timer"}},
		{"loopback", driver.Settings{}, "Loopback", []string{"controlC0", "pcmC0D0c", "pcmC0D0p", "pcmC0D1c", "pcmC0D1p", "timer"}},
		{"loopback", driver.Settings{ID: "Cable", Index: 32, Substreams: 2}, "Cable", []string{"controlC31", "pcmC31D0c", "pcmC31D0p", "pcmC31D1c", "pcmC31D1p", "timer"}},
		{"dummy", driver.Settings{}, "Dummy", []string{"controlC0", "pcmC0D0c", "pcmC0D0p", "timer"}},
		{"dummy", driver.Settings{ID: "Bare", Devices: 1}, "Bare", []string{"controlC0", "timer"}},
		{"dummy", driver.Settings{Devices: 3}, "Dummy", []string{"controlC0", "pcmC0D0c", "pcmC0D0p", "pcmC0D1c", "pcmC0D1p", "timer"}},
	} {
		t.Run(fmt.Sprintf("%s %+v", tt.model, tt.settings), func(t *testing.T) {
			m, err := models.Find(tt.model)
			if err != nil {
				t.Fatal(err)
			}
			h, err := plug(t, m, tt.settings)
			if err != nil {
				t.Fatal(err)
			}
			if got := h.core.Cards(); len(got) != 1 || got[0].ID != tt.id {
				t.Errorf("got cards %v, want one with id %s", got, tt.id)
			}
			var nodes []string
			for _, n := range h.core.Nodes() {
				nodes = append(nodes, n.Name)
			}
			if !slices.Equal(nodes, tt.nodes) {
				t.Errorf("got nodes %q, want %q", nodes, tt.nodes)
			}
		})
	}
}
