package devres_test

import (
	"runtime"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

func TestReleaseAllRunsNewestFirstAndTracesBeforeRunning(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	mustAdd(t, r, &d, "A", "B")
	mustAddAll(t, r, newTick(&d, 1, "C"))
	d.expect(t, "add A", "add B", "add C")
	expectNames(t, r, "C", "B", "A")

	expectCount(t, r.ReleaseAll(), 3)
	d.expect(t, "release C", "run C", "release B", "run B", "release A", "run A")
	expectNames(t, r)
}

func TestReleaseAllOfAnEmptyListReleasesNothing(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	expectCount(t, r.ReleaseAll(), 0)
	mustAdd(t, r, &d, "A")
	r.ReleaseAll()
	d = nil
	expectCount(t, r.ReleaseAll(), 0)
	d.expect(t)
}

func TestOneResourceAddedTwiceIsReleasedTwice(t *testing.T) {
	var d diary
	r := devres.New()
	c := newClock(&d, 1, "clock")
	mustAddAll(t, r, c, c)
	expectCount(t, r.ReleaseAll(), 2)
	d.expect(t, "run clock", "run clock")
}

// TestCardTeardownOrder is the order of a managed sound card: memory first
// added, and torn down by the trigger that registering adds.
func TestCardTeardownOrder(t *testing.T) {
	var d diary
	r := devres.New()
	trigger := mustAdd(t, r, &d, "A", "card memory", "B", "card teardown", "C")[3]

	t.Run("what was acquired after registering goes before the card", func(t *testing.T) {
		expectNames(t, r, "C", "card teardown", "B", "card memory", "A")
	})
	t.Run("registering again moves the teardown to the front", func(t *testing.T) {
		if err := r.RemoveAction(trigger); err != nil {
			t.Fatal(err)
		}
		mustAdd(t, r, &d, "card teardown")
		r.ReleaseAll()
		d.expect(t, "run card teardown", "run C", "run B", "run card memory", "run A")
	})
}

func TestWhatAReleaseFunctionAddsStaysBehind(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	mustAdd(t, r, &d, "older")
	mustAddAction(t, r, "adder", func() { mustAdd(t, r, &d, "late") })
	d = nil

	expectCount(t, r.ReleaseAll(), 2)
	d.expect(t, "release adder", "add late", "release older", "run older")
	expectNames(t, r, "late")

	expectCount(t, r.ReleaseAll(), 1)
	d.expect(t, "release late", "run late")
}

func TestAReleaseFunctionDoesNotFindItsBatch(t *testing.T) {
	var d diary
	r := devres.New()
	mustAddAll(t, r, newTick(&d, 1, "tick"))
	older := mustAdd(t, r, &d, "older")[0]
	var self *devres.Action
	self = mustAddAction(t, r, "self", func() {
		expectNames(t, r)
		expectErr(t, r.RemoveAction(older), devres.ErrNotFound)
		expectErr(t, r.ReleaseAction(self), devres.ErrNotFound)
		expectErr(t, devres.Release[*tick](r, nil), devres.ErrNotFound)
		expectCount(t, r.ReleaseAll(), 0)
	})
	expectCount(t, r.ReleaseAll(), 3)
	d.expect(t, "run older", "run tick")
}

func TestABlockedReleaseHoldsUpNobodyElse(t *testing.T) {
	var d diary
	r := devres.New()
	older := mustAdd(t, r, &d, "older")[0]
	asleep, wake := make(chan struct{}), make(chan struct{})
	mustAddAction(t, r, "card", func() {
		close(asleep)
		<-wake
	})
	released := make(chan int)
	go func() { released <- r.ReleaseAll() }()
	<-asleep

	expectErr(t, r.RemoveAction(older), devres.ErrNotFound)
	mustAdd(t, r, &d, "next life")
	expectNames(t, r, "next life")
	expectCount(t, r.ReleaseAll(), 1)
	d.expect(t, "run next life")

	close(wake)
	expectCount(t, <-released, 2)
	d.expect(t, "run older")
}

func TestAPanicReleasesTheOlderEntriesBeforeItGoesOn(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	mustAdd(t, r, &d, "A")
	mustAddAction(t, r, "B", func() { panic("B is broken") })
	mustAdd(t, r, &d, "C")
	d = nil
	func() {
		defer func() {
			if got := recover(); got != "B is broken" {
				t.Errorf("got panic %v, want B is broken", got)
			}
		}()
		r.ReleaseAll()
	}()
	d.expect(t, "release C", "run C", "release B", "release A", "run A")
	expectNames(t, r)
}

func TestGoexitReleasesTheOlderEntries(t *testing.T) {
	var d diary
	r := devres.New()
	mustAdd(t, r, &d, "A")
	mustAddAction(t, r, "B", runtime.Goexit)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.ReleaseAll()
	}()
	<-done
	d.expect(t, "run A")
}

func TestNamesAreTheCallersToKeep(t *testing.T) {
	var d diary
	r := devres.New()
	mustAdd(t, r, &d, "A", "B")
	slices.Sort(r.Names())
	expectNames(t, r, "B", "A")
}
