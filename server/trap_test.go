package server

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestATrapIsSprungByTheEventThatItNames(t *testing.T) {
	tests := map[string]struct {
		trap, line string
		want       bool
	}{
		"the whole event":       {"a.0 card 0 free", "a.0 card 0 free", true},
		"its first words":       {"a.0 open pcmC0D0p", "a.0 open pcmC0D0p pid=1 comm=cat", true},
		"with a count":          {"2:a.0 plug", "a.0 plug", true},
		"the beginning of one":  {"a.0 un", "a.0 unplug", false},
		"that of another":       {"a.0 plug", "a.1 plug", false},
		"an event that is more": {"a.0 card 0 wait files=1", "a.0 card 0 wait", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			trap, err := ParseTrap(unix.SIGKILL, test.trap)
			if err != nil {
				t.Fatal(err)
			}
			if got := trap.matches(test.line); got != test.want {
				t.Errorf("%q matches %q: %v, want %v", test.trap, test.line, got, test.want)
			}
		})
	}
}

func TestATrapThatNamesNoEventIsRefused(t *testing.T) {
	for _, text := range []string{"", "a.0", "a.0 ", "0:a.0 plug", "x:a.0 plug", "1:"} {
		if _, err := ParseTrap(unix.SIGKILL, text); err == nil {
			t.Errorf("%q is taken for a trap", text)
		}
	}
}
