package panel_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/panel"
)

// rig is a slot whose driver has two jacks, and keys that count.
type rig struct {
	slot    *bus.Slot
	panel   *panel.Panel
	probe   func(*bus.Device) error
	log     []string
	reports []string
	presses map[panel.Key]int
}

func (*rig) Name() string                 { return "fake" }
func (r *rig) Probe(d *bus.Device) error  { return r.probe(d) }
func (r *rig) logf(f string, args ...any) { r.log = append(r.log, fmt.Sprintf(f, args...)) }
func (r *rig) report(name string) func(bool) {
	return func(in bool) { r.reports = append(r.reports, bus.Jack{Name: name, In: in}.String()) }
}

func (r *rig) counts(keys ...panel.Key) panel.Keys {
	all := make(panel.Keys)
	for _, k := range keys {
		all[k] = func() error { r.presses[k]++; return nil }
	}
	return all
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{presses: make(map[panel.Key]int)}
	r.panel = panel.New(r.logf)
	r.probe = func(d *bus.Device) error {
		return errors.Join(
			r.panel.AddJack(d, "Headphone", true, r.report("Headphone")),
			r.panel.AddJack(d, "Line  Out Jack", false, r.report("Line Out")),
			r.panel.AddKeys(d, r.counts(panel.Mute, panel.VolumeUp)),
		)
	}
	r.slot = bus.New(func(string, string) {}).AddSlot("fake.0", r)
	expectErr(t, "plug", r.slot.Plug(), nil)
	t.Cleanup(func() { _ = r.slot.Unplug() }) // a test may have done it
	return r
}

func expectErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// now is where the plugs are.
func (r *rig) now() []string {
	var all []string
	for _, j := range r.panel.Jacks() {
		all = append(all, j.String())
	}
	return all
}

func TestAPlugMovesOnce(t *testing.T) {
	r := newRig(t)
	expect(t, "jacks", r.now(), "Headphone in", "Line Out out")
	expectErr(t, "move", r.panel.MoveJacks("Headphone out\n\n Line  Out Jack in\nHeadphone out\n"), nil)
	expect(t, "jacks", r.now(), "Headphone out", "Line Out in")
	expect(t, "log", r.log, "jack Headphone out", "jack Line Out in")
	expect(t, "reports", r.reports, "Headphone in", "Line Out out", "Headphone out", "Line Out in")
}

// What a hand has moved stays so; that the driver is gone changes only what can be
// moved.
func TestAPlugStaysWhereItIsWhenTheDeviceIsUnplugged(t *testing.T) {
	r := newRig(t)
	expectErr(t, "move", r.panel.MoveJacks("Headphone out"), nil)
	for name, cycle := range map[string][2]func() error{
		"unplugged": {r.slot.Unplug, r.slot.Plug},
		"unbound":   {r.slot.Unbind, r.slot.Bind},
	} {
		expectErr(t, name, cycle[0](), nil)
		expect(t, "jacks when "+name, r.now())
		expect(t, "keys when "+name, r.panel.Keys())
		r.refuses(t, "Headphone in", r.panel.MoveJacks, "no driver now")
		r.refuses(t, "mute", r.panel.PressKeys, "no driver now")
		r.reports = nil
		expectErr(t, "again", cycle[1](), nil)
		expect(t, "reports after it was "+name, r.reports, "Headphone out", "Line Out out")
		expect(t, "jacks", r.now(), "Headphone out", "Line Out out")
	}
}

func (r *rig) refuses(t *testing.T, text string, take func(string) error, want string) {
	t.Helper()
	err := take(text)
	if err == nil {
		t.Errorf("%q is taken", text)
	} else if got := err.Error(); !strings.Contains(got, want) || strings.ContainsFunc(got, unicode.IsControl) {
		t.Errorf("%q is refused with %q, want one line with %q", text, got, want)
	}
}

func TestWhatAPanelHasNotIsToldInALine(t *testing.T) {
	r := newRig(t)
	for text, want := range map[string]string{
		"Headphone":                "want the name of a jack and in or out",
		"out":                      "want the name of a jack and in or out",
		"Headphone off":            "want the name of a jack and in or out",
		"Microphone in":            `no jack "Microphone"; there are Headphone, Line Out`,
		"headphone out":            `no jack "headphone"`,
		"Headphone out\nCamera in": `no jack "Camera"`,
		"Head\x00phone out":        `no jack "Head\x00phone"`,
	} {
		r.refuses(t, text, r.panel.MoveJacks, want)
	}
	for text, want := range map[string]string{
		"loud":           "there are volume-up, volume-down, mute, mic-mute, play-pause",
		"mute mute":      `"mute mute" is no key`,
		"mute\nloud":     `"loud" is no key`,
		"mute\nmic-mute": "no key mic-mute; there are volume-up, mute",
		"play-pause":     "tell the player itself",
	} {
		r.refuses(t, text, r.panel.PressKeys, want)
	}
	expect(t, "log", r.log)
	if len(r.presses) > 0 {
		t.Errorf("pressed %v", r.presses)
	}
}

func TestKeysArePressedInOrder(t *testing.T) {
	r := newRig(t)
	expect(t, "keys", r.panel.Keys(), "volume-up", "mute")
	expectErr(t, "press", r.panel.PressKeys("volume-up\nmute\n volume-up "), nil)
	expect(t, "log", r.log, "key volume-up", "key mute", "key volume-up")
	if r.presses[panel.VolumeUp] != 2 || r.presses[panel.Mute] != 1 {
		t.Errorf("pressed %v", r.presses)
	}
}

func TestADriverHearsOfAKeyThatFailed(t *testing.T) {
	r := newRig(t)
	expectErr(t, "unbind", r.slot.Unbind(), nil)
	r.probe = func(d *bus.Device) error {
		return r.panel.AddKeys(d, panel.Keys{panel.PlayPause: func() error { return syscall.EIO }})
	}
	expectErr(t, "bind", r.slot.Bind(), nil)
	expectErr(t, "press", r.panel.PressKeys("play-pause"), syscall.EIO)
}

func TestJacksAndKeysAreManagedResources(t *testing.T) {
	r := newRig(t)
	expect(t, "resources", r.slot.Device().Resources.Names(), "keys", "jack Line Out", "jack Headphone")
}

func TestADeviceHasNoJackTwice(t *testing.T) {
	r := newRig(t)
	d := r.slot.Device()
	expectErr(t, "the same jack", r.panel.AddJack(d, "Headphone", false, r.report("Headphone")), syscall.EBUSY)
	expectErr(t, "keys again", r.panel.AddKeys(d, r.counts(panel.MicMute)), syscall.EBUSY)
	expect(t, "jacks", r.now(), "Headphone in", "Line Out out")
	expect(t, "keys", r.panel.Keys(), "volume-up", "mute")
}

func TestWithoutAPanelAPlugIsWhereTheDriverSays(t *testing.T) {
	r := newRig(t)
	r.reports = nil
	var none *panel.Panel
	expectErr(t, "a jack", none.AddJack(r.slot.Device(), "Headphone", true, r.report("Headphone")), nil)
	expectErr(t, "keys", none.AddKeys(r.slot.Device(), r.counts(panel.Mute)), nil)
	expect(t, "reports", r.reports, "Headphone in")
}

// FuzzWhatIsWrittenIntoTheFiles reads what anybody writes into a device's files.
func FuzzWhatIsWrittenIntoTheFiles(f *testing.F) {
	for _, text := range []string{"Headphone in", "Line Out Jack out\nmute", "volume-up\nvolume-up", "in\nout", " Jack in", "\x00 in"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := panel.New(func(string, ...any) {})
		for _, err := range []error{p.MoveJacks(text), p.PressKeys(text)} {
			if err != nil && strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Errorf("got an error that is not one line: %q", err)
			}
		}
	})
}
