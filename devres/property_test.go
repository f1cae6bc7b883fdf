package devres_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/devres"
)

// TestResourcesBehaveAsTheModel plays random calls on a Resources and on the
// model, and compares lists, results and diaries after each.
func TestResourcesBehaveAsTheModel(t *testing.T) { rapid.Check(t, playBoth) }

// FuzzResources is the same for go test -fuzz.
func FuzzResources(f *testing.F) { f.Fuzz(rapid.MakeFuzz(playBoth)) }

func playBoth(t *rapid.T) {
	b := &both{handles: map[string]*devres.Action{}}
	b.r = devres.New(devres.WithTrace(b.d.note), devres.WithAlloc(b.alloc))
	t.Repeat(map[string]func(*rapid.T){
		"":              b.compare,
		"add":           b.addResource,
		"add action":    b.addAction,
		"get":           b.get,
		"take action":   b.takeAction,
		"look up":       b.lookUp,
		"open group":    b.openGroup,
		"close group":   b.closeGroup,
		"remove group":  b.removeGroup,
		"release group": b.releaseGroup,
		"release all":   b.releaseAll,
	})
	b.releaseAll(t)
	b.compare(t)
}

// both is a Resources and its model, side by side.
type both struct {
	r       *devres.Resources
	d       diary
	m       model
	refuse  bool // what alloc says
	made    int  // entries made so far, for their names
	handles map[string]*devres.Action
	names   []string // keys of handles, oldest first
}

// alloc is for devres.WithAlloc.
func (b *both) alloc(string) error {
	if b.refuse {
		return errNoMemory
	}
	return nil
}

// compare is called after each step.
func (b *both) compare(t *rapid.T) {
	want := b.m.names()
	if got := b.r.Names(); !slices.Equal(got, want) {
		t.Fatalf("got names %q, want %q", got, want)
	}
	if got := b.r.Len(); got != len(want) {
		t.Fatalf("got length %d, want %d", got, len(want))
	}
	if !slices.Equal(b.d, b.m.diary) {
		t.Fatalf("got  %q\nwant %q", b.d, b.m.diary)
	}
	b.d, b.m.diary = nil, nil
}

func (b *both) newName(kind string) string {
	b.made++
	return fmt.Sprintf("%s%d", kind, b.made)
}

// mayRefuse draws whether this step gets no room, and the error to expect.
func (b *both) mayRefuse(t *rapid.T) error {
	b.refuse = rapid.IntRange(0, 9).Draw(t, "refuse below 1") < 1
	return b.alloc("")
}

// verdict is err in the words of the model.
func verdict(err error) string {
	switch {
	case errors.Is(err, devres.ErrNotFound):
		return "not found"
	case errors.Is(err, devres.ErrGroupClosed):
		return "closed"
	case err != nil:
		return err.Error()
	}
	return ""
}

func notFoundUnless(ok bool) error {
	if ok {
		return nil
	}
	return devres.ErrNotFound
}

func check(t *rapid.T, got, want error) {
	if !errors.Is(got, want) {
		t.Fatalf("got error %v, want %v", got, want)
	}
}
