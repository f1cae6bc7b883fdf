package eventlog_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/fs/eventlog"
)

// flood appends lines of what programs do: 1,000 of them are half a MiB.
func flood(l *eventlog.Log, lines int) {
	rest := strings.Repeat(" x", 250)
	for n := range lines {
		l.Append("a.0", []string{
			"open pcmC0D0p pid=1 comm=bad one", "close pcmC0D0p pid=1",
			"stream pcmC0D0p sub=0 prepared", "record /tmp/a.wav frames=100",
		}[n%4]+rest)
	}
}

// lostLines takes the line that tells what is missing out of events.
func lostLines(t *testing.T, events []string) (lost int, others []string) {
	t.Helper()
	for _, event := range events {
		count, ok := strings.CutPrefix(event, "log dropped lines=")
		if !ok {
			others = append(others, event)
			continue
		}
		n, err := strconv.Atoi(count)
		if err != nil || lost != 0 {
			t.Fatalf("%q: %v, want a number, once", event, err)
		}
		lost = n
	}
	return lost, others
}

func TestWhatProgramsDoDoesNotPushOutADevicesLife(t *testing.T) {
	const lines = 20_000 // 10 MiB
	l := eventlog.New(nil)
	life := []string{"plug", "bind", "card 0 register", "unplug", "device release"}
	for _, event := range life {
		l.Append("b.0", event)
		flood(l, lines/len(life))
	}
	text, end := all(l, 1000, 0)
	if end != l.Size() || len(text) > 5<<20 {
		t.Errorf("read %d bytes up to %d of %d, want no more than 5 MiB and the end", len(text), end, l.Size())
	}
	lost, left := lostLines(t, events(t, text))
	if got, want := lost+len(left), lines+len(life); got != want {
		t.Errorf("%d lines are left or said to be lost, want %d", got, want)
	}
	left = slices.DeleteFunc(left, func(event string) bool { return strings.HasPrefix(event, "a.0 ") })
	expectEvents(t, left, "b.0 plug", "b.0 bind", "b.0 card 0 register", "b.0 unplug", "b.0 device release")
	if !slices.IsSorted(times(text)) {
		t.Error("the lines are not in the order of time")
	}
}

func TestTheOldestLivesAreDroppedToo(t *testing.T) {
	const lines = 20_000
	rest := strings.Repeat(" x", 250)
	l := eventlog.New(nil)
	for n := range lines {
		l.Append("b.0", fmt.Sprintf("devres add %d%s", n, rest))
	}
	text, _ := all(l, 1<<20, 0)
	if len(text) > 5<<20 || len(text) < 3<<20 {
		t.Errorf("%d bytes are left, want 3 to 5 MiB", len(text))
	}
	_, left := lostLines(t, events(t, text))
	for i, event := range left {
		if want := fmt.Sprintf("b.0 devres add %d%s", lines-len(left)+i, rest); event != want {
			t.Fatalf("line %d is %q, want %q", i, event, want)
		}
	}
}

// A reader may be anywhere when the log drops what it is about to read.
func TestAReaderGoesOnInWhatIsLeft(t *testing.T) {
	l := eventlog.New(nil)
	for n := range 10 {
		l.Append("b.0", fmt.Sprintf("devres add %d", n))
		flood(l, 1_500)
	}
	for off := int64(0); off < l.Size(); off += l.Size() / 15 {
		text, end := all(l, 4096, off)
		if end != l.Size() {
			t.Fatalf("from %d the log is read up to %d of %d", off, end, l.Size())
		}
		_, whole, _ := strings.Cut(text, "\n") // it may begin within a line
		if !slices.IsSorted(times(whole)) {
			t.Fatalf("from %d the lines are not in the order of time", off)
		}
		events(t, whole)
	}
}
