package devres_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/vsndfs/vsndfs/devres"
)

func mustAlloc(t *testing.T, r *devres.Resources, size int) []byte {
	t.Helper()
	block, err := r.Alloc(size)
	if err != nil {
		t.Fatal(err)
	}
	if len(block) != size {
		t.Fatalf("got %d bytes, want %d", len(block), size)
	}
	return block
}

func mustRealloc(t *testing.T, r *devres.Resources, block []byte, size int) []byte {
	t.Helper()
	block, err := r.Realloc(block, size)
	if err != nil {
		t.Fatal(err)
	}
	if len(block) != size {
		t.Fatalf("got %d bytes, want %d", len(block), size)
	}
	return block
}

func TestResizedMemoryKeepsItsPlace(t *testing.T) {
	var d diary
	r := devres.New(devres.WithTrace(d.note))
	mustAdd(t, r, &d, "older")
	block := mustAlloc(t, r, 100)
	mustAdd(t, r, &d, "newer")
	d = nil
	mustRealloc(t, r, block, 100_000)
	d.expect(t, "replace devm_kzalloc_release")
	expectNames(t, r, "newer", "devm_krealloc_release", "older")
	expectCount(t, r.ReleaseAll(), 3)
	d.expect(t, "release newer", "run newer", "release devm_krealloc_release", "release older", "run older")
}

func TestMemoryThatFitsStays(t *testing.T) {
	r := devres.New()
	block := mustAlloc(t, r, 100)
	for _, size := range []int{50, 1, 100, cap(block)} {
		if got := mustRealloc(t, r, block, size); &got[0] != &block[0] {
			t.Errorf("%d bytes: got another block", size)
		}
	}
	if got := mustRealloc(t, r, block, cap(block)+1); &got[0] == &block[0] {
		t.Error("one byte more than fits: got the same block")
	}
	expectNames(t, r, "devm_krealloc_release")
}

func TestMemoryIsZeroedAndItsContentMoves(t *testing.T) {
	r := devres.New()
	block := mustAlloc(t, r, 100)
	if !bytes.Equal(block, make([]byte, 100)) {
		t.Errorf("got %v", block)
	}
	copy(block, "the content")
	if got := mustRealloc(t, r, block, 100_000); !bytes.HasPrefix(got, []byte("the content\x00")) {
		t.Errorf("got %q", got[:16])
	}
}

func TestMemoryOfNoBytes(t *testing.T) {
	r := devres.New()
	mustAlloc(t, r, 0)
	expectErr(t, r.Free(nil), nil)
	expectNames(t, r)
	block := mustRealloc(t, r, nil, 10)
	expectNames(t, r, "devm_kzalloc_release")
	mustRealloc(t, r, block, 0)
	expectNames(t, r)
}

func TestMemoryThatIsNotManaged(t *testing.T) {
	r := devres.New()
	block := mustAlloc(t, r, 10)
	stranger := mustAlloc(t, devres.New(), 10)
	moved := mustRealloc(t, r, block, 100_000)
	for name, wrong := range map[string][]byte{"another device's": stranger, "one that has moved": block, "a part": moved[1:]} {
		_, err := r.Realloc(wrong, 20)
		if !errors.Is(err, devres.ErrNotFound) || !errors.Is(r.Free(wrong), devres.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	expectErr(t, r.Free(moved[:1]), nil)
	expectErr(t, r.Free(moved), devres.ErrNotFound)
	expectNames(t, r)
}

func TestMemoryThatIsRefused(t *testing.T) {
	full := errors.New("full")
	var refuse error
	r := devres.New(devres.WithAlloc(func(string) error { return refuse }))
	block := mustAlloc(t, r, 10)
	refuse = full
	_, err := r.Alloc(10)
	expectErr(t, err, full)
	_, err = r.Realloc(block, 100_000)
	expectErr(t, err, full)
	if got := mustRealloc(t, r, block, 5); &got[0] != &block[0] {
		t.Error("got another block, want the old one")
	}
	expectNames(t, r, "devm_kzalloc_release")
}
