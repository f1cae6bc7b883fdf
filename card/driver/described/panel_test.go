package described_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/described"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/panel"
)

// laptop has jacks with and without a place among its elements.
const laptop = `name: Laptop
controls:
- {name: Master Playback Volume, range: 0..40, values: 20}
- {jack: Mic Jack}
- {name: Master Playback Switch, channels: 2, values: on, notify: all}
jacks: {Headphone: in, Mic Jack: out, Speaker: phantom}
keys: {volume-up: Master Playback Volume, volume-down: Master Playback Volume, mute: Master Playback Switch}
`

// rig is a card of a description, and a hand at its panel.
type rig struct {
	t     *testing.T
	core  card.Core
	slot  *bus.Slot
	panel *panel.Panel
}

func plugIn(t *testing.T, text string) *rig {
	t.Helper()
	d, err := model.Parse("card.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, panel: panel.New(func(string, ...any) {})}
	env := driver.Environment{Core: &r.core, Panel: r.panel}
	r.slot = bus.New(func(string, string) {}).AddSlot("laptop.0", described.New("laptop", d).New(env, driver.Settings{}))
	if err := r.slot.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.slot.Unplug() }) // a test may have done it
	return r
}

func (r *rig) do(what string, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Errorf("%s: %v", what, err)
	}
}

// elements are all of the card's, by what they are called, with their first value.
func (r *rig) elements() []string {
	r.t.Helper()
	n, ok := r.core.Node("controlC0")
	if !ok {
		r.t.Fatal("there is no card")
	}
	f, err := n.Open(&card.Call{}, card.OpenFlags{Read: true})
	if err != nil {
		r.t.Fatal(err)
	}
	defer f.Release()
	var all []string
	for numid := uint32(1); ; numid++ {
		v := abi.CtlElemValue{ID: abi.CtlElemId{Numid: numid}}
		p := make([]byte, abi.Sizeof[abi.CtlElemValue]())
		if err := abi.Encode(p, &v); err != nil {
			r.t.Fatal(err)
		}
		err := f.Ioctl(&card.Call{}, &card.Ioctl{Cmd: uint32(abi.SNDRV_CTL_IOCTL_ELEM_READ), In: p, Out: p})
		if errors.Is(err, syscall.ENOENT) {
			return all
		}
		got, decodeErr := abi.Decode[abi.CtlElemValue](p)
		if err := errors.Join(err, decodeErr); err != nil {
			r.t.Fatal(err)
		}
		name, _, _ := strings.Cut(string(got.ID.Name[:]), "\x00")
		all = append(all, fmt.Sprintf("%s %d", name, got.Value[0]))
	}
}

func (r *rig) expect(want ...string) {
	r.t.Helper()
	if got := r.elements(); !slices.Equal(got, want) {
		r.t.Errorf("the elements are %q, want %q", got, want)
	}
}

func TestJacksAndKeysOfADescription(t *testing.T) {
	r := plugIn(t, laptop)
	r.expect("Master Playback Volume 20", "Mic Jack 0", "Master Playback Switch 1", "Headphone Jack 1", "Speaker Phantom Jack 1")
	r.do("plugs", r.panel.MoveJacks("Mic in\nHeadphone out"))
	r.do("keys", r.panel.PressKeys("volume-up\nvolume-up\nvolume-down\nmute"))
	r.expect("Master Playback Volume 22", "Mic Jack 1", "Master Playback Switch 0", "Headphone Jack 0", "Speaker Phantom Jack 1")
	r.do("unplug", r.slot.Unplug())
	r.do("plug", r.slot.Plug())
	r.expect("Master Playback Volume 20", "Mic Jack 1", "Master Playback Switch 1", "Headphone Jack 0", "Speaker Phantom Jack 1")
}

// Hands that are at it while the card comes and goes get one of two answers, and in the
// end the element tells where the plug is.
func TestHandsWhileTheCardComesAndGoes(t *testing.T) {
	r := plugIn(t, laptop)
	var hands sync.WaitGroup
	for _, lines := range []string{"Headphone in", "Headphone out"} {
		hands.Go(func() {
			for range 500 {
				_ = r.panel.MoveJacks(lines) // or there is no jack now
				_ = r.panel.PressKeys("mute\nvolume-up")
			}
		})
	}
	for range 50 {
		r.do("unbind", r.slot.Unbind())
		r.do("bind", r.slot.Bind())
	}
	hands.Wait()
	want := "Headphone Jack 0"
	if r.panel.Jacks()[1].In {
		want = "Headphone Jack 1"
	}
	if got := r.elements(); !slices.Contains(got, want) {
		t.Errorf("the elements are %q, want %s", got, want)
	}
}
