package devres_test

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

// sizes are the lengths of list that are compared.
var sizes = []int{10, 1_000, 100_000, 1_000_000}

// undone is what the benchmarked functions count up.
var undone int

// undo returns a function of its own for each entry, as drivers have: one that
// captures nothing undoes nothing in particular.
func undo(i int) func() { return func() { undone += i } }

// BenchmarkReleaseAll adds N actions and releases them, and does the same with a
// plain slice of functions. The time per entry should not grow with N.
func BenchmarkReleaseAll(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("list=devres/N=%d", n), func(b *testing.B) {
			perEntry(b, n, func() { useDevres(b, n) })
		})
		b.Run(fmt.Sprintf("list=slice/N=%d", n), func(b *testing.B) {
			perEntry(b, n, func() { useSlice(n) })
		})
	}
}

// perEntry reports the time of fn divided by n.
func perEntry(b *testing.B, n int, fn func()) {
	b.ReportAllocs()
	for b.Loop() {
		fn()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
}

func useDevres(b *testing.B, n int) {
	r := devres.New()
	for i := range n {
		if _, err := r.AddAction("undo", undo(i)); err != nil {
			b.Fatal(err)
		}
	}
	if got := r.ReleaseAll(); got != n {
		b.Fatalf("got %d released, want %d", got, n)
	}
}

func useSlice(n int) {
	var undos []func()
	for i := range n {
		undos = append(undos, undo(i))
	}
	for i := len(undos) - 1; i >= 0; i-- {
		undos[i]()
	}
}

// BenchmarkReleaseAction replaces one action after the other in a list of N. The
// time should not grow with N beyond what the processor's caches account for.
func BenchmarkReleaseAction(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("N=%d", n), func(b *testing.B) {
			r := devres.New()
			actions := make([]*devres.Action, n)
			for i := range actions {
				actions[i], _ = r.AddAction("undo", undo(i))
			}
			b.ReportAllocs()
			next := 0
			for b.Loop() {
				if err := r.ReleaseAction(actions[next]); err != nil {
					b.Fatal(err)
				}
				actions[next], _ = r.AddAction("undo", undo(next))
				next = (next + 1) % n
			}
		})
	}
}
