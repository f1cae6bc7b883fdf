package scenario

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card/fault"
)

// slot is where a device is plugged in that is not there.
type slot struct{}

func (slot) Plug() error   { return nil }
func (slot) Unplug() error { return nil }
func (slot) Bind() error   { return nil }
func (slot) Unbind() error { return nil }

// play lets a scenario happen to two devices on which no sound passes, and returns
// what happened, a line each.
func play(t *testing.T, text string) (log string, left error) {
	t.Helper()
	s, err := Parse("s", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetDevices([]string{"a", "b"}); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(*testing.T) {
		var lines strings.Builder
		plans := make(map[string]*fault.Plan)
		for _, device := range []string{"a", "b"} {
			plans[device] = fault.New(nil, new(fault.Sound), func(format string, args ...any) {
				fmt.Fprintf(&lines, device+" "+format+"\n", args...)
			})
			plans[device].SetSlot(slot{})
		}
		p := s.Start(plans)
		synctest.Wait()
		log, left = lines.String(), p.Left()
	})
	return log, left
}

func TestStepsHappenInTheOrderOfTheFile(t *testing.T) {
	for text, want := range map[string]string{
		"- do: [suspend, resume]\n- {do: drift 5, device: b}\n- do: stall":                        "a suspend, a resume, b drift +5, a stall",
		"- do: unplug\n- {do: drift 1, after: 1h}\n- do: plug\n- {do: [unbind, bind], device: b}": "a unplug, a drift +1, a plug, b unbind, b bind",
		"- do: [unplug, suspend]\n- {do: drift 2, at: 2h}\n- {do: drift 1, at: 1h}":               "a unplug, a suspend, a drift +2, a drift +1",
		"- do: [fail open, clear, stall]":                                                         "a clear, a stall",
	} {
		log, left := play(t, text)
		if got := strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(log), "fault ", ""), "\n", ", "); got != want || left != nil {
			t.Errorf("%q: %s happened, and left is %v; want %s", text, got, left, want)
		}
	}
}

func TestStepsThatNeverHappenAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		"- do: stall\n- at: 5 frames\n  do: xrun\n- do: resume":         "s:2: xrun has not happened: the command ended before",
		"- do: stall\n\n- after: 1h\n  do: [drift 3, suspend]\n":        "s:3: drift +3 has not happened: the command ended before",
		"- {at: 1s, do: unplug, device: b}\n- {do: stall, device: b}\n": "s:1: unplug has not happened: the command ended before",
	} {
		if log, left := play(t, text); left == nil || left.Error() != want || strings.Contains(log, "resume") {
			t.Errorf("%q: left is %v, want %s; the log:\n%s", text, left, want, log)
		}
	}
}

// Thousands of steps that all come at once.
func TestManyStepsAtOnce(t *testing.T) {
	text := "- do: [" + strings.Repeat("xrun,", 20_000) + "drift 7]\n"
	log, left := play(t, text)
	if log != "a fault drift +7\n" || left != nil {
		t.Errorf("the log is %.100q, and left is %v", log, left)
	}
}
