package eventlog_test

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/fs/eventlog"
)

// all reads what the log has, in pieces of size bytes, and returns the offset
// behind it.
func all(l *eventlog.Log, size int, off int64) (string, int64) {
	var text []byte
	for p := make([]byte, size); ; {
		n, next := l.ReadAt(p, off)
		if n == 0 {
			return string(text), next
		}
		text, off = append(text, p[:n]...), next
	}
}

// events are the lines of a text without their times.
func events(t *testing.T, text string) []string {
	t.Helper()
	var got []string
	for line := range strings.Lines(text) {
		time, event, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if _, err := strconv.ParseFloat(time, 64); err != nil || !ok {
			t.Fatalf("%q is no line of the log", line)
		}
		got = append(got, event)
	}
	return got
}

func expectEvents(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got events %q, want %q", got, want)
	}
}

func TestALineHasTheTimeTheDeviceAndTheEvent(t *testing.T) {
	l := eventlog.New(nil)
	l.Append("usb-headset.0", "card 0 wait files=1")
	text, _ := all(l, 100, 0)
	if !regexp.MustCompile(`^\d+\.\d{6} usb-headset\.0 card 0 wait files=1\n$`).MatchString(text) {
		t.Errorf("got %q", text)
	}
}

func TestAnEventIsOneLine(t *testing.T) {
	l := eventlog.New(nil)
	l.Append("a.0", fmt.Sprintf("probe failed: %v", errors.Join(errors.New("no disk"), errors.New("no memory"))))
	text, _ := all(l, 100, 0)
	expectEvents(t, events(t, text), "a.0 probe failed: no disk; no memory")
}

func TestTheLogIsReadInPiecesOfAnySize(t *testing.T) {
	l := eventlog.New(nil)
	l.Append("a.0", "plug")
	l.Append("b.0", "bind")
	want, end := all(l, 1000, 0)
	if end != int64(len(want)) || l.Size() != end {
		t.Errorf("got %d bytes up to offset %d of %d", len(want), end, l.Size())
	}
	for _, size := range []int{1, 7, 30} {
		if got, _ := all(l, size, 0); got != want {
			t.Errorf("in pieces of %d: got %q, want %q", size, got, want)
		}
	}
	if got, _ := all(l, 1000, 5); got != want[5:] {
		t.Errorf("from the middle: got %q, want %q", got, want[5:])
	}
	for _, off := range []int64{end, end + 100} {
		if n, next := l.ReadAt(make([]byte, 10), off); n != 0 || next != off {
			t.Errorf("at offset %d of %d: got %d bytes and offset %d, want none", off, end, n, next)
		}
	}
}

// fill appends numbered lines until the log has dropped some, and returns the
// number of the last.
func fill(l *eventlog.Log) int {
	long := strings.Repeat("x", 1000)
	for n := 0; ; n++ {
		l.Append("a.0", fmt.Sprintf("%d %s", n, long))
		if _, next := l.ReadAt(make([]byte, 1), 0); next > 1 {
			return n
		}
	}
}

// number is what fill has numbered a line with.
func number(t *testing.T, event string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.Fields(event)[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFullLogDropsItsOldestLines(t *testing.T) {
	l := eventlog.New(nil)
	last := fill(l)
	text, end := all(l, 1<<20, 0)
	if len(text) > 4<<20 || len(text) < 1<<20 || end != l.Size() || l.Size() < 4<<20 {
		t.Errorf("keeps %d bytes of %d, read up to %d, want some MiB of more than 4", len(text), l.Size(), end)
	}
	got := events(t, text)
	for n, event := range got {
		if want := last - len(got) + 1 + n; number(t, event) != want {
			t.Fatalf("line %d is number %d, want %d", n, number(t, event), want)
		}
	}
}

// Who was slower than the log goes on with what is left, at the beginning of a line.
func TestASlowReaderGoesOnWhereTheLogBegins(t *testing.T) {
	l := eventlog.New(nil)
	l.Append("a.0", "plug")
	_, next := l.ReadAt(make([]byte, 5), 0)
	last := fill(l)
	text, end := all(l, 1000, next)
	got := events(t, text)
	if number(t, got[len(got)-1]) != last || end != l.Size() {
		t.Errorf("read up to %d of %d, want all", end, l.Size())
	}
}

func TestWhatComesBeforeAnEventSeesTheLogWithoutIt(t *testing.T) {
	l := eventlog.New(nil)
	var seen []string
	l.Before(func(device, event string) {
		text, _ := all(l, 100, 0)
		seen = append(seen, fmt.Sprint(len(events(t, text)), " ", device, " ", event))
	})
	l.Append("a.0", "plug")
	l.Append("a.0", "bind")
	expectEvents(t, seen, "0 a.0 plug", "1 a.0 bind")
}

// full is a writer that has no room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestEveryLineIsCopied(t *testing.T) {
	var copied bytes.Buffer
	l := eventlog.New(&copied)
	l.Append("a.0", "plug")
	last := fill(l)
	got := events(t, copied.String())
	if got[0] != "a.0 plug" || len(got) != last+2 {
		t.Errorf("got %d lines, the first %q, want %d with the plug", len(got), got[0], last+2)
	}
	l = eventlog.New(full{})
	l.Append("a.0", "plug")
	text, _ := all(l, 100, 0)
	expectEvents(t, events(t, text), "a.0 plug")
}

func TestListenersHearOfEachLineAndOfTheEnd(t *testing.T) {
	l := eventlog.New(nil)
	var heard []string
	listen := func(name string) func() {
		return l.Listen(func() { heard = append(heard, fmt.Sprintf("%s %d %v", name, l.Size(), l.Closed())) })
	}
	stopFirst, stopSecond := listen("first"), listen("second")
	l.Append("a.0", "plug")
	size := l.Size()
	stopFirst()
	stopFirst()
	l.Close()
	stopSecond()
	l.Append("a.0", "late")
	want := []string{
		fmt.Sprintf("first %d false", size), fmt.Sprintf("second %d false", size), fmt.Sprintf("second %d true", size),
	}
	expectEvents(t, heard, want...)
	if !l.Closed() {
		t.Error("the log is not closed")
	}
}

func TestReadersAndWritersAtTheSameTime(t *testing.T) {
	const writers, lines = 4, 200
	l := eventlog.New(nil)
	var all sync.WaitGroup
	texts := make([]string, 2)
	for n := range texts {
		all.Go(func() { texts[n] = follow(l, writers*lines) })
	}
	for w := range writers {
		all.Go(func() {
			for n := range lines {
				l.Append(fmt.Sprintf("%d.0", w), strconv.Itoa(n))
			}
		})
	}
	all.Wait()
	if texts[0] != texts[1] || int64(len(texts[0])) != l.Size() {
		t.Fatalf("the readers got %d and %d bytes of %d", len(texts[0]), len(texts[1]), l.Size())
	}
	if !slices.IsSorted(times(texts[0])) {
		t.Error("the lines are not in the order of time")
	}
	next := map[string]int{}
	for _, event := range events(t, texts[0]) {
		device, _, _ := strings.Cut(event, " ")
		if got := number(t, event); got != next[device] {
			t.Fatalf("%s: got line %d, want %d", device, got, next[device])
		}
		next[device]++
	}
}

// times are those of the lines, in microseconds.
func times(text string) []int {
	var all []int
	for line := range strings.Lines(text) {
		time, _, _ := strings.Cut(line, " ")
		n, _ := strconv.Atoi(strings.Replace(time, ".", "", 1)) // events has looked at them
		all = append(all, n)
	}
	return all
}

// follow reads the log as it grows, up to a number of lines.
func follow(l *eventlog.Log, lines int) string {
	more := make(chan struct{}, 1)
	defer l.Listen(func() {
		select {
		case more <- struct{}{}:
		default:
		}
	})()
	text, next := "", int64(0)
	for {
		var piece string
		piece, next = all(l, 100, next)
		text += piece
		if strings.Count(text, "\n") == lines {
			return text
		}
		<-more
	}
}
