package devres_test

import (
	"runtime"
	"testing"
	"weak"

	"github.com/vsndfs/vsndfs/devres"
)

func TestAddActionAllocatesAtMostOnce(t *testing.T) {
	r := devres.New()
	fn := func() {}
	got := testing.AllocsPerRun(10_000, func() {
		_, _ = r.AddAction("action", fn)
	})
	if got > 1 {
		t.Errorf("got %v allocations per AddAction, want at most 1", got)
	}
}

func TestRemovingAndReleasingAllocateNothing(t *testing.T) {
	r := devres.New()
	const runs = 1_000
	actions := make([]*devres.Action, 0, 2*runs+2)
	for range cap(actions) {
		actions = append(actions, mustAddAction(t, r, "action", func() {}))
	}
	next := 0
	got := testing.AllocsPerRun(runs, func() {
		_, _ = r.RemoveAction(actions[next]), r.ReleaseAction(actions[next+1])
		next += 2
	})
	if got != 0 || r.Len() != 0 {
		t.Errorf("got %v allocations and %d entries left, want none", got, r.Len())
	}
}

func TestAnEntryIsSmall(t *testing.T) {
	const entries = 10_000
	var before, after runtime.MemStats
	r := devres.New()
	fn := func() {}
	runtime.ReadMemStats(&before)
	for range entries {
		mustAddAction(t, r, "action", fn)
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) / entries; got > 64 {
		t.Errorf("got %d bytes per entry, want at most 64", got)
	}
}

// TestAKeptHandleDoesNotKeepWhatTheFunctionCaptured holds on to the handles, as
// drivers do, and watches the memory that their functions referred to.
func TestAKeptHandleDoesNotKeepWhatTheFunctionCaptured(t *testing.T) {
	ways := map[string]func(*devres.Resources, *devres.Action){
		"removed":         func(r *devres.Resources, a *devres.Action) { _ = r.RemoveAction(a) },
		"released":        func(r *devres.Resources, a *devres.Action) { _ = r.ReleaseAction(a) },
		"released in all": func(r *devres.Resources, _ *devres.Action) { r.ReleaseAll() },
	}
	for name, undo := range ways {
		t.Run(name, func(t *testing.T) {
			r := devres.New()
			buffer := new([4096]byte)
			gone := weak.Make(buffer)
			a := mustAddAction(t, r, "buffer", func() { clear(buffer[:]) })
			undo(r, a)
			runtime.GC()
			if gone.Value() != nil {
				t.Error("got the buffer kept, want it collected")
			}
			runtime.KeepAlive(a)
			runtime.KeepAlive(r)
		})
	}
}

// TestMemoryGoesBeforeTheOlderEntry is what a managed buffer relies on: it is
// free when the release function of an older entry runs.
func TestMemoryGoesBeforeTheOlderEntry(t *testing.T) {
	r := devres.New()
	buffer := new([4096]byte)
	gone := weak.Make(buffer)
	mustAddAction(t, r, "older", func() {
		runtime.GC()
		if gone.Value() != nil {
			t.Error("got the newer entry's buffer kept, want it collected")
		}
	})
	mustAddAction(t, r, "buffer", func() { clear(buffer[:]) })
	r.ReleaseAll()
}
