package mixerstate_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/mixerstate"
)

// mixer is a card with elements of all kinds, whose driver keeps them in a file.
type mixer struct {
	t       testing.TB
	file    *mixerstate.File
	core    card.Core
	slot    *bus.Slot
	control *control.Control // of the card that is there now
	fewer   bool             // it has only a master volume
	broken  error            // of the probe, when some elements are there

	mu    sync.Mutex
	lines []string
}

// newMixer is a mixer in its slot, not plugged in yet, that keeps its values in path.
func newMixer(t testing.TB, path string) *mixer {
	t.Helper()
	file, err := mixerstate.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	m := &mixer{t: t, file: file}
	m.slot = bus.New(m.log).AddSlot("mixer.0", m)
	return m
}

// log keeps what the log says of the state.
func (m *mixer) log(_, text string) {
	if !strings.HasPrefix(text, "state ") {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, strings.ReplaceAll(text, filepath.Dir(m.file.Path)+"/", ""))
}

func (m *mixer) expectLog(want ...string) {
	m.t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if !slices.Equal(m.lines, want) {
		m.t.Errorf("the log says %q, want %q", m.lines, want)
	}
	m.lines = nil
}

func (*mixer) Name() string { return "mixer" }

// Probe is of bus.Driver: what a model's probe does, as far as elements go.
func (m *mixer) Probe(d *bus.Device) error { return card.FreeOnError(d, m.probe(d)) }

func (m *mixer) probe(d *bus.Device) error {
	state, err := mixerstate.Acquire(d, m.file)
	if err != nil {
		return err
	}
	c, err := m.core.NewManaged(d, -1)
	if err != nil {
		return err
	}
	m.control = control.New(c)
	if err := m.addElements(); err != nil {
		return err
	}
	if err := state.Keep(c, m.control); err != nil {
		return err
	}
	return c.Register()
}

func (m *mixer) addElements() error {
	err := m.broken
	for i, r := range []control.Range{
		{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 2, Min: -50, Max: 100},
		{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 1},
		{Type: abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, Channels: 1, Items: []string{"Mic", "on: off", "9"}},
	} {
		if m.fewer && i > 0 {
			return err
		}
		_, added := m.control.Add(control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: names[i], Ops: &control.Stored{Range: r, Now: make([]int64, r.Channels)},
		})
		err = errors.Join(err, added)
	}
	for subdevice := range uint32(2) {
		_, added := m.control.Add(control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_PCM, Device: 1, Subdevice: subdevice, Name: "Rate Shift", Ops: &bytes{},
		})
		err = errors.Join(err, added)
	}
	return err
}

var names = []string{"Master Volume", "Master Switch", "Source"}

// bytes is the Ops of an element of bytes.
type bytes [8]byte

func (*bytes) Info(_ int, info *abi.CtlElemInfo) error {
	info.Type, info.Count = abi.SNDRV_CTL_ELEM_TYPE_BYTES, uint32(len(bytes{}))
	return nil
}

func (b *bytes) Get(_ int, v *abi.CtlElemValue) error {
	copy(v.Bytes()[:], b[:])
	return nil
}

func (b *bytes) Put(_ int, v *abi.CtlElemValue) (bool, error) {
	copy(b[:], v.Bytes()[:])
	return true, nil
}

// set gives the n-th element values.
func (m *mixer) set(n int, values ...int64) {
	m.t.Helper()
	if err := m.control.Put(m.control.Settables()[n].ID, values); err != nil {
		m.t.Errorf("set element %d to %v: %v", n, values, err)
	}
}

// expectValues compares all values with want.
func (m *mixer) expectValues(want ...[]int64) {
	m.t.Helper()
	var got [][]int64
	for _, e := range m.control.Settables() {
		got = append(got, e.Values)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		m.t.Errorf("the elements have %v, want %v", got, want)
	}
}

func (m *mixer) plug() {
	m.t.Helper()
	if err := m.slot.Plug(); err != nil {
		m.t.Fatal(err)
	}
}

func (m *mixer) unplug() {
	m.t.Helper()
	if err := m.slot.Unplug(); err != nil {
		m.t.Fatal(err)
	}
}

// replug unplugs the card and plugs it in.
func (m *mixer) replug() {
	m.t.Helper()
	m.unplug()
	m.plug()
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// read is what a file has, without its heading; "" if it is not there.
func read(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// expectFiles compares what is in the directory of a path with want.
func expectFiles(t testing.TB, path string, want ...string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range all {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("in the directory are %q, want %q", got, want)
	}
}
