package devres_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/devres"
)

func (b *both) addResource(t *rapid.T) {
	i, res := b.drawResource(t)
	want := b.mayRefuse(t)
	check(t, b.r.Add(res), want)
	if want == nil {
		b.m.add(i)
	}
	b.refuse = false
}

// drawResource makes a tick or a clock and the item that stands for it.
func (b *both) drawResource(t *rapid.T) (item, devres.Resource) {
	kind := drawKind(t)
	id := drawID(t)
	name := b.newName(kind)
	i := item{name: name, kind: kind, id: id}
	if kind == "tick" {
		return i, newTick(&b.d, id, name)
	}
	return i, newClock(&b.d, id, name)
}

func drawKind(t *rapid.T) string { return rapid.SampledFrom([]string{"tick", "clock"}).Draw(t, "kind") }

func drawID(t *rapid.T) int { return rapid.IntRange(1, 2).Draw(t, "id") }

func (b *both) addAction(t *rapid.T) {
	name := b.newName("action")
	effect, modelEffect := b.drawEffect(t)
	i := item{name: name, kind: "action", effect: modelEffect}
	add, reset := b.r.AddAction, false
	if rapid.Bool().Draw(t, "or reset") {
		add, reset = b.r.AddActionOrReset, true
	}
	want := b.mayRefuse(t)
	a, err := add(name, func() {
		b.refuse = false
		b.d.run(name)()
		effect()
	})
	check(t, err, want)
	b.refuse = false
	switch {
	case want == nil:
		b.handles[name] = a
		b.names = append(b.names, name)
		b.m.add(i)
	case reset:
		b.m.run(i)
	}
}

// drawEffect makes something that a release function does to the list, and the
// same for the model.
func (b *both) drawEffect(t *rapid.T) (func(), func(*model)) {
	switch rapid.SampledFrom([]string{"", "", "add", "remove", "release all", "release group"}).Draw(t, "effect") {
	case "add":
		late := b.newName("late")
		return func() { _, _ = b.r.AddAction(late, b.d.run(late)) },
			func(m *model) { m.add(item{name: late, kind: "action"}) }
	case "remove":
		if len(b.names) == 0 {
			break
		}
		victim := rapid.SampledFrom(b.names).Draw(t, "victim")
		return func() { b.d = append(b.d, fmt.Sprint(b.r.RemoveAction(b.handles[victim]) == nil)) },
			func(m *model) {
				_, ok := m.remove(named(victim))
				m.note(fmt.Sprint(ok))
			}
	case "release all":
		return func() { b.d = append(b.d, fmt.Sprint(b.r.ReleaseAll())) },
			func(m *model) { m.note(fmt.Sprint(m.releaseAll())) }
	case "release group":
		return func() {
				n, err := b.r.ReleaseGroup(nil)
				b.d = append(b.d, fmt.Sprint(n, verdict(err)))
			},
			func(m *model) { m.note(fmt.Sprint(m.releaseGroup(nil))) }
	}
	return func() {}, func(*model) {}
}

func named(name string) func(item) bool {
	return func(i item) bool { return i.name == name }
}

func (b *both) takeAction(t *rapid.T) {
	if len(b.names) == 0 {
		return // and not a skip: rapid gives up where every draw is one
	}
	name := rapid.SampledFrom(b.names).Draw(t, "name")
	if rapid.Bool().Draw(t, "release") {
		err := b.r.ReleaseAction(b.handles[name])
		i, ok := b.m.remove(named(name))
		if ok {
			b.m.run(i)
		}
		check(t, err, notFoundUnless(ok))
		return
	}
	err := b.r.RemoveAction(b.handles[name])
	_, ok := b.m.remove(named(name))
	check(t, err, notFoundUnless(ok))
}

func (b *both) get(t *rapid.T) {
	i := item{name: b.newName("tick"), kind: "tick", id: drawID(t)}
	want := b.mayRefuse(t)
	got, err := devres.Get(b.r, newTick(&b.d, i.id, i.name), tickID(i.id))
	b.refuse = false
	if at := b.m.newest(like(i)); at >= 0 {
		i, want = b.m.list[at], nil
	} else if want == nil {
		b.m.add(i)
	}
	check(t, err, want)
	if err == nil && got.name != i.name {
		t.Fatalf("got %s, want %s", got.name, i.name)
	}
}

// like fits entries of the kind and id of i.
func like(i item) func(item) bool {
	return func(j item) bool { return j.kind == i.kind && j.id == i.id }
}

func (b *both) lookUp(t *rapid.T) {
	id := drawID(t)
	if drawKind(t) == "tick" {
		lookUp(t, b, like(item{kind: "tick", id: id}), tickID(id))
		return
	}
	lookUp(t, b, like(item{kind: "clock", id: id}), func(c *clock) bool { return c.id == id })
}

// lookUp tries one of the look-ups on both; fits and match mean the same.
func lookUp[T devres.Resource](t *rapid.T, b *both, fits func(item) bool, match func(T) bool) {
	switch rapid.SampledFrom([]string{"find", "remove", "destroy", "release"}).Draw(t, "verb") {
	case "find":
		got, ok := devres.Find(b.r, match)
		at := b.m.newest(fits)
		if ok != (at >= 0) || ok && got.Name() != b.m.list[at].name {
			t.Fatalf("got %v, %v, want item %d", got, ok, at)
		}
	case "remove":
		got, ok := devres.Remove(b.r, match)
		want, wantOK := b.m.remove(fits)
		if ok != wantOK || ok && got.Name() != want.name {
			t.Fatalf("got %v, %v, want %s", got, ok, want.name)
		}
	case "destroy":
		err := devres.Destroy(b.r, match)
		_, ok := b.m.remove(fits)
		check(t, err, notFoundUnless(ok))
	case "release":
		err := devres.Release(b.r, match)
		i, ok := b.m.remove(fits)
		if ok {
			b.m.run(i)
		}
		check(t, err, notFoundUnless(ok))
	}
}

// drawGroup draws the id of a group; nil is one of them.
func drawGroup(t *rapid.T) any {
	return rapid.SampledFrom([]any{nil, "A", "B", 3}).Draw(t, "group")
}

func (b *both) openGroup(t *rapid.T) {
	id := drawGroup(t)
	want := b.mayRefuse(t)
	got, err := b.r.OpenGroup(id)
	b.refuse = false
	check(t, err, want)
	if err == nil {
		b.m.openGroup(got)
	}
}

func (b *both) closeGroup(t *rapid.T) {
	id := drawGroup(t)
	got, want := verdict(b.r.CloseGroup(id)), b.m.closeGroup(id)
	if got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func (b *both) removeGroup(t *rapid.T) {
	id := drawGroup(t)
	got, want := verdict(b.r.RemoveGroup(id)), b.m.removeGroup(id)
	if got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func (b *both) releaseGroup(t *rapid.T) {
	id := drawGroup(t)
	n, err := b.r.ReleaseGroup(id)
	wantN, want := b.m.releaseGroup(id)
	if got := verdict(err); n != wantN || got != want {
		t.Fatalf("got %d, %q, want %d, %q", n, got, wantN, want)
	}
}

func (b *both) releaseAll(t *rapid.T) {
	if got, want := b.r.ReleaseAll(), b.m.releaseAll(); got != want {
		t.Fatalf("got %d released, want %d", got, want)
	}
}
