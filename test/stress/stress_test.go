package stress

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// figures are what a run has done.
type figures struct {
	Processes, Operations, Opens, Deaths, Unplugs, Binds, Remounts, Violations int
}

// count counts what a log tells.
func (f *figures) count(e lifelog.Event) {
	switch e.Kind {
	case lifelog.Open:
		f.Opens++
	case lifelog.Unplug:
		f.Unplugs++
	case lifelog.Bind:
		f.Binds++
	}
}

func (f figures) String() string {
	return fmt.Sprintf("%d processes, %d operations, %d opens, %d deaths, %d unplugs, %d binds, %d remounts, %d violations",
		f.Processes, f.Operations, f.Opens, f.Deaths, f.Unplugs, f.Binds, f.Remounts, f.Violations)
}

func TestRacesOnPurpose(t *testing.T) {
	seed := *stressSeed
	if seed == 0 {
		seed = rand.Uint64N(1 << 32)
	}
	t.Logf("make stress STRESS=%v SEED=%d", *stressFor, seed)
	d := newDirector(t, seed)
	begun, first := time.Now(), d.steady.footprint()
	var last footprint
	for round := *firstRound; round == *firstRound || time.Since(begun) < *stressFor; round++ {
		d.play(round)
		last = d.quiet(first)
		if round == *firstRound {
			first.kib = last.kib // it has warmed up
		}
		if round%50 == 0 {
			t.Logf("round %d, %.0f s: %v; %v", round, time.Since(begun).Seconds(), d.figures, last)
		}
		if d.figures.Violations >= enough {
			break
		}
	}
	t.Cleanup(func() { // after the mounts have ended
		t.Logf("stress: seed %d, %.0f s: %v; the server had %v, and has %v",
			seed, time.Since(begun).Seconds(), d.figures, first, last)
	})
}

// footprint is what a server has at a quiet point.
type footprint struct {
	goroutines, descriptors, kib int
	devices                      string // numbers, references and resources
	nodes                        string
}

func (f footprint) String() string {
	return fmt.Sprintf("%d goroutines, %d descriptors, %d KiB", f.goroutines, f.descriptors, f.kib)
}

func (s *site) footprint() footprint {
	st := s.status()
	f := footprint{goroutines: st.Goroutines, kib: s.memory()}
	for _, dev := range st.Devices {
		number := -1
		if dev.Card != nil {
			number = dev.Card.Number
		}
		f.devices += fmt.Sprintf("%s is %s, card %d, with %d references, %q and %d holders\n",
			dev.Name, dev.State, number, dev.Refs, dev.Devres, len(dev.Holders))
	}
	nodes, err := os.ReadDir(s.path)
	if err != nil {
		s.d.wrong("%v", err)
	}
	for _, n := range nodes {
		f.nodes += n.Name() + " "
	}
	fds, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(s.pid), "fd"))
	if err != nil {
		s.d.wrong("%v", err)
	}
	f.descriptors = len(fds)
	return f
}

// memory is the server's resident set, in KiB.
func (s *site) memory() int {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.pid), "statm"))
	if err != nil {
		s.d.wrong("%v", err)
	}
	var size, resident int
	_, _ = fmt.Sscan(string(text), &size, &resident)
	return resident * os.Getpagesize() >> 10
}

// mostGrowth is how much a server's memory may grow, most of it the log that it keeps, in KiB.
const mostGrowth = 64 << 10

// quiet requires that the steady server has what it had.
func (d *director) quiet(first footprint) footprint {
	var f footprint
	within(patience/3, func() bool {
		f = d.steady.footprint()
		return f.goroutines <= first.goroutines && f.descriptors <= first.descriptors && f.devices == first.devices
	})
	if f.goroutines > first.goroutines || f.descriptors > first.descriptors {
		d.wrong("the server had %v, and has %v", first, f)
	}
	if f.devices != first.devices || f.nodes != first.nodes {
		d.wrong("the devices were\n%s%s\nand are\n%s%s", first.devices, first.nodes, f.devices, f.nodes)
	}
	if f.kib > first.kib+mostGrowth && first.kib > 0 {
		d.wrong("the server's memory has grown from %v to %v", first, f)
	}
	reports, _ := filepath.Glob(filepath.Join(dir, "race.*")) // the pattern is valid
	for _, path := range reports {
		text, err := os.ReadFile(path)
		d.wrong("a data race: %s%v", text, err)
		_ = os.Remove(path)
	}
	return f
}
