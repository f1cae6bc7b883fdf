package card_test

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/internal/schedule"
)

// world is a rig under a play: every line of its log is a point at which others may
// come first, and so is what stands between the calls of its goroutines.
type world struct {
	*rig
	play  *schedule.Play
	slots []*bus.Slot
	wrong []error
}

// actor is one goroutine of a scenario.
type actor func(*world)

// TestEveryOrderOfAFewKeepsTheLife plays the orders in which a few goroutines can pass
// their points.
func TestEveryOrderOfAFewKeepsTheLife(t *testing.T) {
	unplug, plug := verbOf((*bus.Slot).Unplug), verbOf((*bus.Slot).Plug)
	unbind, bind := verbOf((*bus.Slot).Unbind), verbOf((*bus.Slot).Bind)
	for name, actors := range map[string][]actor{
		"a program against an unplug":          {use, unplug},
		"two programs against an unplug":       {use, use, unplug},
		"a program against unbind and bind":    {use, unbind, bind},
		"two unbinds":                          {use, unbind, unbind},
		"unplug and plug":                      {use, unplug, plug},
		"unplug, plug and bind":                {use, unplug, plug, bind},
		"a sleeper against an unplug":          {sleep, unplug},
		"a sleeper and a guest":                {sleep, guest, unplug},
		"a guest against unbind and bind":      {guest, unbind, bind},
		"a program that opens twice":           {useTwo, unplug, plug},
		"the end of the bus and who plugs":     {closeBus, plug, unplug},
		"the end of the bus and who replugs":   {closeBus, both(unplug, plug)},
		"the end of the bus and a program":     {closeBus, use, bind},
		"everybody at once":                    {use, guest, unplug, both(plug, unbind), bind},
		"a program against a probe that fails": {failing, use, plug},
	} {
		t.Run(name, func(t *testing.T) {
			orders, all := schedule.Explore(t, schedule.Limits{Preemptions: 2, Orders: 60}, func(p *schedule.Play) func() error {
				return newWorld(p, actors)
			})
			t.Logf("%d orders, all: %v", orders, all)
		})
	}
}

// newWorld has one device plugged in, and returns the check of the end.
func newWorld(p *schedule.Play, actors []actor) func() error {
	w := &world{rig: newRig(), play: p}
	w.point = p.Point
	w.slots = []*bus.Slot{w.slot("a.0", w.standard)}
	w.allow("plug", w.slots[0].Plug())
	for _, act := range actors {
		p.Go(func() { act(w) })
	}
	return func() error {
		unplugAll(w.slots)
		err := errors.Join(append(w.wrong, w.checkOrder())...)
		if err != nil {
			return err
		}
		// The bus may be closed: on another one the core must have all its numbers.
		w.bus = bus.New(w.log)
		return w.checkNothingLeft([]*bus.Slot{w.slot("a.0", w.standard)})
	}
}

// allow notes an error that is none of those.
func (w *world) allow(what string, err error, those ...error) {
	for _, e := range append(those, nil) {
		if errors.Is(err, e) {
			return
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, fmt.Errorf("%s: %w", what, err))
}

func verbOf(do func(*bus.Slot) error) actor {
	return func(w *world) { w.allow("a verb", do(w.slots[0]), syscall.EBUSY, syscall.ENODEV) }
}

func both(first, second actor) actor {
	return func(w *world) {
		first(w)
		w.play.Point()
		second(w)
	}
}

// opened opens a node, if it can.
func (w *world) opened(node string) *card.File {
	f, err := w.tryOpen(node)
	w.allow("open", err, syscall.ENODEV, syscall.ENOENT)
	w.play.Point()
	return f
}

// released closes a file, if there is one.
func (w *world) released(f *card.File) {
	if f == nil {
		return
	}
	w.play.Point()
	f.Release()
}

func use(w *world) {
	f := w.opened("pcmC0D0p")
	if f != nil {
		dead := f.Dead()
		err := f.Ioctl(&card.Call{}, &card.Ioctl{})
		w.allow("ioctl", err, syscall.ENODEV)
		if dead && err == nil {
			w.allow("ioctl of a dead file", errors.New("succeeds"))
		}
	}
	w.released(f)
}

func useTwo(w *world) {
	first, second := w.opened("pcmC0D0p"), w.opened("controlC0")
	w.released(first)
	w.released(second)
}

// sleep reads until the card goes.
func sleep(w *world) {
	f := w.opened("controlC0")
	if f == nil {
		return
	}
	_, err := f.Read(&card.Call{}, nil)
	w.allow("read", err, syscall.ENODEV)
	w.released(f)
}

// guest is a file of no card that holds one, as a timer's does.
func guest(w *world) {
	f := w.opened("controlC0")
	if f == nil {
		return
	}
	c := f.Node.Card
	g := card.NewFile(&card.Node{Name: "timer"}, &ops{card: c})
	c.Hold(g)
	w.released(f)
	w.play.Point()
	c.Unhold(g)
}

func closeBus(w *world) { w.bus.Close() }

// failing plugs another device in, whose probe fails after it has registered its card.
func failing(w *world) {
	s := w.slot("b.0", func(d *bus.Device) error {
		return errors.Join(w.standard(d), errors.New("no such clock"))
	})
	if err := s.Plug(); err == nil {
		w.allow("plug", errors.New("a probe that fails succeeds"))
	}
	_ = s.Unplug()
}
