package eventlog_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/fs/eventlog"
)

// pipe is a pipe that is closed at the end of the test.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.Close()
		_ = w.Close()
	})
	return r, w
}

// A pipe holds 64 KiB. Nobody waits for somebody to read it, and who reads it in the
// end reads everything in order.
func TestAppendDoesNotWaitForWhoReadsTheCopy(t *testing.T) {
	r, w := pipe(t)
	l := eventlog.New(w)
	for range 100 {
		l.Append("a.0", strings.Repeat("x", 3000))
	}
	copied := make(chan string)
	go func() {
		text, _ := io.ReadAll(r) // what was read before an error is compared
		copied <- string(text)
	}()
	l.AwaitCopied()
	l.Append("a.0", "unplug")
	l.AwaitCopied()
	_ = w.Close()
	want, _ := all(l, 1<<16, 0)
	if got := <-copied; got != want {
		t.Errorf("got a copy of %d bytes, want the log's %d", len(got), len(want))
	}
}

func TestACopyThatCannotBeReadAnyMoreIsGivenUp(t *testing.T) {
	r, w := pipe(t)
	l := eventlog.New(w)
	for range 100 {
		l.Append("a.0", strings.Repeat("x", 3000))
	}
	_ = r.Close()
	l.AwaitCopied()
	if want := int64(300_000); l.Size() < want {
		t.Errorf("got a log of %d bytes, want at least %d", l.Size(), want)
	}
}

// Lines that the log has dropped before anybody read them are missing from the copy
// as they are from the log, and no line is torn.
func TestTheCopyOfALogThatHasDroppedLines(t *testing.T) {
	r, w := pipe(t)
	l := eventlog.New(w)
	for range 3000 {
		l.Append("a.0", "open "+strings.Repeat("x", 3000))
	}
	l.Append("a.0", "unplug")
	copied := make(chan string)
	go func() {
		text, _ := io.ReadAll(r) // what was read before an error is looked at
		copied <- string(text)
	}()
	l.AwaitCopied()
	_ = w.Close()
	got := events(t, <-copied)
	for _, event := range got {
		if device, _, _ := strings.Cut(event, " "); device != "a.0" && device != "log" {
			t.Fatalf("a line is torn: %.40q", event)
		}
	}
	if last := got[len(got)-1]; last != "a.0 unplug" {
		t.Errorf("the copy ends with %.40q, want a.0 unplug", last)
	}
}
