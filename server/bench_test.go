package server

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/fs/eventlog"
)

// collector is a driver that acquires many things.
type collector struct{ resources int }

func (collector) Name() string { return "collector" }

func (c collector) Probe(d *bus.Device) error {
	for i := range c.resources {
		if _, err := d.Resources.AddAction("thing", undo(i)); err != nil {
			return err
		}
	}
	return nil
}

// undone is what the released functions count up.
var undone int

// undo returns a function of its own for each resource, as drivers have.
func undo(i int) func() { return func() { undone += i } }

// BenchmarkProbe binds and unbinds a driver with N managed resources, and does the
// same with a plain slice of functions. The time per resource should not grow
// with N.
func BenchmarkProbe(b *testing.B) {
	for _, n := range []int{10, 1_000, 100_000} {
		b.Run(fmt.Sprintf("log=slice/N=%d", n), func(b *testing.B) { perResource(b, n, func() { runBackwards(n) }) })
		b.Run(fmt.Sprintf("log=none/N=%d", n), func(b *testing.B) { bindAndUnbind(b, n, func(string, string) {}) })
		b.Run(fmt.Sprintf("log=kept/N=%d", n), func(b *testing.B) { bindAndUnbind(b, n, eventlog.New(nil).Append) })
	}
}

func bindAndUnbind(b *testing.B, n int, log bus.Log) {
	slot := bus.New(log).AddSlot("a.0", collector{n})
	perResource(b, n, func() {
		if err := slot.Plug(); err != nil {
			b.Fatal(err)
		}
		if err := slot.Unplug(); err != nil {
			b.Fatal(err)
		}
	})
}

func runBackwards(n int) {
	var undos []func()
	for i := range n {
		undos = append(undos, undo(i))
	}
	for i := len(undos) - 1; i >= 0; i-- {
		undos[i]()
	}
}

// perResource reports the time of fn divided by n.
func perResource(b *testing.B, n int, fn func()) {
	b.ReportAllocs()
	for b.Loop() {
		fn()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
}
