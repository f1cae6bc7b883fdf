package stress

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// The log of a card that a program uses until it is unplugged: a microsecond of this
// clock is a second.
const shortLife = `1 plug
2 bind
3 devres add snd_card_release
4 card 0 register
5 devres add trigger_card_free
10 open controlC0 pid=7 comm=actor
12 open pcmC0D0p pid=7 comm=actor
20 unplug
20 unbind
20 devres release trigger_card_free
30 card 0 disconnect
40 card 0 wait files=2
60 close pcmC0D0p pid=7
61 close controlC0 pid=7
62 card 0 free
63 devres release snd_card_release
64 device release
`

// Calls as an actor numbers them, for the tests of the judge.
var someCalls = []string{"open", "PREPARE", "WRITEI", "poll", "select", "state page", "CARD_INFO", "fork", "reopen", "read"}

func callNumber(name string) uint32 { return uint32(slices.Index(someCalls, name)) }

const ms = uint64(time.Millisecond)

// call is a record of a call on file 2, the PCM, from one time to another.
func call(name string, from, to uint64, result int64, more ...uint64) record {
	r := record{Call: callNumber(name), Start: from * ms, End: to * ms, File: 2, Result: result}
	if len(more) > 0 {
		r.Asked, r.Got = more[0], more[1]
	}
	return r
}

func (r record) on(file uint64) record { r.File = file; return r }

const (
	enodev = -int64(syscall.ENODEV)
	ebadfd = -int64(syscall.EBADFD)
	enoent = -int64(syscall.ENOENT)
)

// TestTheJudgeFindsWrongResults has a right and a wrong answer for each sort of call, before, at
// and after the end of the card.
func TestTheJudgeFindsWrongResults(t *testing.T) {
	const openFlags = uint64(syscall.O_RDWR) << 32
	for name, tc := range map[string]struct {
		record record
		wrong  bool
	}{
		"prepare":                             {call("PREPARE", 15, 16, 0), false},
		"prepare in a wrong state":            {call("PREPARE", 15, 16, ebadfd), false},
		"gone too early":                      {call("PREPARE", 15, 16, enodev), true},
		"an error that is nobody's":           {call("PREPARE", 15, 16, -int64(syscall.EPERM)), true},
		"gone in the middle":                  {call("PREPARE", 29, 35, enodev), false},
		"gone":                                {call("PREPARE", 45, 46, enodev), false},
		"not gone":                            {call("PREPARE", 45, 46, 0), true},
		"a wrong state when gone":             {call("PREPARE", 45, 46, ebadfd), true},
		"a call that never returned":          {call("PREPARE", 45, 0, 0), false},
		"written":                             {call("WRITEI", 15, 16, 0, 8, 8), false},
		"more than was asked":                 {call("WRITEI", 15, 16, 0, 8, 9), true},
		"asleep when it goes":                 {call("WRITEI", 15, 45, ebadfd, 8, 0), false},
		"ready":                               {call("poll", 15, 16, 1, out, 4), false},
		"ready for what it cannot":            {call("poll", 15, 16, 1, in|out, 1), true},
		"not valid":                           {call("poll", 15, 16, 1, out, 0x20), true},
		"an error of a control node":          {call("poll", 15, 16, 1, in, bad).on(1), true},
		"woken by the end":                    {call("poll", 25, 35, 1, out, bad), false},
		"not woken":                           {call("poll", 45, 46, 0, out, 0), true},
		"dead":                                {call("poll", 45, 46, 1, out, bad), false},
		"dead and ready":                      {call("poll", 45, 46, 1, out, bad|4), true},
		"selected":                            {call("select", 45, 46, 3, 0, 7), false},
		"selected for two":                    {call("select", 45, 46, 2, 0, 3), true},
		"a page that tells the end":           {call("state page", 45, 46, 8), false},
		"a page that does not":                {call("state page", 45, 46, 3), true},
		"a page that tells it too early":      {call("state page", 15, 16, 8), true},
		"a control's call":                    {call("CARD_INFO", 15, 16, 0).on(1), false},
		"a control's call on a PCM":           {call("CARD_INFO", 15, 16, 0), true},
		"a file of nobody":                    {call("PREPARE", 15, 16, 0).on(99), true},
		"opened":                              {call("open", 11, 13, 5, openFlags, 0).on(3), false},
		"opened, says no log":                 {call("open", 15, 16, 5, openFlags, 0).on(3), true},
		"no such node though it was there":    {call("open", 15, 16, enoent, openFlags, 0).on(3), true},
		"no such device though it was there":  {call("open", 15, 16, enodev, openFlags, 0).on(3), true},
		"no such device when it goes":         {call("open", 25, 35, enodev, openFlags, 0).on(3), false},
		"no such node":                        {call("open", 45, 46, enoent, openFlags, 0).on(3), false},
		"no such device when it has gone":     {call("open", 45, 46, enodev, openFlags, 0).on(3), true},
		"no such node before it came":         {call("open", 2, 3, enoent, openFlags, 0).on(3), false},
		"opened by its link":                  {call("reopen", 45, 46, enodev, openFlags, 2).on(3), false},
		"opened by its link, and still there": {call("reopen", 15, 16, enodev, openFlags, 2).on(3), true},
		"a call that cannot fail so":          {call("fork", 15, 16, enodev).on(0), true},
	} {
		t.Run(name, func(t *testing.T) {
			if found := judged(t, tc.record); (len(found) > 0) != tc.wrong {
				t.Errorf("the judge says %q", found)
			}
		})
	}
}

// judged is what the judge says of a call, after the opens of file 1, the control
// node, and file 2, the PCM.
func judged(t *testing.T, r record) (found []string) {
	t.Helper()
	h := newHistory()
	for line := range strings.Lines(shortLife) {
		at, event, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		e, err := lifelog.Parse(fmt.Sprintf("0.0%02s000 headset.0 %s", at, event))
		if err != nil {
			t.Fatal(err)
		}
		h.add(e)
	}
	open := func(file, node, from, to uint64) record {
		return record{Call: callNumber("open"), File: file, Asked: uint64(syscall.O_RDWR)<<32 | node, Start: from * ms, End: to * ms, Result: 3}
	}
	j := judge{calls: someCalls, report: func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }}
	j.all([]acts{{
		who: "actor 1", pid: 7, servers: []*history{h}, nodes: []string{"pcmC0D0p", "controlC0"},
		records: []record{open(1, 1, 9, 11), open(2, 0, 11, 13), r},
	}})
	return found
}

// beyond are words of the table that no transcript of a PCM has, and why.
var beyond = map[string]string{
	"EINTR": "a signal, in the transcripts signals-*, without the call's name",
	"EIO":   "two ends of a cable that differ, and a stream that does not move, in cable-* and stop-*",
	"EBADF": "a file opened with O_RDONLY that is written",
	"EBUSY": "another process transfers on the same file: snd_pcm_buffer_access_lock, and PREPARE under a transfer in stop-*",
	"n":     "any number",
}

// TestTheTableIsLinuxs compares what the table allows a PCM's call while the card is
// there with what Linux was recorded to answer it.
func TestTheTableIsLinuxs(t *testing.T) {
	answers := recorded(t)
	for _, r := range rules {
		for k := range strings.FieldsSeq(r.kinds) {
			got := answers[r.call+" "+k]
			if len(got) == 0 {
				continue // of another kind, or a call that no probe makes
			}
			for word := range strings.FieldsSeq(r.live) {
				if !got[word] && beyond[word] == "" {
					t.Errorf("%s of %s: the table allows %s, which Linux never answered", r.call, k, word)
				}
			}
			for word := range got {
				if !has(r.live, word) && !has(r.live, "n") && word != "EFAULT" { // actors pass good memory
					t.Errorf("%s of %s: Linux answered %s, which the table does not allow", r.call, k, word)
				}
			}
		}
	}
	if len(answers) < 30 {
		t.Errorf("the transcripts have only %d calls", len(answers))
	}
}

// answered is a line of the transcripts states-*, such as
// "states: playback running: WRITEI 8 -> 0 8, RUNNING".
var answered = regexp.MustCompile(`^states: (playback|capture) [a-z0-9 ]+: (\w+)[^>]*-> (0|E[A-Z]+)`)

func recorded(t *testing.T) map[string]map[string]bool {
	t.Helper()
	paths, err := filepath.Glob("../conformance/transcripts/states-*e.transcript") // not those of cards that are unbound
	if err != nil {
		t.Fatal(err)
	}
	answers := make(map[string]map[string]bool)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if m := answered.FindStringSubmatch(line); m != nil {
				key := m[2] + " " + m[1]
				if answers[key] == nil {
					answers[key] = make(map[string]bool)
				}
				answers[key][m[3]] = true
			}
		}
	}
	return answers
}
