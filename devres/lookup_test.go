package devres_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

// lookupList is clock0 tick1 clock1 tick2 tick1b, oldest first; tick1b has the
// same id as tick1.
func lookupList(t *testing.T, d *diary) *devres.Resources {
	t.Helper()
	r := devres.New(devres.WithTrace(d.note))
	mustAddAll(t, r, newClock(d, 0, "clock0"), newTick(d, 1, "tick1"), newClock(d, 1, "clock1"),
		newTick(d, 2, "tick2"), newTick(d, 1, "tick1b"))
	mustAdd(t, r, d, "action")
	*d = nil
	return r
}

func TestFindWalksNewestFirst(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	tests := map[string]struct {
		find func() (devres.Resource, bool)
		want string
	}{
		"any of a type":            {func() (devres.Resource, bool) { return find[*tick](r, nil) }, "tick1b"},
		"newest of equal matches":  {func() (devres.Resource, bool) { return find(r, tickID(1)) }, "tick1b"},
		"past newer ones":          {func() (devres.Resource, bool) { return find(r, tickID(2)) }, "tick2"},
		"another type":             {func() (devres.Resource, bool) { return find[*clock](r, nil) }, "clock1"},
		"an interface, no actions": {func() (devres.Resource, bool) { return find[devres.Resource](r, nil) }, "tick1b"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := tt.find()
			if !ok || got.Name() != tt.want {
				t.Errorf("got %v, %v, want %s", got, ok, tt.want)
			}
		})
	}
	d.expect(t)
	expectNames(t, r, "action", "tick1b", "tick2", "clock1", "tick1", "clock0")
}

// find is devres.Find with a result that a table can hold.
func find[T devres.Resource](r *devres.Resources, match func(T) bool) (devres.Resource, bool) {
	res, ok := devres.Find(r, match)
	return res, ok
}

func TestALookupWithoutAMatchReturnsTheZeroValue(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	if got, ok := devres.Find(r, tickID(7)); ok || got != nil {
		t.Errorf("find: got %v, %v, want nil, false", got, ok)
	}
	if got, ok := devres.Remove(r, tickID(7)); ok || got != nil {
		t.Errorf("remove: got %v, %v, want nil, false", got, ok)
	}
	expectErr(t, devres.Destroy(r, tickID(7)), devres.ErrNotFound)
	expectErr(t, devres.Release(r, tickID(7)), devres.ErrNotFound)
	d.expect(t)
}

func TestRemoveHandsOverTheNewestMatch(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	got, ok := devres.Remove(r, tickID(1))
	if !ok || got.name != "tick1b" {
		t.Errorf("got %v, %v, want tick1b", got, ok)
	}
	d.expect(t, "remove tick1b")
	expectNames(t, r, "action", "tick2", "clock1", "tick1", "clock0")
}

func TestDestroyDoesNotRelease(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	if err := devres.Destroy[*clock](r, nil); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "remove clock1")
	expectNames(t, r, "action", "tick1b", "tick2", "tick1", "clock0")
}

func TestReleaseTakesOffThenReleases(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	if err := devres.Release(r, tickID(2)); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "remove tick2", "run tick2")
	expectNames(t, r, "action", "tick1b", "clock1", "tick1", "clock0")
}

func TestGetAddsOnlyWhatIsMissing(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	fresh := newTick(&d, 2, "fresh")

	got, err := devres.Get(r, fresh, tickID(2))
	if err != nil || got.name != "tick2" {
		t.Errorf("with a match: got %v, %v, want tick2", got, err)
	}
	d.expect(t)

	got, err = devres.Get(r, fresh, tickID(3))
	if err != nil || got != fresh {
		t.Errorf("without a match: got %v, %v, want fresh", got, err)
	}
	d.expect(t, "add fresh")
	expectNames(t, r, "fresh", "action", "tick1b", "tick2", "clock1", "tick1", "clock0")
}

func TestGetOfAMatchAsksNobodyForRoom(t *testing.T) {
	var d diary
	r := devres.New(devres.WithAlloc(refuse("fresh")))
	mustAddAll(t, r, newTick(&d, 1, "tick"))
	got, err := devres.Get(r, newTick(&d, 1, "fresh"), nil)
	if err != nil || got.name != "tick" {
		t.Errorf("got %v, %v, want tick", got, err)
	}
}

func TestAPanickingMatchLeavesTheListUsable(t *testing.T) {
	var d diary
	r := lookupList(t, &d)
	func() {
		defer func() { _ = recover() }()
		devres.Find(r, func(*tick) bool { panic("match") })
	}()
	expectCount(t, r.ReleaseAll(), 6)
}
