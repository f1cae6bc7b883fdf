package schedule_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vsndfs/vsndfs/internal/schedule"
)

// TestAllOrdersArePlayed has three goroutines write a letter each: all six orders come.
func TestAllOrdersArePlayed(t *testing.T) {
	seen := map[string]bool{}
	orders, all := schedule.Explore(t, schedule.Limits{Preemptions: 9, Orders: 1000}, func(p *schedule.Play) func() error {
		var text []string
		for _, letter := range []string{"a", "b", "c"} {
			p.Go(func() { text = append(text, letter) })
		}
		return func() error { seen[strings.Join(text, "")] = true; return nil }
	})
	if !all || orders != 6 || len(seen) != 6 {
		t.Errorf("%d orders, all: %v, gave %v", orders, all, seen)
	}
}

// lostUpdate adds 1 twice, by a load and a store with a point in between.
func lostUpdate(p *schedule.Play, lock sync.Locker) (sum *int) {
	sum = new(int)
	for range 2 {
		p.Go(func() {
			lock.Lock()
			defer lock.Unlock()
			n := *sum
			p.Point()
			*sum = n + 1
		})
	}
	return sum
}

type noLock struct{}

func (noLock) Lock()   {}
func (noLock) Unlock() {}

func TestARaceIsFoundAndALockEndsIt(t *testing.T) {
	for _, lock := range []sync.Locker{noLock{}, new(sync.Mutex)} {
		var sums []int
		schedule.Explore(t, schedule.Limits{Preemptions: 1, Orders: 1000}, func(p *schedule.Play) func() error {
			sum := lostUpdate(p, lock)
			return func() error { sums = append(sums, *sum); return nil }
		})
		if _, none := lock.(noLock); slices.Contains(sums, 1) != none {
			t.Errorf("with %T the sums are %v", lock, sums)
		}
	}
}

// What waits for another's channel lets that one go first.
func TestWhoWaitsIsServed(t *testing.T) {
	orders, _ := schedule.Explore(t, schedule.Limits{Preemptions: 2, Orders: 1000}, func(p *schedule.Play) func() error {
		served, got := make(chan int), 0
		p.Go(func() { got = <-served })
		p.Go(func() { p.Point(); served <- 7 })
		return func() error {
			if got != 7 {
				return errors.New("it was not served")
			}
			return nil
		}
	})
	if orders < 2 {
		t.Errorf("%d orders were played", orders)
	}
}
