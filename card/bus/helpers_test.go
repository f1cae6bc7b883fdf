package bus_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/card/bus"
)

// journal is what a bus logged, "DEVICE EVENT" a line.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) log(device, event string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, device+" "+event)
}

// expect compares the lines since the last time with want.
func (j *journal) expect(t *testing.T, want ...string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	if !slices.Equal(j.lines, want) {
		t.Errorf("got log\n\t%s\nwant\n\t%s", strings.Join(j.lines, "\n\t"), strings.Join(want, "\n\t"))
	}
	j.lines = nil
}

// fakeDriver probes as its test says.
type fakeDriver struct {
	probe func(*bus.Device) error
}

func (fakeDriver) Name() string                     { return "fake" }
func (d fakeDriver) Probe(device *bus.Device) error { return d.probe(device) }

// newSlot is a slot called headset.0 on a bus of its own, and the bus's log.
func newSlot(probe func(*bus.Device) error) (*bus.Slot, *journal) {
	j := new(journal)
	return bus.New(j.log).AddSlot("headset.0", fakeDriver{probe}), j
}

// plugged is newSlot with a device in the slot, bound if the probe succeeds. The
// log so far is dropped.
func plugged(t *testing.T, probe func(*bus.Device) error) (*bus.Slot, *journal) {
	t.Helper()
	s, j := newSlot(probe)
	expectErr(t, "Plug", s.Plug(), nil)
	j.lines = nil
	return s, j
}

// acquire is a probe that acquires one managed resource per name.
func acquire(names ...string) func(*bus.Device) error {
	return func(d *bus.Device) error {
		for _, name := range names {
			if _, err := d.Resources.AddAction(name, func() {}); err != nil {
				return err
			}
		}
		return nil
	}
}

// gate is a release function that waits, as a card's does for its open files.
type gate struct {
	entered chan struct{} // a token for each release that has begun
	leave   chan struct{} // closed to let all of them return
}

func newGate() *gate {
	return &gate{entered: make(chan struct{}, 100), leave: make(chan struct{})}
}

// probe acquires a resource whose release waits at the gate.
func (g *gate) probe(d *bus.Device) error {
	_, err := d.Resources.AddAction("gate", func() {
		g.entered <- struct{}{}
		<-g.leave
	})
	return err
}

// async calls fn in a goroutine of its own; its error comes out of the channel.
func async(fn func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	return done
}

// waitParked returns when n goroutines wait for the device lock in a method of
// Slot. A mutex tells nobody who waits for it, but the runtime does.
func waitParked(method string, n int) {
	for parked(method) < n {
		runtime.Gosched()
	}
}

func parked(method string) int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	n := 0
	for g := range strings.SplitSeq(string(stacks), "\n\n") {
		header, body, _ := strings.Cut(g, "\n")
		if strings.Contains(header, "[sync.Mutex.Lock") && strings.Contains(body, fmt.Sprintf("bus.(*Slot).%s(", method)) {
			n++
		}
	}
	return n
}

func expectErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func expectState(t *testing.T, s *bus.Slot, want string) {
	t.Helper()
	if got := s.State(); got != want {
		t.Errorf("got state %q, want %q", got, want)
	}
}
