package devres_test

import (
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

// script plays words on r: "<A" opens group A, ">A" closes it, any other word
// is an action of that name. "<" and ">" alone stand for a nil id.
func script(t *testing.T, r *devres.Resources, d *diary, words string) {
	t.Helper()
	for word := range strings.FieldsSeq(words) {
		var err error
		switch word[0] {
		case '<':
			_, err = r.OpenGroup(groupID(word[1:]))
		case '>':
			err = r.CloseGroup(groupID(word[1:]))
		default:
			mustAdd(t, r, d, word)
		}
		if err != nil {
			t.Fatalf("%s: %v", word, err)
		}
	}
	*d = nil
}

// groupID is the id that a word of a script stands for.
func groupID(word string) any {
	if word == "" {
		return nil
	}
	return word
}

func TestReleaseGroup(t *testing.T) {
	tests := map[string]struct {
		list    string // see script
		release string // group id, empty for nil
		want    string // what was released, in order
		left    string // names, next to be released first
		groups  string // ids that still have a group afterwards
	}{
		"a closed group from its end to its start": {
			list: "a <G b c >G d", release: "G", want: "c b", left: "d a",
		},
		"an open group up to the newest entry": {
			list: "a <G b c", release: "G", want: "c b", left: "a",
		},
		"an empty group releases nothing": {
			list: "a <G >G b", release: "G", want: "", left: "b a",
		},
		"an outer group takes the inner one with it": {
			list: "<O a <I b >I c >O d", release: "O", want: "c b a", left: "d",
		},
		"an outer group takes an inner one that is open": {
			list: "<O a <I b", release: "O", want: "b a", left: "",
		},
		"an outer closed group takes an inner one left open": {
			list: "<O a <I b >O c", release: "O", want: "b a", left: "c",
		},
		"an inner group leaves the outer one": {
			list: "<O a <I b >I c >O", release: "I", want: "b", left: "c a", groups: "O",
		},
		"an inner open group leaves the outer one": {
			list: "<O a <I b", release: "I", want: "b", left: "a", groups: "O",
		},
		"an overlapped group keeps its markers, loses the entries in range": {
			list: "<A a <B b >A c >B d", release: "A", want: "b a", left: "d c", groups: "B",
		},
		"and the same from the other end": {
			list: "<A a <B b >A c >B d", release: "B", want: "c b", left: "d a", groups: "A",
		},
		"a chain of overlaps loses only the middle group": {
			list: "<A a <B b >A c <C d >B e >C", release: "B", want: "d c b", left: "e a", groups: "A C",
		},
		"an open group around a closed one takes it": {
			list: "x <A a <B b >B c", release: "A", want: "c b a", left: "x",
		},
		"the newest of two groups with one id": {
			list: "<G a >G <G b >G", release: "G", want: "b", left: "a", groups: "G",
		},
		"for nil the newest open group, not a newer closed one": {
			list: "<A a <B b >B c", release: "", want: "c b a", left: "",
		},
		"for nil the newest of the open groups": {
			list: "<A a <B b", release: "", want: "b", left: "a", groups: "A",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var d diary
			r := devres.New()
			script(t, r, &d, tt.list)
			n, err := r.ReleaseGroup(groupID(tt.release))
			if err != nil {
				t.Fatal(err)
			}
			expectCount(t, n, len(strings.Fields(tt.want)))
			d.expect(t, runs(tt.want)...)
			expectNames(t, r, strings.Fields(tt.left)...)
			expectGroups(t, r, tt.groups)
		})
	}
}

// runs is what the diary says when the names in words were released.
func runs(words string) []string {
	var lines []string
	for name := range strings.FieldsSeq(words) {
		lines = append(lines, "run "+name)
	}
	return lines
}

// expectGroups removes the groups with the ids in words, which must be all.
func expectGroups(t *testing.T, r *devres.Resources, words string) {
	t.Helper()
	want := map[string]bool{}
	for id := range strings.FieldsSeq(words) {
		want[id] = true
	}
	for id := range strings.FieldsSeq("A B C G I O") {
		if got := r.RemoveGroup(id) == nil; got != want[id] {
			t.Errorf("group %s: got %v on the list, want %v", id, got, want[id])
		}
	}
	expectErr(t, r.RemoveGroup(nil), devres.ErrNotFound)
}

func TestGroupMarkersAreNotTraced(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	script(t, r, &d, "<A a >A <B b >B <C")
	if err := r.RemoveGroup("A"); err != nil {
		t.Fatal(err)
	}
	d.expect(t)
	if _, err := r.ReleaseGroup("B"); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "release b", "run b")
	expectCount(t, r.ReleaseAll(), 1)
	d.expect(t, "release a", "run a")
}

func TestReleaseAllTakesEveryGroup(t *testing.T) {
	var d diary
	r := devres.New()
	script(t, r, &d, "<A a <B b >A c >B <C d <G")
	expectCount(t, r.ReleaseAll(), 4)
	d.expect(t, "run d", "run c", "run b", "run a")
	expectGroups(t, r, "")
}

func TestRemoveGroupKeepsTheEntries(t *testing.T) {
	for _, list := range []string{"a <G b >G c", "a <G b c"} {
		t.Run(list, func(t *testing.T) {
			var d diary
			r := devres.New()
			script(t, r, &d, list)
			if err := r.RemoveGroup("G"); err != nil {
				t.Fatal(err)
			}
			expectNames(t, r, "c", "b", "a")
			expectErr(t, r.RemoveGroup("G"), devres.ErrNotFound)
			r.ReleaseAll()
			d.expect(t, "run c", "run b", "run a")
		})
	}
}

func TestANilIDChoosesOneOfItsOwn(t *testing.T) {
	var d diary
	r := devres.New()
	first, err := r.OpenGroup(nil)
	if err != nil {
		t.Fatal(err)
	}
	script(t, r, &d, "a")
	second, err := r.OpenGroup(nil)
	if err != nil {
		t.Fatal(err)
	}
	if first == nil || first == second {
		t.Errorf("got ids %v and %v, want two different ones", first, second)
	}
	script(t, r, &d, "b > c") // closes the second
	expectErr(t, r.CloseGroup(second), devres.ErrGroupClosed)
	n, err := r.ReleaseGroup(first)
	expectErr(t, err, nil)
	expectCount(t, n, 3)
}

func TestGroupsThatDoNotFit(t *testing.T) {
	tests := map[string]struct {
		list string
		do   func(*devres.Resources) error
		want error
	}{
		"close of an unknown id": {
			"<A", func(r *devres.Resources) error { return r.CloseGroup("B") }, devres.ErrNotFound,
		},
		"close of an id of another type": {
			"<A", func(r *devres.Resources) error { return r.CloseGroup(1) }, devres.ErrNotFound,
		},
		"close of nil with none open": {
			"<A >A", func(r *devres.Resources) error { return r.CloseGroup(nil) }, devres.ErrNotFound,
		},
		"close of a closed group": {
			"<A >A", func(r *devres.Resources) error { return r.CloseGroup("A") }, devres.ErrGroupClosed,
		},
		"close of an open group behind a newer closed one of that id": {
			"<A <A > ", func(r *devres.Resources) error { return r.CloseGroup("A") }, devres.ErrGroupClosed,
		},
		"remove of nil with none open": {
			"<A >A", func(r *devres.Resources) error { return r.RemoveGroup(nil) }, devres.ErrNotFound,
		},
		"remove of an unknown id on an empty list": {
			"", func(r *devres.Resources) error { return r.RemoveGroup("A") }, devres.ErrNotFound,
		},
		"release of an unknown id": {
			"a", func(r *devres.Resources) error { _, err := r.ReleaseGroup("A"); return err }, devres.ErrNotFound,
		},
		"release of nil with none open": {
			"<A >A", func(r *devres.Resources) error { _, err := r.ReleaseGroup(nil); return err }, devres.ErrNotFound,
		},
		"release of an unknown id on an empty list is silent": {
			"", func(r *devres.Resources) error { _, err := r.ReleaseGroup("A"); return err }, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var d diary
			r := devres.New()
			script(t, r, &d, tt.list)
			expectErr(t, tt.do(r), tt.want)
			d.expect(t)
		})
	}
}

func TestReleasingAGroupDuringReleaseAllIsSilent(t *testing.T) {
	var d diary
	r := devres.New()
	script(t, r, &d, "<G a >G")
	mustAddAction(t, r, "component", func() {
		n, err := r.ReleaseGroup("G")
		expectErr(t, err, nil)
		expectCount(t, n, 0)
	})
	expectCount(t, r.ReleaseAll(), 2)
	d.expect(t, "run a")
}

func TestAReleaseFunctionMayReleaseTheGroupAroundIt(t *testing.T) {
	var d diary
	r := devres.New()
	script(t, r, &d, "x <O a")
	b := mustAddAction(t, r, "b", func() {
		n, err := r.ReleaseGroup("O")
		expectErr(t, err, nil)
		expectCount(t, n, 1)
	})
	if err := r.ReleaseAction(b); err != nil {
		t.Fatal(err)
	}
	d.expect(t, "run a")
	expectNames(t, r, "x")
}

func TestGroupIDs(t *testing.T) {
	type key struct{ card, device int }
	pointer := new(int)
	for _, id := range []any{"card0", 0, key{0, 1}, pointer, (*int)(nil), 1.5} {
		r := devres.New()
		got, err := r.OpenGroup(id)
		if err != nil || got != id {
			t.Errorf("open %v: got %v, %v, want the id", id, got, err)
		}
		expectErr(t, r.CloseGroup(id), nil)
		expectErr(t, r.RemoveGroup(id), nil)
	}
}

func TestAnIDThatIsNotComparablePanics(t *testing.T) {
	r := devres.New()
	defer func() {
		if recover() == nil {
			t.Error("got no panic, want one")
		}
	}()
	_, _ = r.OpenGroup([]int{1})
}
