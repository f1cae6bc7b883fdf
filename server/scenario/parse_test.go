package scenario

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/vsndfs/vsndfs/card/fault"
)

func TestWhatIsNoScenarioIsToldWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "s:1: there are no steps",
		"# nothing\n":                          "s:1: there are no steps",
		"---\n":                                "s:2: a scenario is a list of steps",
		"xrun":                                 "s:1: a scenario is a list of steps",
		"do: xrun":                             "s:1: a scenario is a list of steps",
		"[]":                                   "s:1: a scenario is a list of steps",
		"\n\n- do: xrun\n- xrun\n":             "s:4: a step is written as do: FAULT",
		"- [do, xrun]\n":                       "s:1: a step is written as",
		"- {}\n":                               "s:1: the step does nothing",
		"- at: 1s\n":                           "s:1: the step does nothing",
		"- do: []\n":                           "s:1: the step does nothing",
		"- do:\n":                              "s:1: want a word or some",
		"- do: {xrun: now}\n":                  "s:1: want a word or some",
		"- do: [xrun, [stall]]\n":              "s:1: want a word or some",
		"- do: xrun\n  do: stall\n":            `s:2: "do" stands there twice`,
		"- do: xrun\n  at: 1s\n  after: 1s\n":  "s:1: a step has at: or after:, not both",
		"- do: xrun\n  when: 1s\n":             `s:2: a step has no "when"`,
		"- do: xrun\n  <<: {at: 1s}\n":         `s:2: a step has no "<<"`,
		"- do: xrun\n  ? [a]\n  : 1s\n":        `s:3: a step has no ""`,
		"- do: xrun\n\n- do: explode\n":        `s:3: "explode" is no fault`,
		"- do: 7\n":                            `s:1: "7" is no fault`,
		"- do: xrun at 1s\n":                   "s:1: \"xrun at 1s\": when it happens is the step's own: write at: 1s",
		"- do: xrun\n  at: -1s\n":              `s:2: "-1s" is no time`,
		"- do: xrun\n  at: .nan\n":             `s:2: ".nan" is no time`,
		"- do: xrun\n  at: NaNs\n":             `s:2: "NaNs" is no time`,
		"- do: xrun\n  at: .inf\n":             `s:2: ".inf" is no time`,
		"- do: xrun\n  at: 1e9h\n":             `s:2: "1e9h" is no time`,
		"- do: xrun\n  at: 5\n":                `s:2: "5" is no time`,
		"- do: xrun\n  at: 2026-11-28\n":       `s:2: "2026-11-28" is no time`,
		"- do: xrun\n  at: [1s]\n":             "s:2: want a word or some",
		"- do: xrun\n  at: -5 frames\n":        `s:2: "-5" is no number`,
		"- do: xrun\n  at: 1.5 frames\n":       `s:2: "1.5" is no number`,
		"- do: xrun\n  after: 5 frames\n":      "s:2: after: wants a time",
		"- do: xrun\n  device: []\n":           "s:2: want a word or some",
		"- do: xrun\n---\n- do: xrun\n":        "a file holds one scenario",
		"- do: xrun\n---\n[":                   "a file holds one scenario",
		"- do: [xrun\n":                        "s: yaml: line",
		"\x00":                                 "s: yaml:",
		"\xff\xfe":                             "s:",
		"- do: \"\\u0007\"\n":                  "s:1:",
		"- &a {do: xrun}\n- *a\n":              "s:2: a step is written as",
		"- &a do: &b [*a]\n":                   "s:1: want a word or some",
		"&a [*a]\n":                            "s:1: a step is written as",
		"- do: !!binary eHJ1bg==\n  at: *no\n": "s: yaml:",
		strings.Repeat("[", 20000):             "s: yaml:",
		strings.Repeat("#", maxBytes+1):        "s:1: a scenario has 1048576 bytes at most",
	} {
		s, err := Parse("s", []byte(text))
		if err == nil {
			t.Errorf("%.80q is taken as %+v", text, s)
			continue
		}
		if got := err.Error(); !strings.HasPrefix(got, want) && !strings.Contains(got, ": "+want) || strings.Contains(got, "\n") {
			t.Errorf("%.80q is refused with %q, want one line with %q", text, got, want)
		}
	}
}

// Aliases are not followed, so what a few lines can name they cannot make large.
func TestABombOfAliasesIsRefused(t *testing.T) {
	var text strings.Builder
	text.WriteString("- &l0 {do: xrun}\n")
	for n := range 60 {
		fmt.Fprintf(&text, "- &l%d [*l%d, *l%d, *l%d]\n", n+1, n, n, n)
	}
	if _, err := Parse("bomb", []byte(text.String())); err == nil || !strings.HasPrefix(err.Error(), "bomb:2: ") {
		t.Errorf("got %v, want line 2 refused", err)
	}
}

func TestAFileThatIsNoneIsTold(t *testing.T) {
	if _, err := Read(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := Read("/dev/zero"); err == nil || !strings.Contains(err.Error(), "bytes at most") {
		t.Errorf("a file without an end: %v", err)
	}
}

func TestAScenarioIsReadAsItIsWritten(t *testing.T) {
	s, err := Parse("s", []byte("- at: 24000 frames of pcmC0D0p\n  do: xrun\n\n- {do: [suspend, resume], after: 250ms, device: b}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Steps) != 2 || s.Steps[0].Line != 1 || s.Steps[1].Line != 4 || !s.Steps[0].Absolute || s.Steps[1].Absolute {
		t.Errorf("got %+v", s.Steps)
	}
	if got := s.Steps[0].Moment.String(); got != "at 24000 frames of pcmC0D0p" {
		t.Errorf("the first step is %q", got)
	}
	if err := s.SetDevices([]string{"a", "b"}); err != nil || s.Steps[0].Device != "a" || s.Steps[1].Device != "b" {
		t.Errorf("got %v, devices %q and %q", err, s.Steps[0].Device, s.Steps[1].Device)
	}
	if err := s.SetDevices([]string{"a"}); err == nil || err.Error() != `s:4: there is no device "b"; there are a` {
		t.Errorf("a device that is not there: %v", err)
	}
}

// FuzzParse reads whatever anybody calls a scenario.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"- do: xrun\n", "- at: 1s\n  do: [suspend, resume]\n", "- {after: 250ms, do: drift 100, device: usb-headset.0}\n",
		"- &a {do: xrun}\n- *a\n", "[[", "---\n---\n", "- do: fail open 2.. EIO on playback\n  at: 3 frames\n", "\xff", "- ? x\n", "\t- do: xrun",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Parse("fuzz", text)
		if err != nil {
			if told := err.Error(); !strings.HasPrefix(told, "fuzz:") || strings.ContainsFunc(told, unicode.IsControl) {
				t.Errorf("got an error that is not one line with its place: %q", told)
			}
			return
		}
		if len(s.Steps) == 0 {
			t.Error("a scenario without steps is taken")
		}
		for _, step := range s.Steps {
			if step.Line < 1 || len(step.Faults) == 0 {
				t.Errorf("got the step %+v", step)
			}
			for _, one := range step.Faults {
				if again, err := fault.Parse(one.String()); err != nil || again != one {
					t.Errorf("%q is read again as %+v, %v", one, again, err)
				}
			}
		}
	})
}
