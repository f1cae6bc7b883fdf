package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/internal/tracecheck"
)

// parseTrace reads a trace, which must be right.
func parseTrace(t testing.TB, text []byte) *tracecheck.Trace {
	t.Helper()
	trace, err := tracecheck.Parse(text)
	if err != nil {
		t.Fatalf("the trace is wrong: %v\n%s", err, text)
	}
	return trace
}

// spans returns the spans of a name in a row, which must be as many as wanted.
func spans(t testing.TB, trace *tracecheck.Trace, row, name string, want int) []tracecheck.Event {
	t.Helper()
	all := trace.Spans(row, name)
	if len(all) != want {
		t.Errorf("the row %s has %d spans %q, want %d", row, len(all), name, want)
	}
	return all
}

// TestATraceShowsWhomAnUnplugWaitsFor has one player killed, another find out that the
// card has gone, and a shell keep it.
func TestATraceShowsWhomAnUnplugWaitsFor(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "dummy")
	players := make([]*program, 2)
	rows := make([]string, 2)
	for i := range players {
		players[i] = s.start("aplay", "-q", "-D", fmt.Sprintf("hw:0,0,%d", i), "-f", "dat", "/dev/zero")
		s.waitLog(fmt.Sprintf("stream pcmC0D0p sub=%d running", i))
		rows[i] = fmt.Sprintf("pcmC0D0p aplay (pid %d)", players[i].pid())
	}
	players[0].signal(os.Kill)
	s.waitLog(fmt.Sprintf("close pcmC0D0p pid=%d", players[0].pid()))
	shell := s.holdingShell("controlC0")
	keeper := fmt.Sprintf("controlC0 bash (pid %d)", shell.pid())
	unplug := s.start(s.binary, "unplug", sndDir, "dummy.0")
	players[1].fail(1)
	s.waitLog(fmt.Sprintf("close pcmC0D0p pid=%d", players[1].pid()))

	path := filepath.Join(t.TempDir(), "out.json")
	s.vsndfs("log", "--trace", path, sndDir)
	blocked := parseTrace(t, readFile(t, path))
	spans(t, blocked, "dummy.0", "card 0 wait (unfinished)", 1)
	spans(t, blocked, keeper, "keeps the card (unfinished)", 1)

	shell.letGo()
	unplug.succeed()
	whole := parseTrace(t, []byte(s.vsndfs("log", "--trace", "-", sndDir)))
	spans(t, whole, rows[0], "open", 1)
	spans(t, whole, rows[0], "keeps the card", 0)
	spans(t, whole, rows[1], "keeps the card", 1)
	spans(t, whole, "pcmC0D0p sub=0", "running", 1)
	spans(t, whole, "pcmC0D0p sub=1", "running", 1)
	spans(t, whole, "devres", "trigger_card_free", 1)
	wait, kept := spans(t, whole, "dummy.0", "card 0 wait", 1), spans(t, whole, keeper, "keeps the card", 1)
	if len(wait) == 1 && len(kept) == 1 && (*wait[0].At != *kept[0].At || *wait[0].Duration < *kept[0].Duration) {
		t.Errorf("the wait is %v, and the file that it waits for is open for %v", wait[0], kept[0])
	}
}

func TestTheLogOfACardThatHasGoneIsDrawn(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.aplay("-D", "hw:0,0", "-d", "1", "-f", "dat", "/dev/zero")
	s.vsndfs("umount", sndDir)
	trace := parseTrace(t, []byte(s.vsndfs("log", "--trace", "-", s.logPath)))
	spans(t, trace, "usb-headset.0", "plugged in", 1)
	spans(t, trace, "pcmC0D0p sub=0", "draining", 1)
	if got, want := s.vsndfs("log", s.logPath), s.log(); got != want {
		t.Errorf("vsndfs log of the file printed\n%s\nwant\n%s", got, want)
	}
}

func TestRunKeepsAndDrawsItsLog(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	dir := t.TempDir()
	log, drawn, picture := filepath.Join(dir, "log"), filepath.Join(dir, "out.json"), filepath.Join(dir, "out.svg")
	m.vsndfs("run", "--log", log, "--trace", drawn, "--svg", picture, "--", "aplay", "-q", "-D", "hw:0,0", "-d", "1", "-f", "dat", "/dev/zero")
	contains(t, string(readFile(t, log)), "stream pcmC0D0p sub=0 running\n")
	contains(t, string(readFile(t, log)), "device release\n")
	trace := parseTrace(t, readFile(t, drawn))
	spans(t, trace, "usb-headset.0", "plugged in", 1)
	spans(t, trace, "pcmC0D0p sub=0", "running", 1)
	contains(t, string(readFile(t, picture)), ">running</text>")
	if text := m.vsndfs("run", "--trace", "-", "--", "echo", "hello"); !strings.HasPrefix(text, "hello\n{") {
		t.Errorf("run with a trace on standard output printed %q", text)
	}
}

func TestMistakesOfDrawingAreToldInOneLine(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("Hello.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"log", "--trace", "-", text}, 1, "no lifecycle log"},
		{[]string{"log", "--trace", "-", text + "-that-is-not"}, 1, "is no vsndfs"},
		{[]string{"log", "--follow", text}, 2, "tail -f"},
		{[]string{"run", "--trace", "/no/such/dir/out.json", "--", "true"}, 1, "/no/such/dir/out.json"},
		{[]string{"run", "--trace", "/no/such/dir/out.json", "--", "sh", "-c", "exit 3"}, 3, "/no/such/dir/out.json"},
		{[]string{"run", "--log", "/no/such/dir/log", "--", "true"}, 1, "/no/such/dir/log"},
	} {
		said := m.start(m.binary, test.args...).fail(test.code)
		oneLine(t, said)
		contains(t, said, test.want)
	}
}
