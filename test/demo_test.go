package test

import (
	"strings"
	"testing"
)

func TestTheDemoShowsWhatItSays(t *testing.T) {
	t.Parallel()
	out := newMachine(t).vsndfs("demo")
	if strings.Contains(out, "NO") || strings.Count(out, ": yes") != 2 {
		t.Errorf("the demo printed\n%s", out)
	}
	for _, want := range []string{"unbinding: waits for 1 open files", "devres release trigger_card_free", "private_free"} {
		if !strings.Contains(out, want) {
			t.Errorf("the demo does not show %q:\n%s", want, out)
		}
	}
}
