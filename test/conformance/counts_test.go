package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTheDocumentCountsTheAnswers(t *testing.T) {
	all, err := countAnswers(".")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../docs/conformance.md")
	if err != nil {
		t.Fatal(err)
	}
	if table := countsTable(all); !strings.Contains(string(text), table) {
		t.Errorf("docs/conformance.md has another table than\n%s", table)
	}
}

func TestATableOfCounts(t *testing.T) {
	got := countsTable(map[string]asked{"ctl_b": {"usb": 2, "dummy": 3}, "ctl_a": {"hda": 1}})
	want := "| probe | answers |\n|---|---|\n| `ctl_a` | hda 1 |\n| `ctl_b` | dummy 3, usb 2 |\n| all | 6 |\n"
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// counted are how the names of the probes begin that docs/conformance.md has a table of.
var counted = []string{"ctl_", "timer_", "asound"}

// asked is what a probe has been told by Linux, by the cards that it was asked on.
type asked map[string]int

// countAnswers counts the lines of the transcripts in dir, by probe.
func countAnswers(dir string) (map[string]asked, error) {
	all := make(map[string]asked)
	for _, s := range suites {
		if s.clone || !slices.ContainsFunc(counted, func(prefix string) bool { return strings.HasPrefix(s.probe, prefix) }) {
			continue
		}
		lines, err := readTranscript(s.transcript(dir))
		if err != nil {
			return nil, err
		}
		if all[s.probe] == nil {
			all[s.probe] = make(asked)
		}
		all[s.probe][s.card.name] += len(lines)
	}
	return all, nil
}

// countsTable is the table of those counts, in Markdown.
func countsTable(all map[string]asked) string {
	var b strings.Builder
	b.WriteString("| probe | answers |\n|---|---|\n")
	sum := 0
	for _, probe := range slices.Sorted(maps.Keys(all)) {
		var cells []string
		for _, name := range slices.Sorted(maps.Keys(all[probe])) {
			n := all[probe][name]
			cells = append(cells, fmt.Sprintf("%s %d", name, n))
			sum += n
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", probe, strings.Join(cells, ", "))
	}
	fmt.Fprintf(&b, "| all | %d |\n", sum)
	return b.String()
}
