package mixerstate_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// FuzzFileOfACard has any text in the file when a card is plugged in that has been there
// before. It comes, its values are in range, and a text that is no good is not lost.
func FuzzFileOfACard(f *testing.F) {
	for _, text := range []string{
		"", file, "- {name: Master Volume, values: [100, -50]}", "- {name: Master Volume, values: [101, 0]}",
		"- {name: Source, values: [Mic]}\n- {name: Master Switch, values: [true]}", "- {name: Bass, values: [1]}", "[",
	} {
		f.Add(text)
	}
	path := stateFile(f)
	m := newMixer(f, path)
	m.plug()
	m.setSome()
	m.unplug()
	m.expectLog()
	f.Fuzz(func(t *testing.T, text string) {
		m.t = t
		write(t, path, text)
		m.plug()
		for _, e := range m.control.Settables() {
			for _, v := range e.Values {
				if e.Items == nil && e.Max != 0 && (v < e.Min || v > e.Max) || e.Items != nil && v >= int64(len(e.Items)) {
					t.Errorf("%s has %d", e.ID.Name, v)
				}
			}
		}
		failed := strings.HasPrefix(strings.Join(m.lines, "\n"), "state failed: ")
		m.lines = nil
		m.setSome()
		m.unplug()
		if got, _ := os.ReadFile(path + ".bad"); failed && string(got) != text { // what is not there is ""
			t.Errorf("%q was put aside as %q", text, got)
		}
		m.plug()
		m.expectValues(some...)
		m.unplug()
		m.lines = nil
		all, err := filepath.Glob(path + "*")
		if err != nil || len(all) > 2 || len(all) == 2 && !slices.Contains(all, path+".bad") {
			t.Errorf("there are %q, %v", all, err)
		}
	})
}
