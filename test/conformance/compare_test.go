package main

import (
	"slices"
	"strings"
	"testing"
)

func TestVerdicts(t *testing.T) {
	list := []difference{{"a", "pause [01]", "ENOSYS", "EFAULT", "row"}}
	for name, tc := range map[string]struct {
		kernel, vsndfs string
		want           []verdict
	}{
		"the same":                           {"a: k -> 0", "a: k -> 0", []verdict{identical}},
		"another answer":                     {"a: k -> 0", "a: k -> 1", []verdict{different}},
		"a documented difference":            {"a: pause 1 -> ENOSYS, OPEN", "a: pause 1 -> EFAULT, OPEN", []verdict{documented}},
		"documented, but of another key":     {"a: pause 12 -> ENOSYS", "a: pause 12 -> EFAULT", []verdict{different}},
		"documented, but of another area":    {"b: pause 1 -> ENOSYS", "b: pause 1 -> EFAULT", []verdict{different}},
		"documented, but the rest differs":   {"a: pause 1 -> ENOSYS, OPEN", "a: pause 1 -> EFAULT, SETUP", []verdict{different}},
		"documented, but it is the kernel's": {"a: pause 1 -> ENOSYS", "a: pause 1 -> ENOSYS", []verdict{identical}},
		"a line that vanished":               {"a: k -> 0\na: l -> 0", "a: k -> 0", []verdict{identical, different}},
		"a line that was added":              {"a: k -> 0", "a: k -> 0\na: l -> 0", []verdict{identical, different}},
		"another order":                      {"a: k -> 0\na: l -> 0", "a: l -> 0\na: k -> 0", []verdict{identical, identical}},
		"a comment":                          {"# one\na: k -> 0", "a: k -> 0\n# two", []verdict{identical}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []verdict
			for _, f := range compare("s", lines(t, tc.kernel), lines(t, tc.vsndfs), list, make([]bool, len(list))) {
				got = append(got, f.verdict)
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func lines(t *testing.T, text string) []line {
	t.Helper()
	all, err := parseLines(text)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOutputThatIsNoTranscript(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":            "",
		"comments alone":     "# one\n",
		"no arrow":           "a: k 0\n",
		"no area":            "k -> 0\n",
		"a line twice":       "a: k -> 0\na: k -> 0\n",
		"two answers":        "a: k -> 0\na: k -> 1\n",
		"an empty line":      "a: k -> 0\n\n",
		"an error's message": "a: k -> 0\nopen: No such file or directory\n",
	} {
		if got, err := parseLines(text); err == nil {
			t.Errorf("%s: got %v and no error", name, got)
		}
	}
}

func TestAReport(t *testing.T) {
	r := &report{findings: []finding{
		{suite: "s", area: "b", key: "k", kernel: "0", vsndfs: "1", verdict: different},
		{suite: "s", area: "a", key: "k", verdict: identical},
		{suite: "s", area: "b", key: "l", verdict: documented},
	}}
	if r.verdict() == nil {
		t.Error("a difference is no error")
	}
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"s: b: k", "  kernel: 0", "  vsndfs: 1",
		"area identical different documented", "a 1 0 0", "b 0 1 1", "sum 1 1 1",
	}
	for n, row := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		if n > 2 {
			row = strings.Join(strings.Fields(row), " ")
		}
		if row != want[n] {
			t.Errorf("line %d: got %q, want %q", n, row, want[n])
		}
	}
	unasked := &report{life: lifecycle(nil, nil)}
	if unasked.verdict() == nil {
		t.Error("checks that nobody asks about are no error")
	}
	stale := &report{stale: differences}
	if stale.verdict() == nil {
		t.Error("a documented difference that is none is no error")
	}
}

func TestEachDifferenceHasItsRow(t *testing.T) {
	const document = "../../docs/differences.md"
	if err := checkRows(differences, document); err != nil {
		t.Error(err)
	}
	if err := checkRows([]difference{{row: "what"}, {row: "no such row"}}, document); err == nil {
		t.Error("a row that is not there is no error")
	}
}
