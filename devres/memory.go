package devres

import "fmt"

// The names of managed memory in traces, the kernel's.
const (
	allocName   = "devm_kzalloc_release"
	reallocName = "devm_krealloc_release"
)

// memory is a managed block as an entry holds it. Releasing it is to forget it.
type memory []byte

// Alloc appends size bytes of zeroed memory, devm_kzalloc(). The caller must not
// use it after its release: here that is safe, but it is the bug that a card
// which is freed too late has in the kernel. It fails only if the function given
// to [WithAlloc] does, and panics if size is negative.
//
// Memory of no bytes is nil and not managed.
func (r *Resources) Alloc(size int) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	block := newMemory(size)
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.addLocked(allocName, block); err != nil {
		return nil, err
	}
	return block[:size], nil
}

// Realloc changes the size of managed memory, devm_krealloc(). What fits into
// the block stays where it is. Otherwise a new block, with the same content,
// takes the old one's place in the order of release. If the function given to
// [WithAlloc] refuses that, the old block stays.
//
// Memory of no bytes is allocated, and a size of 0 frees. It returns
// [ErrNotFound] and does nothing if the memory is not on the list of r.
func (r *Resources) Realloc(block []byte, size int) ([]byte, error) {
	switch {
	case cap(block) == 0:
		return r.Alloc(size)
	case size == 0:
		return nil, r.Free(block)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.findMemoryLocked(block)
	if e == nil {
		return nil, fmt.Errorf("resize memory: %w", ErrNotFound)
	}
	old := e.body.(memory)
	if size <= cap(old) {
		return old[:size], nil
	}
	if err := r.admitLocked(reallocName); err != nil {
		return nil, err
	}
	fresh := newMemory(size)
	copy(fresh, old)
	r.replaceLocked(e, reallocName, fresh)
	return fresh[:size], nil
}

// Free takes managed memory off the list, devm_kfree(). Memory of no bytes is
// ignored. It returns [ErrNotFound] if the memory is not on the list of r.
func (r *Resources) Free(block []byte) error {
	if cap(block) == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.findMemoryLocked(block)
	if e == nil {
		return fmt.Errorf("free memory: %w", ErrNotFound)
	}
	r.removeLocked(e)
	return nil
}

// newMemory returns at least size bytes: all that the allocator gives for them.
func newMemory(size int) memory {
	block := append([]byte(nil), make([]byte, size)...)
	return block[:cap(block)]
}

// findMemoryLocked returns the entry of a block, which begins where the block does.
func (r *Resources) findMemoryLocked(block []byte) *entry {
	for e := r.head.prev; e != &r.head; e = e.prev {
		if m, ok := e.body.(memory); ok && &m[0] == &block[:1][0] {
			return e
		}
	}
	return nil
}

// replaceLocked puts a new entry in the place of e, replace_dr().
func (r *Resources) replaceLocked(e *entry, name string, body any) {
	r.traceLocked(OpReplace, e.name)
	fresh := r.newEntryLocked()
	fresh.owner, fresh.name, fresh.body = r, name, body
	fresh.prev, fresh.next = e.prev, e.next
	fresh.prev.next, fresh.next.prev = fresh, fresh
	e.prev, e.next, e.body = nil, nil, nil
}
