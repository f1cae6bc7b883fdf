package lifelog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// life is a device's, from plug to unplug, with a second binding and two programs.
var life = []string{
	"plug",
	"bind",
	"devres add tape",
	"devres add snd_card_release",
	"card 1 register",
	"devres add trigger_card_free",
	"open pcmC1D0p pid=12 comm=a player",
	"open controlC1 pid=13 comm=amixer",
	"close controlC1 pid=13",
	"unbind",
	"devres release trigger_card_free",
	"card 1 disconnect",
	"card 1 wait files=1",
	"close pcmC1D0p pid=12",
	"card 1 free",
	"private_free",
	"devres release snd_card_release",
	"devres release tape",
	"bind",
	"devres add snd_card_release",
	"card 2 disconnect",
	"card 2 wait files=0",
	"card 2 free",
	"probe failed: no such clock",
	"devres release snd_card_release",
	"unplug",
	"device release",
}

// logOf is a log of one device.
func logOf(events []string) string {
	var text strings.Builder
	for i, e := range events {
		fmt.Fprintf(&text, "12.%06d headset.0 %s\n", i, e)
	}
	return text.String()
}

func TestALifeInOrderIsRight(t *testing.T) {
	if err := lifelog.Check(logOf(life)); err != nil {
		t.Error(err)
	}
}

// TestAnyOneMistakeIsFound takes each line of a life away, says it twice, or lets
// it change places with the next. What is still a life is listed.
func TestAnyOneMistakeIsFound(t *testing.T) {
	for i, e := range life {
		expectWrong(t, "without", e, slices.Delete(slices.Clone(life), i, i+1),
			"private_free") // a driver need not have one
		expectWrong(t, "twice", e, slices.Insert(slices.Clone(life), i, e),
			"card 1 register",                            // moves the trigger
			"card 1 wait files=1", "card 2 wait files=0") // two may free a card
		if i+1 == len(life) {
			continue
		}
		swapped := slices.Clone(life)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		expectWrong(t, "after its next", e, swapped,
			"devres add snd_card_release", "devres add trigger_card_free",
			"open pcmC1D0p pid=12 comm=a player", "close controlC1 pid=13", // of two files
			"card 1 wait files=1", // a file may as well be closed just before
			"card 2 free")         // of the failed probe, which the driver or devres frees
	}
}

func expectWrong(t *testing.T, how, event string, events []string, but ...string) {
	t.Helper()
	if err := lifelog.Check(logOf(events)); (err == nil) != slices.Contains(but, event) {
		t.Errorf("%s %s: got %v", event, how, err)
	}
}

func TestWhatIsNoLineIsFound(t *testing.T) {
	for _, line := range []string{
		"", "12.000000", "12.000000 headset.0", "12.000000 headset.0 ", "12.0 headset.0 plug", "-1.000000 headset.0 plug",
		"12.000000 headset.0 plug ", "12.000000 headset.0 plugged", "12.000000 headset.0 card x register",
		"12.000000 headset.0 open pcmC1D0p pid=12", "12.000000 headset.0 close pcmC1D0p pid=-1", "12.000000  plug",
		"12.000000 headset.0 card 99999999999999999999 free",
	} {
		if e, err := lifelog.Parse(line); err == nil {
			t.Errorf("%q: got %+v", line, e)
		}
	}
}

func TestALineIsTakenApart(t *testing.T) {
	got, err := lifelog.Parse("4422.000007 usb-headset.1 open pcmC3D1c pid=77 comm=a b")
	want := lifelog.Event{
		At: 4422*time.Second + 7*time.Microsecond, Device: "usb-headset.1", Text: "open pcmC3D1c pid=77 comm=a b",
		Kind: lifelog.Open, Node: "pcmC3D1c", Pid: 77, Comm: "a b",
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
}

func TestALineOfAStreamIsTakenApart(t *testing.T) {
	for text, want := range map[string]lifelog.Event{
		"setup rate=48000 channels=2 format=S16_LE period=1024 buffer=4096": {State: "setup", Values: "rate=48000 channels=2 format=S16_LE period=1024 buffer=4096"},
		"running":                              {State: "running"},
		"xrun frames=100":                      {State: "xrun", Values: "frames=100"},
		"prepared skipped=7 xruns=2":           {State: "prepared", Values: "skipped=7 xruns=2"},
		"setup frames=9 skipped=7 xruns=2":     {State: "setup", Values: "frames=9 skipped=7 xruns=2"},
		"disconnected frames=5":                {State: "disconnected", Values: "frames=5"},
		"prepared rate=48000 skipped=1":        {},
		"setup rate=48000":                     {},
		"paused":                               {},
		"open skipped=1":                       {},
		"running frames=9 xruns=2":             {},
		"setup frames=9 skipped=7 xruns=2 x=1": {},
	} {
		got, err := lifelog.Parse("1.000000 a.0 stream pcmC0D1p sub=3 " + text)
		if (err != nil) != (want.State == "") {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
		if err != nil {
			continue
		}
		want.At, want.Device, want.Text = time.Second, "a.0", "stream pcmC0D1p sub=3 "+text
		want.Kind, want.Node, want.Substream = lifelog.Stream, "pcmC0D1p", 3
		if got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func TestAStreamNeedsACardOfItsNumber(t *testing.T) {
	for node, wrong := range map[string]bool{"pcmC1D0p": false, "pcmC2D0p": true} {
		events := slices.Insert(slices.Clone(life), 7, "stream "+node+" sub=0 running")
		if err := lifelog.Check(logOf(events)); (err != nil) != wrong {
			t.Errorf("a stream of %s: got %v", node, err)
		}
	}
	if lifelog.Check(logOf(slices.Insert(slices.Clone(life), 1, "stream pcmC1D0p sub=0 running"))) == nil {
		t.Error("a stream before there is a card is right")
	}
}

// What a hand does there is only with a driver, and what it cannot do at any time.
func TestAHandNeedsADriver(t *testing.T) {
	for _, tt := range []struct {
		line  string
		after int
		right bool
	}{
		{"jack Line Out in", 4, true},
		{"jack Line Out in", 12, true}, // the card is gone, and its jacks are going
		{"key volume-up", 4, true},
		{"jack Headphone out", 1, false},
		{"key mute", 0, false},
		{"jack refused: there is no jack", 0, true},
		{"key refused: there is no key", len(life), true},
		{"jack Headphone", 4, false},
		{"key volume up", 4, false},
	} {
		if err := lifelog.Check(logOf(slices.Insert(slices.Clone(life), tt.after, tt.line))); (err == nil) != tt.right {
			t.Errorf("%s after %d lines: got %v", tt.line, tt.after, err)
		}
	}
}

// TestTheServersOwnLinesHaveNoOrder: they are notices, about no device.
func TestTheServersOwnLinesHaveNoOrder(t *testing.T) {
	text := "1.000000 vsndfs no mmap: why\n1.000001 fuse opcode 1: the kernel refused the reply: EINVAL\n"
	if err := lifelog.Check(text); err != nil {
		t.Error(err)
	}
}

func TestTwoDevicesHaveNoNumberInCommon(t *testing.T) {
	c := lifelog.New()
	for i, device := range []string{"a.0", "b.0"} {
		for _, event := range []string{"plug", "bind", "devres add snd_card_release", "card 0 register"} {
			_, err := c.Line("1.000000 " + device + " " + event)
			if wrong := i == 1 && event == "card 0 register"; (err != nil) != wrong {
				t.Errorf("%s %s: got %v", device, event, err)
			}
		}
	}
}

// What the gallery shows is wrong on purpose. Its lines are known all the same.
func TestAnExhibitOfTheGalleryMayGoInAWrongOrder(t *testing.T) {
	wrong := []string{
		"plug",
		"unbind",
		"free regs",
		"usb_get_intf refs=2",
		"oops use after release of regs by trigger STOP",
		"oops touched in gallery.stream.Stop < pcm.PCM.Disconnect",
		"oops while open pcmC1D0p pid=12 comm=a player",
		"oops released at 12.000002 in gallery.mixedWrong.Remove < bus.Slot.Unplug",
		"devres release snd_card_release",
	}
	text := logOf(wrong)
	if err := lifelog.Check(strings.ReplaceAll(text, "headset.0", "gallery-wrong.0")); err != nil {
		t.Error(err)
	}
	if lifelog.Check(text) == nil {
		t.Error("nothing is said of the same by a card for every day")
	}
	if lifelog.Check(strings.ReplaceAll(logOf([]string{"oops"}), "headset.0", "gallery-wrong.0")) == nil {
		t.Error("nothing is said of a line that there is not")
	}
}
