package card_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// TestAnyScheduleKeepsTheOrder lets some goroutines open and close the nodes of
// two cards while others plug, unplug, bind and unbind them, and then reads the log.
func TestAnyScheduleKeepsTheOrder(t *testing.T) { rapid.Check(t, playSchedule) }

func playSchedule(t *rapid.T) {
	r := newRig()
	slots := []*bus.Slot{r.slot("a.0", r.standard), r.slot("b.0", r.standard)}
	var all sync.WaitGroup
	for _, script := range rapid.SliceOfN(rapid.SliceOfN(anyVerb(slots), 1, 8), 1, 3).Draw(t, "verbs") {
		all.Go(func() {
			for _, v := range script {
				allow(t, v.name, v.do(), syscall.EBUSY, syscall.ENODEV)
			}
		})
	}
	for _, script := range rapid.SliceOfN(rapid.SliceOfN(anyUse, 1, 12), 1, 3).Draw(t, "uses") {
		all.Go(func() { r.use(t, script) })
	}
	all.Wait()
	unplugAll(slots)
	r.expectOrder(t)
	r.expectNothingLeft(t, slots)
}

// verb is what an administrator does to a slot.
type verb struct {
	name string
	do   func() error
}

func anyVerb(slots []*bus.Slot) *rapid.Generator[verb] {
	return rapid.Custom(func(t *rapid.T) verb {
		s := rapid.SampledFrom(slots).Draw(t, "slot")
		return rapid.SampledFrom([]verb{
			{"plug", s.Plug}, {"unplug", s.Unplug}, {"bind", s.Bind}, {"unbind", s.Unbind},
		}).Draw(t, "verb")
	})
}

// anyUse is the name of a node to open, "" to close the oldest file, or "wait" to
// let others go first.
var anyUse = rapid.SampledFrom([]string{"controlC0", "pcmC0D0p", "controlC1", "pcmC1D0p", "", "", "wait"})

// use plays the script of a program, and closes all its files in the end.
func (r *rig) use(t *rapid.T, script []string) {
	var files []*card.File
	for _, name := range script {
		switch name {
		case "wait":
			runtime.Gosched()
		case "":
			if len(files) > 0 {
				files[0].Release()
				files = files[1:]
			}
		default:
			f, err := r.tryOpen(name)
			allow(t, "open", err, syscall.ENODEV, syscall.ENOENT)
			if err == nil {
				files = append(files, f)
			}
		}
	}
	for _, f := range files {
		allow(t, "ioctl", f.Ioctl(&card.Call{}, &card.Ioctl{}), syscall.ENODEV)
		f.Release()
	}
}

// unplugAll leaves nothing plugged in.
func unplugAll(slots []*bus.Slot) {
	for _, s := range slots {
		_ = s.Unplug() // an empty slot is what is wanted
	}
}

// allow fails the test for an error that is none of those.
func allow(t *rapid.T, what string, err error, those ...error) {
	for _, e := range append(those, nil) {
		if errors.Is(err, e) {
			return
		}
	}
	t.Errorf("%s: %v", what, err)
}

// expectOrder reads the log of each device.
func (r *rig) expectOrder(t *rapid.T) {
	lives := map[string]*life{}
	for _, line := range r.lines {
		device, event, _ := strings.Cut(line, " ")
		if lives[device] == nil {
			lives[device] = new(life)
		}
		if wrong := lives[device].read(event); wrong != "" {
			t.Fatalf("%s: %s\n%s", line, wrong, strings.Join(r.lines, "\n"))
		}
	}
	for device, l := range lives {
		if l.plugged || len(l.resources) > 0 || l.open > 0 || l.cards != 0 {
			t.Errorf("%s ends as %+v", device, *l)
		}
	}
}

// life is how far the log of a device has been read.
type life struct {
	plugged   bool
	resources []string // added and not released
	open      int      // files
	cards     int      // registered and not freed
}

// read reads one event and says what is wrong with it.
func (l *life) read(event string) string {
	words := strings.Fields(event)
	switch words[0] {
	case "plug", "device":
		if l.plugged == (words[0] == "plug") {
			return "out of turn"
		}
		l.plugged = words[0] == "plug"
	case "bind":
		if len(l.resources) > 0 {
			return fmt.Sprintf("%q are left", l.resources)
		}
	case "devres":
		return l.devres(words[1], words[2])
	case "open":
		l.open++
	case "close":
		l.open--
	case "card":
		return l.card(words[2])
	}
	return ""
}

func (l *life) devres(op, name string) string {
	if op == "add" {
		l.resources = append(l.resources, name)
		return ""
	}
	last := len(l.resources) - 1
	if last < 0 || l.resources[last] != name {
		return fmt.Sprintf("the newest are %q", l.resources)
	}
	l.resources = l.resources[:last]
	if l.open > 0 && name != "trigger_card_free" {
		return fmt.Sprintf("%d files are open", l.open)
	}
	return ""
}

func (l *life) card(event string) string {
	switch event {
	case "register":
		l.cards++
	case "free":
		l.cards--
		if l.open > 0 {
			return fmt.Sprintf("%d files are open", l.open)
		}
	}
	return ""
}

// expectNothingLeft looks for nodes, cards and numbers that did not come back.
func (r *rig) expectNothingLeft(t *rapid.T, slots []*bus.Slot) {
	if nodes, cards := r.nodeNames(), r.core.Cards(); len(nodes)+len(cards) > 0 {
		t.Errorf("nodes %q and %d cards are left", nodes, len(cards))
	}
	for n, s := range slots {
		if s.State() != "unplugged" || len(r.core.CardsOn(s.Name())) > 0 {
			t.Errorf("%s is %s, with %d cards", s.Name(), s.State(), len(r.core.CardsOn(s.Name())))
		}
		if err := s.Plug(); err != nil {
			t.Fatal(err)
		}
		if cards := r.core.Cards(); len(cards) != n+1 || cards[n].Number() != n {
			t.Errorf("the next card is not number %d", n)
		}
	}
	unplugAll(slots)
}
