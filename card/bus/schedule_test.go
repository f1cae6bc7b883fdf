package bus_test

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/internal/lifelog"
	"github.com/vsndfs/vsndfs/internal/schedule"
)

// TestEveryOrderOfVerbsLeavesAWholeDevice plays the orders in which verbs of one slot
// can pass the lines of the log.
func TestEveryOrderOfVerbsLeavesAWholeDevice(t *testing.T) {
	plug, unplug := (*bus.Slot).Plug, (*bus.Slot).Unplug
	bind, unbind := (*bus.Slot).Bind, (*bus.Slot).Unbind
	for name, verbs := range map[string][]func(*bus.Slot) error{
		"unplug and plug":     {unplug, plug},
		"two unplugs":         {unplug, unplug, plug},
		"unbind and bind":     {unbind, bind},
		"two of each":         {unbind, unbind, bind, bind},
		"unplug against bind": {unplug, unbind, bind},
		"two plugs":           {unplug, plug, plug},
	} {
		for _, closes := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, and the bus is closed: %v", name, closes), func(t *testing.T) {
				schedule.Explore(t, schedule.Limits{Preemptions: 3, Orders: 60}, func(p *schedule.Play) func() error {
					return playVerbs(p, verbs, closes)
				})
			})
		}
	}
}

func playVerbs(p *schedule.Play, verbs []func(*bus.Slot) error, closes bool) func() error {
	j := new(journal)
	b := bus.New(func(device, event string) {
		j.log(device, event)
		p.Point()
	})
	s := b.AddSlot("headset.0", fakeDriver{acquire("clock", "buffer")})
	results := make([]error, len(verbs)+1)
	results[len(verbs)] = s.Plug()
	for i, verb := range verbs {
		p.Go(func() { results[i] = verb(s) })
	}
	if closes {
		p.Go(b.Close)
	}
	return func() error {
		if closes && s.Device() != nil {
			return errors.New("a closed bus has a device")
		}
		_ = s.Unplug() // or it is unplugged
		return errors.Join(checkResults(results), checkLives(j.lines))
	}
}

func checkResults(results []error) error {
	for i, err := range results {
		if err != nil && !errors.Is(err, syscall.EBUSY) && !errors.Is(err, syscall.ENODEV) {
			return fmt.Errorf("verb %d: %w", i, err)
		}
	}
	return nil
}

// checkLives reads the log as a server's.
func checkLives(lines []string) error {
	c := lifelog.New()
	for i, line := range lines {
		if _, err := c.Line(fmt.Sprintf("0.%06d %s", i, line)); err != nil {
			return fmt.Errorf("%w\n%s", err, strings.Join(lines, "\n"))
		}
	}
	return c.End()
}
