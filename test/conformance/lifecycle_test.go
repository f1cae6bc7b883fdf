package main

import (
	"slices"
	"strings"
	"testing"
)

func TestAChecksOutcome(t *testing.T) {
	list := []difference{{"life 07", "k", "0", "1", "uevents"}}
	same := finding{area: "life 07", key: "same", kernel: "0", vsndfs: "0"}
	told := finding{area: "life 07", key: "k", kernel: "0", vsndfs: "1", verdict: documented}
	wrong := finding{area: "life 07", key: "wrong", kernel: "0", vsndfs: "2", verdict: different}
	other := finding{area: "life 70", key: "wrong", kernel: "0", vsndfs: "2", verdict: different}
	for name, tc := range map[string]struct {
		findings []finding
		want     string
	}{
		"every line is the same": {[]finding{same}, "identical"},
		"one is documented":      {[]finding{same, told, told}, "documented difference: uevents"},
		"one differs":            {[]finding{told, wrong}, "failure: wrong"},
		"another check's":        {[]finding{same, other}, "identical"},
		"nobody asks":            {[]finding{other}, "failure: no probe asks"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := lifecycle(tc.findings, list)[6].verdict(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTheTableOfChecks(t *testing.T) {
	findings := []finding{{area: "life 01"}, {area: "life 75", key: "k", kernel: "0", vsndfs: "1", verdict: documented}}
	all := lifecycle(findings, []difference{{"life 75", "k", "0", "1", "row"}})
	var out strings.Builder
	if err := printLifecycle(&out, all); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(rows) != 76 || rows[75] != "75 checks: 1 identical, 1 documented, 73 failures" {
		t.Errorf("got %d rows, the last %q", len(rows), rows[len(rows)-1])
	}
	if !strings.HasPrefix(rows[0], "1   "+checks[0]) || !strings.HasSuffix(rows[74], "  documented difference: row") {
		t.Errorf("got %q and %q", rows[0], rows[74])
	}
	if got := failed(all); len(got) != 73 || got[0] != 2 {
		t.Errorf("got %v", got)
	}
}

func TestTheTableIsForAllOfTheLife(t *testing.T) {
	if !wholeLife(suites) || !wholeLife(choose([]string{lifePrefix})) || wholeLife(choose([]string{"life_order"})) {
		t.Error("want the table for all suites of a card's life and for no fewer")
	}
}

// A check that no probe asks about would fail only after minutes.
func TestEachCheckHasItsText(t *testing.T) {
	sorted := slices.Sorted(slices.Values(checks[:]))
	if len(slices.Compact(sorted)) != 75 || sorted[0] == "" {
		t.Error("want 75 checks with a text each")
	}
}
