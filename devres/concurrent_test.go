package devres_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

// counted is an action and how often it ran.
type counted struct {
	handle  *devres.Action
	ran     atomic.Int32
	removed bool
}

// TestEachActionRunsOnceUnderConcurrentUse has goroutines add, remove, release
// and look up on one list while others release all of it.
func TestEachActionRunsOnceUnderConcurrentUse(t *testing.T) {
	const workers, rounds = 8, 300
	var adds, removes, releases int // the trace function needs no lock of its own
	r := devres.New(devres.WithTrace(func(e devres.Event) {
		switch e.Op {
		case devres.OpAdd:
			adds++
		case devres.OpRemove:
			removes++
		case devres.OpRelease:
			releases++
		}
	}))
	all := make([][]*counted, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { all[w] = work(t, r, w, rounds) })
	}
	wg.Wait()
	r.ReleaseAll()

	if adds != workers*rounds || adds != removes+releases {
		t.Errorf("got %d adds, %d removes, %d releases, want %d adds and the sum", adds, removes, releases, workers*rounds)
	}
	for _, of := range all {
		for _, c := range of {
			expectRan(t, c)
		}
	}
	expectNames(t, r)
}

// work is one goroutine of the test: each round adds one action and then does
// one more thing to the list.
func work(t *testing.T, r *devres.Resources, worker, rounds int) []*counted {
	var mine []*counted
	group := fmt.Sprintf("group of %d", worker)
	for round := range rounds {
		c := new(counted)
		var err error
		if c.handle, err = r.AddAction("counted", func() { c.ran.Add(1) }); err != nil {
			t.Error(err)
		}
		mine = append(mine, c)
		victim := mine[round/2]
		switch (worker + round) % 8 {
		case 0:
			victim.removed = r.RemoveAction(victim.handle) == nil || victim.removed
		case 1:
			_ = r.ReleaseAction(victim.handle)
		case 2:
			_, _ = r.OpenGroup(group)
		case 3:
			_ = r.CloseGroup(group)
		case 4:
			_, _ = r.ReleaseGroup(group)
		case 5:
			_ = r.RemoveGroup(group)
		case 6:
			_, _ = r.Names(), r.Len()
		case 7:
			r.ReleaseAll()
		}
	}
	return mine
}

func expectRan(t *testing.T, c *counted) {
	t.Helper()
	want := int32(1)
	if c.removed {
		want = 0
	}
	if got := c.ran.Load(); got != want {
		t.Errorf("got %d runs, want %d", got, want)
	}
}

func TestGetAddsOnceUnderConcurrentUse(t *testing.T) {
	var d diary
	r := devres.New()
	got := make([]*tick, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			res, err := devres.Get(r, newTick(&d, 1, fmt.Sprintf("tick %d", i)), tickID(1))
			if err != nil {
				t.Error(err)
			}
			got[i] = res
		})
	}
	wg.Wait()
	for i, res := range got {
		if res != got[0] {
			t.Errorf("caller %d got %v, want %v as caller 0", i, res.name, got[0].name)
		}
	}
	expectNames(t, r, got[0].name)
}

// TestOneWinnerReleasesAnAction has ReleaseAction, RemoveAction and ReleaseAll
// race for the same entry.
func TestOneWinnerReleasesAnAction(t *testing.T) {
	for range 500 {
		r := devres.New()
		var c counted
		c.handle = mustAddAction(t, r, "card", func() { c.ran.Add(1) })
		var released error
		var count int
		var wg sync.WaitGroup
		wg.Go(func() { released = r.ReleaseAction(c.handle) })
		wg.Go(func() { c.removed = r.RemoveAction(c.handle) == nil })
		wg.Go(func() { count = r.ReleaseAll() })
		wg.Wait()
		winners := count
		if released == nil {
			winners++
		}
		if c.removed {
			winners++
		}
		if winners != 1 {
			t.Fatalf("got %d winners, want 1", winners)
		}
		expectRan(t, &c)
	}
}
