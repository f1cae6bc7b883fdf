package gallery

import (
	"strings"
	"testing"
)

func TestEveryExhibitHasItsDriver(t *testing.T) {
	for _, e := range Exhibits {
		if got := e.Driver(); !strings.HasPrefix(got, "// ") || !strings.Contains(got, "\nfunc (") {
			t.Errorf("the driver of %s is\n%s", e.Name, got)
		}
	}
}

func TestExhibitsAreFoundByName(t *testing.T) {
	for _, e := range Exhibits {
		for _, name := range []string{e.Name, e.Model().Name} {
			if got, err := Find(name); got.Name != e.Name || err != nil {
				t.Errorf("Find(%q): got %q, %v", name, got.Name, err)
			}
		}
	}
	if _, err := Find("mona-lisa"); err == nil || !strings.Contains(err.Error(), "there are managed, unmanaged, ") {
		t.Errorf("got error %v, want the names that there are", err)
	}
}
