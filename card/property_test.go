package card_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/internal/lifelog"
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
	if err := errors.Join(r.checkOrder(), r.checkNothingLeft(slots)); err != nil {
		t.Error(err)
	}
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

// checkOrder reads the log as a server's, without the lines of the fake parts.
func (r *rig) checkOrder() error {
	c := lifelog.New()
	for i, line := range r.lines {
		if _, event, _ := strings.Cut(line, " "); ofPart(event) {
			continue
		}
		if _, err := c.Line(fmt.Sprintf("0.%06d %s", i, line)); err != nil {
			return fmt.Errorf("%w\n%s", err, strings.Join(r.lines, "\n"))
		}
	}
	return c.End()
}

// ofPart reports whether an event is one of the fake parts'.
func ofPart(event string) bool {
	name, verb, _ := strings.Cut(event, " ")
	return event == "release" || strings.Contains(name, "C") && slices.Contains([]string{"register", "disconnect", "free"}, verb)
}

// checkNothingLeft looks for nodes, cards and numbers that did not come back.
func (r *rig) checkNothingLeft(slots []*bus.Slot) error {
	if nodes, cards := r.nodeNames(), r.core.Cards(); len(nodes)+len(cards) > 0 {
		return fmt.Errorf("nodes %q and %d cards are left", nodes, len(cards))
	}
	for n, s := range slots {
		if s.State() != "unplugged" || len(r.core.CardsOn(s.Name())) > 0 {
			return fmt.Errorf("%s is %s, with %d cards", s.Name(), s.State(), len(r.core.CardsOn(s.Name())))
		}
		if err := s.Plug(); err != nil {
			return err
		}
		if cards := r.core.Cards(); len(cards) != n+1 || cards[n].Number() != n {
			return fmt.Errorf("the next card is not number %d", n)
		}
	}
	unplugAll(slots)
	return nil
}
