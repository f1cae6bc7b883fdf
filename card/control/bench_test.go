package control_test

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

// sizes are how many elements a card has in the benchmarks. What is told of each
// element must not grow with them.
var sizes = []int{1_000, 20_000, 100_000}

// kinds of many elements: each with a name of its own, or an index.
var kinds = map[string]func(n int) control.Template{
	"names":   func(n int) control.Template { return volume(fmt.Sprint("Volume ", n)) },
	"indices": func(n int) control.Template { t := volume("Volume"); t.Index = uint32(n); return t },
}

// eachSize runs a benchmark for every kind and number of elements.
func eachSize(b *testing.B, sizes []int, run func(b *testing.B, templates []control.Template)) {
	for kind, template := range kinds {
		for _, size := range sizes {
			var templates []control.Template
			for n := range size {
				templates = append(templates, template(n))
			}
			b.Run(fmt.Sprintf("%s=%d", kind, size), func(b *testing.B) { run(b, templates) })
		}
	}
}

// filled is a headset with those elements, and their sets.
func filled(b *testing.B, templates []control.Template) (*headset, []*control.Set) {
	b.Helper()
	h := plug(b, nil)
	sets := make([]*control.Set, 0, len(templates))
	for _, t := range templates {
		sets = append(sets, h.add(b, t))
	}
	return h, sets
}

// perElement reports the time that each of n elements took.
func perElement(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/element")
}

func BenchmarkAddElements(b *testing.B) {
	eachSize(b, sizes, func(b *testing.B, templates []control.Template) {
		for b.Loop() {
			filled(b, templates)
		}
		perElement(b, len(templates))
	})
}

// BenchmarkRemoveElements removes the oldest first, which is the worst order: the
// others move up. Programs have no room for more than 25,000 sets on a card.
func BenchmarkRemoveElements(b *testing.B) {
	eachSize(b, sizes[:2], func(b *testing.B, templates []control.Template) {
		for b.Loop() {
			b.StopTimer()
			h, sets := filled(b, templates)
			b.StartTimer()
			for _, s := range sets {
				h.control.Remove(s)
			}
		}
		perElement(b, len(templates))
	})
}

// BenchmarkFindTheLastElement reads the element that was added last, by its name.
func BenchmarkFindTheLastElement(b *testing.B) {
	eachSize(b, sizes, func(b *testing.B, templates []control.Template) {
		h, sets := filled(b, templates)
		id := sets[len(sets)-1].ID(0)
		id.Numid = 0
		benchmarkRead(b, h.open(b, 1), id)
	})
}

func BenchmarkFindAnElementByNumber(b *testing.B) {
	eachSize(b, sizes, func(b *testing.B, templates []control.Template) {
		h, sets := filled(b, templates)
		benchmarkRead(b, h.open(b, 1), abi.CtlElemId{Numid: sets[len(sets)/2].ID(0).Numid})
	})
}

func benchmarkRead(b *testing.B, f *card.File, id abi.CtlElemId) {
	b.Helper()
	for b.Loop() {
		expectErr(b, "ELEM_READ", do(f, abi.SNDRV_CTL_IOCTL_ELEM_READ, &abi.CtlElemValue{ID: id}), nil)
	}
}
