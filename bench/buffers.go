package main

import (
	"errors"
	"fmt"
	"math"
	"sync"
	"time"
)

// measureBuffers prints how long small buffers hold.
func measureBuffers(e effort, m mounted) error {
	fmt.Printf(`
The longest time without an xrun of a client with a small buffer, and how many
xruns it had, over %v. One that writes and one with mmap play at the same time.
Aim: 10 minutes without an xrun with 3 × 10 ms.

`, e.buffers)
	fmt.Printf("  %-10s %20s %20s\n", "", "writei", "mmap")
	for _, s := range []shape{{period: 5, periods: 2}, {period: 10, periods: 3}} {
		fmt.Printf("  %d × %d ms", s.periods, s.period)
		if err := measureBuffer(e, m, s); err != nil {
			return err
		}
		fmt.Println()
	}
	return nil
}

// measureBuffer prints the part of a line for each access.
func measureBuffer(e effort, m mounted, s shape) error {
	var xruns [2][]time.Duration
	var errs [2]error
	var both sync.WaitGroup
	for i, access := range []string{"rw", "mmap"} {
		s.access = access
		both.Go(func() { xruns[i], errs[i] = playFor(e.buffers, m, s) })
	}
	both.Wait()
	for _, times := range xruns {
		fmt.Printf(" %9.1f s, %4d xruns", longestRun(times, e.buffers).Seconds(), len(times))
	}
	return errors.Join(errs[:]...)
}

// playFor returns when a player had its xruns.
func playFor(span time.Duration, m mounted, s shape) ([]time.Duration, error) {
	ps, err := startPlayers(m.programs, s, 1)
	if err != nil {
		return nil, err
	}
	if err := ps.play(); err != nil {
		return nil, errors.Join(err, ps.stop())
	}
	xruns, err := ps.watch(span, math.MaxInt)
	return xruns, errors.Join(err, ps.stop())
}

// longestRun is the longest time within span without one of the xruns.
func longestRun(xruns []time.Duration, span time.Duration) time.Duration {
	var longest, last time.Duration
	for _, at := range append(xruns, span) {
		longest = max(longest, at-last)
		last = at
	}
	return longest
}
