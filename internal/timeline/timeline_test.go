package timeline_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/internal/timeline"
	"github.com/vsndfs/vsndfs/internal/tracecheck"
)

// life is a device's: two programs, of which one is slow to go.
const life = `10.000000 a.0 plug
10.000010 a.0 bind
10.000020 a.0 devres add tape
10.000030 a.0 devres add snd_card_release
10.000040 a.0 card 0 register
10.000050 a.0 devres add trigger_card_free
11.000000 a.0 open pcmC0D0p pid=7 comm=a player
11.100000 a.0 stream pcmC0D0p sub=0 setup rate=48000 channels=2 format=S16_LE period=1024 buffer=4096
11.200000 a.0 stream pcmC0D0p sub=0 prepared
11.300000 a.0 stream pcmC0D0p sub=0 running
11.400000 a.0 stream pcmC0D0p sub=0 xrun frames=4800
11.500000 a.0 stream pcmC0D0p sub=0 prepared
11.600000 a.0 stream pcmC0D0p sub=0 running
11.700000 a.0 open controlC0 pid=8 comm=mixer
12.000000 a.0 unplug
12.000010 a.0 unbind
12.000020 a.0 devres release trigger_card_free
12.000030 a.0 card 0 disconnect
12.000035 a.0 stream pcmC0D0p sub=0 disconnected frames=19200
12.000040 a.0 card 0 wait files=2
12.100000 a.0 close pcmC0D0p pid=7
13.000000 a.0 close controlC0 pid=8
13.000010 a.0 card 0 free
13.000020 a.0 private_free
13.000030 a.0 devres release snd_card_release
13.000040 a.0 devres release tape
13.000050 a.0 device release
`

// traceOf is the trace of a log, which must be right.
func traceOf(t testing.TB, log string) *tracecheck.Trace {
	t.Helper()
	line, err := timeline.Read(strings.NewReader(log))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := line.WriteTrace(&text); err != nil {
		t.Fatal(err)
	}
	trace, err := tracecheck.Parse(text.Bytes())
	if err != nil {
		t.Fatalf("%v\nof the log\n%s", err, log)
	}
	return trace
}

// story is what a trace shows: row, name, begin and end in µs from 10 s on.
func story(t *tracecheck.Trace) []string {
	var all []string
	for _, e := range t.Events {
		row, from := t.Process(e)+"/"+t.Thread(e), *e.At-10_000_000
		switch e.Phase {
		case "X":
			all = append(all, fmt.Sprintf("%s: %s %d-%d", row, e.Name, from, from+*e.Duration))
		case "i":
			all = append(all, fmt.Sprintf("%s: %s %d", row, e.Name, from))
		case "s", "f":
			all = append(all, fmt.Sprintf("%s: %s %s %d", row, e.Phase, e.Name, from))
		}
	}
	return all
}

func expectStory(t *testing.T, log string, want ...string) {
	t.Helper()
	if got := story(traceOf(t, log)); !slices.Equal(got, want) {
		t.Errorf("the trace shows\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestALifeIsShown(t *testing.T) {
	expectStory(t, life,
		"a.0/a.0: plugged in 0-3000050",
		"a.0/a.0: bound 10-2000010",
		"a.0/a.0: unbinding 2000010-3000050",
		"a.0/a.0: release trigger_card_free 2000020-3000030",
		"a.0/a.0: card 0 disconnect 2000030-2000040",
		"a.0/a.0: card 0 wait 2000040-3000010",
		"a.0/a.0: card 0 free 3000010-3000030",
		"a.0/a.0: release snd_card_release 3000030-3000040",
		"a.0/a.0: release tape 3000040-3000050",
		"a.0/a.0: plug 0",
		"a.0/a.0: card 0 register 40",
		"a.0/a.0: unplug 2000000",
		"a.0/a.0: private_free 3000020",
		"a.0/devres: tape 20-3000040",
		"a.0/devres: snd_card_release 30-3000030",
		"a.0/devres: trigger_card_free 50-2000020",
		"a.0/pcmC0D0p sub=0: 48000 Hz, 2 channels, S16_LE 1100000-2000035",
		"a.0/pcmC0D0p sub=0: setup 1100000-1200000",
		"a.0/pcmC0D0p sub=0: prepared 1200000-1300000",
		"a.0/pcmC0D0p sub=0: running 1300000-1400000",
		"a.0/pcmC0D0p sub=0: xrun 1400000-1500000",
		"a.0/pcmC0D0p sub=0: prepared 1500000-1600000",
		"a.0/pcmC0D0p sub=0: running 1600000-2000035",
		"a.0/pcmC0D0p sub=0: disconnected frames=19200 2000035",
		"a.0/pcmC0D0p a player (pid 7): open 1000000-2100000",
		"a.0/pcmC0D0p a player (pid 7): keeps the card 2000040-2100000",
		"a.0/controlC0 mixer (pid 8): open 1700000-3000000",
		"a.0/controlC0 mixer (pid 8): keeps the card 2000040-3000000",
		"a.0/a.0: s waits for 2000040",
		"a.0/pcmC0D0p a player (pid 7): f waits for 2000040",
		"a.0/a.0: s waits for 2000040",
		"a.0/controlC0 mixer (pid 8): f waits for 2000040",
		"a.0/controlC0 mixer (pid 8): s closed 2000040",
		"a.0/a.0: f closed 3000010",
	)
}

func TestWhatIsUnderWayEndsWithTheLog(t *testing.T) {
	log, _, _ := strings.Cut(life, "12.100000")
	trace := traceOf(t, log)
	for row, names := range map[string][]string{
		"a.0":                       {"plugged in", "unbinding", "release trigger_card_free", "card 0 wait"},
		"devres":                    {"tape", "snd_card_release"},
		"pcmC0D0p a player (pid 7)": {"open", "keeps the card"},
	} {
		for _, name := range names {
			spans := trace.Spans(row, name+" (unfinished)")
			if len(spans) != 1 || *spans[0].At+*spans[0].Duration != 12_000_040 || spans[0].Args["unfinished"] != true {
				t.Errorf("%s in %s: got %v, want it to end with the log, and marked", name, row, spans)
			}
		}
	}
	if got := trace.Spans("a.0", "bound"); len(got) != 1 || got[0].Args["unfinished"] != nil {
		t.Errorf("bound: got %v, want it to have ended", got)
	}
}

func TestWhatBeganBeforeTheLogBeginsWithIt(t *testing.T) {
	_, log, _ := strings.Cut(life, "controlC0 pid=8 comm=mixer\n")
	trace := traceOf(t, log)
	for row, name := range map[string]string{
		"a.0": "plugged in", "devres": "tape", "pcmC0D0p (pid 7)": "open", "controlC0 (pid 8)": "open",
	} {
		spans := trace.Spans(row, name+" (begun before)")
		if len(spans) != 1 || *spans[0].At != 12_000_000 || spans[0].Args["begunBefore"] != true {
			t.Errorf("%s in %s: got %v, want it to begin with the log, and marked", name, row, spans)
		}
	}
	if got := trace.Spans("controlC0 (pid 8)", "keeps the card"); len(got) != 1 {
		t.Errorf("an unbinding waits for %v, want for the file whose opening is not told", got)
	}
}

func TestAnUnbindingEndsWhenAllIsReleased(t *testing.T) {
	expectStory(t, `10.000000 a.0 bind
10.000010 a.0 devres add clock
10.000020 a.0 unbind
10.000030 a.0 devres release clock
19.000000 a.0 bind
19.000010 a.0 devres add clock
19.000020 a.0 probe failed: no disk
19.000030 a.0 devres release clock
29.000000 a.0 oops clock
`,
		"a.0/a.0: bound 0-20", "a.0/a.0: unbinding 20-30", "a.0/a.0: release clock 30-30",
		"a.0/a.0: probe failed 9000000-9000030", "a.0/a.0: release clock 9000030-9000030",
		"a.0/a.0: oops clock 19000000",
		"a.0/devres: clock 10-30", "a.0/devres: clock 9000010-9000030")
}

func TestSpansThatDoNotNestHaveRowsOfTheirOwn(t *testing.T) {
	expectStory(t, `10.000000 a.0 devres add first
10.000010 a.0 devres add second
10.000020 a.0 devres remove first
10.000030 a.0 devres add first
10.000040 a.0 devres remove first
10.000050 a.0 devres remove second
`, "a.0/devres: first 0-20", "a.0/devres: first 30-40", "a.0/devres: second 10-50")
}

func TestLinesOfOthersAreCountedAndNewEventsShown(t *testing.T) {
	trace := traceOf(t, "Hello\n\n10.000000 a.0 levitates slowly\n10.0 a.0 plug\n10.000001 vsndfs no mmap: why\n\xff\xfe\n10.000001 a.0")
	if got := trace.Other["foreignLines"]; got != 5.0 {
		t.Errorf("%v lines are foreign, want 5", got)
	}
	if got := story(trace); !slices.Equal(got, []string{"a.0/a.0: levitates slowly 0", "vsndfs/vsndfs: no mmap: why 1"}) {
		t.Errorf("the trace shows %q", got)
	}
}

// A log that is appended to has the lives of several servers, perhaps of a machine
// that was started anew in between.
func TestALogMayHaveTheLivesOfSeveralServers(t *testing.T) {
	expectStory(t, `10.000000 a.0 plug
10.000010 a.0 open controlC0 pid=3 comm=x
1.000000 a.0 plug
1.000020 a.0 open controlC0 pid=3 comm=x
1.000030 a.0 close controlC0 pid=3
1.000040 a.0 device release
`,
		"a.0/a.0: plugged in (unfinished) 0-10", "a.0/a.0: plugged in 10-50",
		"a.0/a.0: plug 0", "a.0/a.0: plug 10",
		"a.0/controlC0 x (pid 3): open (unfinished) 10-10", "a.0/controlC0 x (pid 3): open 30-40")
}

// Lines may be missing, come twice or in any order: what is shown may be wrong, but
// it is a trace.
func TestAnyLogMakesATraceAndAPicture(t *testing.T) {
	lines := strings.SplitAfter(life, "\n")
	rapid.Check(t, func(t *rapid.T) {
		var log strings.Builder
		for i, n := range rapid.SliceOf(rapid.IntRange(0, len(lines)-2)).Draw(t, "lines") {
			_, event, _ := strings.Cut(lines[n], " ")
			fmt.Fprintf(&log, "%d.%06d %s", 10+i%7/3, i/2, event) // some at one time, some before others
		}
		line, err := timeline.Read(strings.NewReader(log.String()))
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := line.WriteTrace(&text); err != nil {
			t.Fatal(err)
		}
		if _, err := tracecheck.Parse(text.Bytes()); err != nil {
			t.Fatalf("%v\nof the log\n%s", err, log.String())
		}
		if svg := svgOf(t, log.String()); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Fatalf("there is no such place:\n%s", svg)
		}
	})
}
