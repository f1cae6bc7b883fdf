package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// TestTheLogOfAnUnplugIsInOrder looks at what the log of a held card says, word
// for word: the trigger, the disconnection, the wait, the last close, the rest.
func TestTheLogOfAnUnplugIsInOrder(t *testing.T) {
	t.Parallel()
	s := mount(t)
	got := eventsAfter(s.heldUnplug(), "unplug")
	want := []string{
		"unbind",
		"devres release trigger_card_free",
		"card 0 disconnect",
		"card 0 wait files=1",
		"close pcmC0D0p",
		"card 0 free",
		"private_free",
		"devres release keys",
		"devres release snd_card_release",
		"devres release tape",
		"device release",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the log says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestTheCheckOfEveryLogFindsTwoReleasesSwapped is for the check that all other
// tests end with: whichever two lines of a teardown change places, it says so.
func TestTheCheckOfEveryLogFindsTwoReleasesSwapped(t *testing.T) {
	t.Parallel()
	s := mount(t)
	lines := strings.SplitAfter(strings.TrimSuffix(s.heldUnplug(), "\n"), "\n")
	if err := lifelog.Check(strings.Join(lines, "")); err != nil {
		t.Fatalf("the log as it is: %v", err)
	}
	first := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "devres release") })
	for i := first; i < len(lines)-2; i++ {
		if strings.HasPrefix(textOf(lines[i]), "card 0 wait") {
			continue // a file may as well be closed just before the wait
		}
		swapped := slices.Clone(lines)
		swapped[i], swapped[i+1] = withText(lines[i], lines[i+1]), withText(lines[i+1], lines[i])
		if lifelog.Check(strings.Join(swapped, "")) == nil {
			t.Errorf("nothing is said of %q before %q", textOf(lines[i+1]), textOf(lines[i]))
		}
	}
}

// heldUnplug unplugs the headset while a shell holds a node, and returns the log.
func (s *server) heldUnplug() string {
	s.t.Helper()
	shell := s.holdingShell("pcmC0D0p")
	unplug := s.headset().startEcho("unplug")
	s.waitLog("card 0 wait files=1")
	shell.letGo()
	unplug.succeed()
	return s.log()
}

// eventsAfter are the events that follow the first one of that text, without the
// numbers of processes.
func eventsAfter(log, text string) []string {
	var all []string
	for line := range strings.Lines(log) {
		event, _, _ := strings.Cut(textOf(line), " pid=")
		all = append(all, event)
	}
	return all[slices.Index(all, text)+1:]
}

// textOf is a line of the log without its time and device.
func textOf(line string) string {
	return strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)[2]
}

// withText is a line of the log with the text of another.
func withText(line, other string) string {
	fields := strings.SplitN(line, " ", 3)
	return fields[0] + " " + fields[1] + " " + textOf(other) + "\n"
}
