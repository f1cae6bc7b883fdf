package gallery

import (
	"fmt"
	"slices"
	"strings"
)

// Check looks whether a log shows what the exhibit's caption says: its events, each
// without the time and the device, in the order of time.
func (e Exhibit) Check(events []string) error {
	if missing, ok := lacks(events, e.Log); ok {
		return fmt.Errorf("there is no %q where it should be", missing)
	}
	got := oopses(events)
	if missing, ok := lacks(got, e.Oopses); ok {
		return fmt.Errorf("nothing says that %s was used after its release by %s", partOf(missing), operationOf(missing))
	}
	for _, oops := range got {
		if !e.expects(oops) {
			return fmt.Errorf("it should not have come to a use after release of %s", oops)
		}
	}
	return nil
}

// lacks returns the first of want that does not follow in events upon those before.
func lacks(events, want []string) (missing string, ok bool) {
	for _, w := range want {
		i := slices.IndexFunc(events, func(event string) bool { return event == w || strings.HasPrefix(event, w+" ") })
		if i < 0 {
			return w, true
		}
		events = events[i+1:]
	}
	return "", false
}

// expects reports whether an exhibit may use a part after its release: by an operation
// that it shows, or by an interrupt that happened to come in between.
func (e Exhibit) expects(oops string) bool {
	return slices.Contains(e.Oopses, oops) ||
		operationOf(oops) == "pointer" && slices.ContainsFunc(e.Oopses, func(shown string) bool { return partOf(shown) == partOf(oops) })
}

func partOf(oops string) string {
	part, _, _ := strings.Cut(oops, " by ")
	return part
}

func operationOf(oops string) string {
	_, operation, _ := strings.Cut(oops, " by ")
	return operation
}

// oopses are the uses after release in a log, as "PART by OPERATION".
func oopses(events []string) (all []string) {
	for _, event := range events {
		if what, ok := strings.CutPrefix(event, "oops use after release of "); ok {
			all = append(all, what)
		}
	}
	return all
}

// Verdict is what the log has shown, in words.
func (e Exhibit) Verdict() string {
	if len(e.Oopses) == 0 {
		return "nothing was used after its release"
	}
	return "used after release: " + strings.Join(e.Oopses, ", ")
}
