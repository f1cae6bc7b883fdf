package devres_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

// diary is what happened to a Resources, in order: its trace events, and "run
// NAME" for each release function.
type diary []string

// note is for devres.WithTrace.
func (d *diary) note(e devres.Event) { *d = append(*d, e.String()) }

// run returns a release function that notes its name.
func (d *diary) run(name string) func() {
	return func() { *d = append(*d, "run "+name) }
}

// expect compares the diary with want and begins a new one.
func (d *diary) expect(t *testing.T, want ...string) {
	t.Helper()
	if got := []string(*d); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	*d = nil
}

// tick and clock are two types of resource, told apart by their id.
type (
	tick  struct{ thing }
	clock struct{ thing }
	thing struct {
		id   int
		name string
		d    *diary
	}
)

func (t *thing) Name() string { return t.name }
func (t *thing) Release()     { t.d.run(t.name)() }

func newTick(d *diary, id int, name string) *tick   { return &tick{thing{id, name, d}} }
func newClock(d *diary, id int, name string) *clock { return &clock{thing{id, name, d}} }

// tickID matches ticks by id.
func tickID(id int) func(*tick) bool {
	return func(t *tick) bool { return t.id == id }
}

// mustAdd adds one action per name, which notes that it ran.
func mustAdd(t *testing.T, r *devres.Resources, d *diary, names ...string) []*devres.Action {
	t.Helper()
	var actions []*devres.Action
	for _, name := range names {
		actions = append(actions, mustAddAction(t, r, name, d.run(name)))
	}
	return actions
}

func mustAddAction(t *testing.T, r *devres.Resources, name string, fn func()) *devres.Action {
	t.Helper()
	a, err := r.AddAction(name, fn)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// mustAddAll adds resources, oldest first.
func mustAddAll(t *testing.T, r *devres.Resources, all ...devres.Resource) {
	t.Helper()
	for _, res := range all {
		if err := r.Add(res); err != nil {
			t.Fatal(err)
		}
	}
}

// expectNames compares the list, the first to be released in front.
func expectNames(t *testing.T, r *devres.Resources, want ...string) {
	t.Helper()
	if got := r.Names(); !slices.Equal(got, want) {
		t.Errorf("got names %q, want %q", got, want)
	}
	if got := r.Len(); got != len(want) {
		t.Errorf("got length %d, want %d", got, len(want))
	}
}

func expectErr(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got error %v, want %v", got, want)
	}
}

func expectCount(t *testing.T, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("got %d released, want %d", got, want)
	}
}
