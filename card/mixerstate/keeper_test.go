package mixerstate_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card/mixerstate"
)

// Values of all elements, and the file that has them.
var (
	some = [][]int64{{-7, 42}, {1}, {1}, {0, 200, 3, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}}
	file = `- name: Master Volume
  values: [-7, 42]
- name: Master Switch
  values: [on]
- name: Source
  values: ["on: off"]
- iface: pcm
  device: 1
  name: Rate Shift
  values: [0, 200, 3]
- iface: pcm
  device: 1
  subdevice: 1
  name: Rate Shift
  values: []
`
)

func (m *mixer) setSome() {
	m.t.Helper()
	for n, values := range some {
		m.set(n, values...)
	}
}

func stateFile(t testing.TB) string { t.Helper(); return filepath.Join(t.TempDir(), "state.yaml") }

func TestTheValuesOutliveTheCard(t *testing.T) {
	path := stateFile(t)
	m := newMixer(t, path)
	m.plug()
	m.expectLog()
	m.setSome()
	m.unplug()
	if got := read(t, path); got != file {
		t.Errorf("the file has\n%s\nwant\n%s", got, file)
	}
	m.plug()
	m.expectValues(some...)
	m.expectLog("state state.yaml restored=5")
	m.unplug()
	expectFiles(t, path, "state.yaml")

	again := newMixer(t, path)
	again.plug()
	again.expectValues(some...)
	again.unplug()
}

func TestACardWhoseDriverIsUnboundKeepsItsValuesToo(t *testing.T) {
	m := newMixer(t, stateFile(t))
	m.plug()
	m.setSome()
	if err := m.slot.Unbind(); err != nil {
		t.Fatal(err)
	}
	if err := m.slot.Bind(); err != nil {
		t.Fatal(err)
	}
	m.expectValues(some...)
	m.unplug()
}

// pass lets time pass, and what was to happen by then happen.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// What changes is on disk a moment later, so that a server may be killed; many changes
// are written once.
func TestChangesAreSavedSoonAndTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := stateFile(t)
		m := newMixer(t, path)
		m.plug()
		pass(time.Hour)
		expectFiles(t, path) // nothing has changed
		for volume := range int64(100) {
			m.set(0, volume, volume)
			pass(time.Millisecond)
		}
		expectFiles(t, path)
		pass(200 * time.Millisecond)
		if got := read(t, path); !strings.Contains(got, "values: [99, 99]") {
			t.Errorf("after 0.3 s the file has %q", got)
		}
		m.unplug()
	})
}

func TestAFileIsNotWrittenWithoutAChange(t *testing.T) {
	path := stateFile(t)
	text := "# mine\n" + file
	write(t, path, text)
	m := newMixer(t, path)
	m.plug()
	m.setSome() // they are so
	m.replug()
	m.unplug()
	if got, err := os.ReadFile(path); string(got) != text || err != nil {
		t.Errorf("the file has %q, %v, want what it had", got, err)
	}
}

// A file may say less than the card has, and more.
func TestElementsThatAreNotInTheFileAndOthersThatAre(t *testing.T) {
	path := stateFile(t)
	const other = "- name: Bass\n  values: [a, 7]\n"
	write(t, path, other+"- {name: Source, values: ['9']}\n- {name: Master Volume, values: 0x03}\n")
	m := newMixer(t, path)
	m.plug()
	m.expectLog("state state.yaml restored=2")
	none := make([]int64, 8)
	m.expectValues([]int64{3, 3}, []int64{0}, []int64{2}, none, none)
	m.setSome()
	m.unplug()
	if got := read(t, path); got != file+other {
		t.Errorf("the file has\n%s\nwant\n%s", got, file+other)
	}

	m.fewer = true
	m.plug()
	m.set(0, 1, 1)
	m.unplug()
	m.fewer = false
	m.plug()
	m.expectValues(append([][]int64{{1, 1}}, some[1:]...)...)
	m.unplug()
}

// wrong are files that are no good for the card, and what is said of them.
var wrong = map[string]string{
	"- {name: Master Volume":                                                           "state.yaml: yaml: line 1: did not find expected ',' or '}'",
	"\n- {name: Master Volume, values: [1, 1, 1]}":                                     `state.yaml:2: "Master Volume": it has 2 values, and not 3`,
	"- {name: Master Volume, values: [1, 101]}":                                        `state.yaml:1: "Master Volume": "101" is no number from -50 to 100`,
	"- {name: Master Volume, values: [1, -51]}":                                        `state.yaml:1: "Master Volume": "-51" is no number from -50 to 100`,
	"- {name: Master Volume, values: [1, 1e9]}":                                        `state.yaml:1: "Master Volume": "1e9" is no number from -50 to 100`,
	"- {name: Master Switch, values: [2]}":                                             `state.yaml:1: "Master Switch": "2" is not on or off`,
	"- {name: Source, values: [Line]}":                                                 `state.yaml:1: "Source": it has no item "Line"`,
	"- {name: Source, values: [\"9\\nx\"]}":                                            `state.yaml:1: "Source": it has no item "9\nx"`,
	"- {name: Source, values: [Mic], iface: CARDS}":                                    `state.yaml:1: "CARDS" is no interface: there are card, hwdep, mixer, pcm, rawmidi, timer, sequencer`,
	"- {iface: PCM, device: 1, name: Rate Shift, values: [256]}":                       `state.yaml:1: "Rate Shift": "256" is no number from 0 to 255`,
	"- {iface: PCM, device: 1, name: Rate Shift, values: [0, 0, 0, 0, 0, 0, 0, 0, 0]}": `state.yaml:1: "Rate Shift": it has 8 values, and not 9`,
}

// The user has just named it, and nobody plays yet.
func TestAFileThatIsWrongFromTheStartKeepsTheCardAway(t *testing.T) {
	for text, want := range wrong {
		path := stateFile(t)
		write(t, path, text)
		_, err := mixerstate.Open(path)
		if err == nil { // what its card has nobody knows yet
			err = newMixer(t, path).slot.Plug()
		}
		if err == nil || strings.ReplaceAll(err.Error(), filepath.Dir(path)+"/", "") != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
		expectFiles(t, path, "state.yaml")
	}
}

// A card that worked works on, as if it were new, and nothing of the file is lost.
func TestAFileThatBreaksLaterIsPutAside(t *testing.T) {
	for text, want := range wrong {
		path := stateFile(t)
		m := newMixer(t, path)
		m.plug()
		m.setSome()
		m.unplug()
		m.expectLog()
		write(t, path, text)
		m.plug()
		none := make([]int64, 8)
		m.expectValues([]int64{0, 0}, []int64{0}, []int64{0}, none, none)
		m.expectLog("state failed: " + want + "; it is state.yaml.bad now")
		m.setSome()
		m.unplug()
		expectFiles(t, path, "state.yaml", "state.yaml.bad")
		if got := read(t, path); got != file {
			t.Errorf("%q: afterwards the file has %q", text, got)
		}
		if got, err := os.ReadFile(path + ".bad"); string(got) != text || err != nil {
			t.Errorf("%q: what was put aside has %q, %v", text, got, err)
		}
	}
}

func TestAFileThatCannotBePutAsideIsLeftAlone(t *testing.T) {
	path := stateFile(t)
	m := newMixer(t, path)
	m.plug()
	m.unplug()
	write(t, path, "broken")
	if err := os.Mkdir(path+".bad", 0o700); err != nil {
		t.Fatal(err)
	}
	m.plug()
	m.setSome()
	m.unplug()
	m.expectLog("state failed: state.yaml:1: want a list of elements, such as - {name: Master Playback Volume, values: [42]};" +
		" it stays as it is, and nothing is kept: rename state.yaml state.yaml.bad: file exists")
	if got := read(t, path); got != "broken" {
		t.Errorf("the file has %q", got)
	}
}

func TestAFailureIsToldOnceAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := stateFile(t)
		m := newMixer(t, path)
		m.plug()
		if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
			t.Fatal(err)
		}
		for n := range int64(3) {
			m.set(0, n, n+1)
			pass(time.Second)
		}
		m.expectLog("state failed: write state.yaml: file exists")
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		m.set(0, 5, 6)
		pass(time.Second)
		if got := read(t, path); !strings.Contains(got, "values: [5, 6]") {
			t.Errorf("the file has %q", got)
		}
		m.unplug()
		m.expectLog()
	})
}

// The elements may not all be there.
func TestAProbeThatFailsLeavesTheFileAlone(t *testing.T) {
	path := stateFile(t)
	m := newMixer(t, path)
	m.plug()
	m.setSome()
	m.unplug()
	m.broken = errors.New("no such hardware")
	if err := m.slot.Plug(); !errors.Is(err, m.broken) {
		t.Errorf("got %v, want %v", err, m.broken)
	}
	m.unplug()
	if got := read(t, path); got != file {
		t.Errorf("the file has %q", got)
	}
	m.expectLog()
}

// Whoever writes values while the card goes, what is kept are values that it had, of all
// elements.
func TestACardThatGoesWhileItsValuesChange(t *testing.T) {
	path := stateFile(t)
	m := newMixer(t, path)
	for range 50 {
		m.plug()
		m.setSome()
		ctl, master := m.control, m.control.Settables()[0].ID
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for n := int64(0); ctl.Put(master, []int64{n % 100, n % 100}) == nil; n++ {
			}
		}()
		m.unplug()
		<-ended
		lines := strings.SplitAfter(read(t, path), "\n")
		var left, right int
		if _, err := fmt.Sscanf(lines[1], "  values: [%d, %d]", &left, &right); err != nil || left != right && left != -7 {
			t.Errorf("the file begins with %q: %v", lines[:2], err)
		}
		if got, want := strings.Join(lines[2:], ""), file[strings.Index(file, "- name: Master Switch"):]; got != want {
			t.Errorf("the file has\n%s\nwant\n%s", got, want)
		}
	}
}
