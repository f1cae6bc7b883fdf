package devres_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

var errNoMemory = errors.New("out of memory")

// refuse is for devres.WithAlloc and refuses the given names.
func refuse(names ...string) func(string) error {
	return func(name string) error {
		if slices.Contains(names, name) {
			return errNoMemory
		}
		return nil
	}
}

func TestAHandleKnowsItsNameForGood(t *testing.T) {
	var d diary
	r := devres.New()
	a := mustAdd(t, r, &d, "A")[0]
	r.ReleaseAll()
	if got := a.Name(); got != "A" {
		t.Errorf("got name %q, want A", got)
	}
}

func TestRemoveActionForgetsTheFunction(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	actions := mustAdd(t, r, &d, "A", "B", "C")
	d = nil
	for _, i := range []int{1, 0, 2} { // middle, oldest, newest
		if err := r.RemoveAction(actions[i]); err != nil {
			t.Errorf("remove %s: %v", actions[i].Name(), err)
		}
	}
	d.expect(t, "remove B", "remove A", "remove C")
	expectNames(t, r)
	expectCount(t, r.ReleaseAll(), 0)
}

func TestReleaseActionRunsTheFunctionOnce(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	b := mustAdd(t, r, &d, "A", "B", "C")[1]
	d = nil
	if err := r.ReleaseAction(b); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "remove B", "run B")
	expectErr(t, r.ReleaseAction(b), devres.ErrNotFound)
	r.ReleaseAll()
	d.expect(t, "release C", "run C", "release A", "run A")
}

func TestAnActionThatIsNotOnTheListIsNotFound(t *testing.T) {
	var d diary
	r, other := devres.New(), devres.New()
	removed := mustAdd(t, r, &d, "removed")[0]
	if err := r.RemoveAction(removed); err != nil {
		t.Fatal(err)
	}
	released := mustAdd(t, r, &d, "released")[0]
	r.ReleaseAll()
	d = nil
	stays := mustAdd(t, r, &d, "stays")[0]

	tests := map[string]struct {
		r *devres.Resources
		a *devres.Action
	}{
		"removed before":      {r, removed},
		"released before":     {r, released},
		"of another list":     {other, stays},
		"gone, other list":    {other, released},
		"removed, other list": {other, removed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			expectErr(t, tt.r.RemoveAction(tt.a), devres.ErrNotFound)
			expectErr(t, tt.r.ReleaseAction(tt.a), devres.ErrNotFound)
			expectNames(t, r, "stays")
			d.expect(t)
		})
	}
}

func TestOneFunctionAddedTwiceIsTwoActions(t *testing.T) {
	var d diary
	r := devres.New()
	fn := d.run("fn")
	first := mustAddAction(t, r, "first", fn)
	mustAddAction(t, r, "second", fn)
	if err := r.RemoveAction(first); err != nil {
		t.Fatal(err)
	}
	expectNames(t, r, "second")
	r.ReleaseAll()
	d.expect(t, "run fn")
}

func TestAReleaseFunctionMayReplaceItself(t *testing.T) {
	var d diary
	r := devres.New()
	a := mustAddAction(t, r, "A", func() { mustAdd(t, r, &d, "A again") })
	if err := r.ReleaseAction(a); err != nil {
		t.Fatal(err)
	}
	expectNames(t, r, "A again")
}

func TestARefusedAddChangesNothing(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note), devres.WithAlloc(refuse("A", "tick", "grp<")))
	tests := map[string]struct {
		add  func() error
		want []string
	}{
		"resource":        {func() error { return r.Add(newTick(&d, 1, "tick")) }, nil},
		"action":          {func() error { _, err := r.AddAction("A", d.run("A")); return err }, nil},
		"action or reset": {func() error { _, err := r.AddActionOrReset("A", d.run("A")); return err }, []string{"run A"}},
		"get":             {func() error { _, err := devres.Get(r, newTick(&d, 1, "tick"), nil); return err }, nil},
		"group":           {func() error { _, err := r.OpenGroup("id"); return err }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			expectErr(t, tt.add(), errNoMemory)
			d.expect(t, tt.want...)
			expectNames(t, r)
			expectErr(t, r.RemoveGroup("id"), devres.ErrNotFound)
		})
	}
}

func TestAddActionOrResetThatSucceedsDoesNotReset(t *testing.T) {
	var d diary
	r := devres.New()
	a, err := r.AddActionOrReset("A", d.run("A"))
	if err != nil {
		t.Fatal(err)
	}
	d.expect(t)
	if err := r.ReleaseAction(a); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "run A")
}

func TestAResetMayUseTheList(t *testing.T) {
	var d diary
	r := devres.New(devres.WithAlloc(refuse("A")))
	mustAdd(t, r, &d, "B")
	_, err := r.AddActionOrReset("A", func() { r.ReleaseAll() })
	expectErr(t, err, errNoMemory)
	d.expect(t, "run B")
}

func TestAddActionOfANilFunctionPanics(t *testing.T) {
	r := devres.New()
	defer func() {
		if recover() == nil {
			t.Error("got no panic, want one")
		}
		expectNames(t, r)
	}()
	_, _ = r.AddAction("nil", nil)
}

// TestAProbeMayFailAtEachStep refuses each add of a probe in turn: what was
// acquired until then is given back in reverse order, and nothing else.
func TestAProbeMayFailAtEachStep(t *testing.T) {
	steps := []string{"bus reference", "card", "buffer", "tick source"}
	probe := func(r *devres.Resources, d *diary) error {
		for _, step := range steps {
			*d = append(*d, "acquire "+step)
			if _, err := r.AddActionOrReset(step, d.run(step)); err != nil {
				return err
			}
		}
		return nil
	}
	for last, step := range steps {
		t.Run("at the "+step, func(t *testing.T) {
			var d diary
			r := devres.New(devres.WithAlloc(refuse(step)))
			expectErr(t, probe(r, &d), errNoMemory)
			expectCount(t, r.ReleaseAll(), last)
			d.expect(t, thereAndBack(steps[:last+1])...)
		})
	}
}

// thereAndBack acquires the steps and then runs them in reverse.
func thereAndBack(steps []string) []string {
	var there, back []string
	for _, step := range steps {
		there = append(there, "acquire "+step)
		back = append([]string{"run " + step}, back...)
	}
	return append(there, back...)
}
