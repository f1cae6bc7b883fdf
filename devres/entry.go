package devres

import "fmt"

// entry is one node of the list, struct devres. The links are part of it, so a
// handle is all it takes to find its place.
//
// owner and name never change. The rest is guarded by owner.mu while the entry
// is on the list. Once it is taken off, prev and body belong to whoever took it;
// next stays guarded, and is nil from then on.
type entry struct {
	prev, next *entry
	owner      *Resources // nil for the markers of a group
	name       string
	body       any // Resource, undo, memory, *opening or *closing
}

// isMarker reports whether e opens or closes a group.
func (e *entry) isMarker() bool {
	switch e.body.(type) {
	case *opening, *closing:
		return true
	}
	return false
}

// blockLen is how many entries are allocated at once. Ten of 56 bytes fill an
// allocation of 576 and are enough for most probes. A kept [Action] keeps its
// block, but not what the released entries of the block referred to.
const blockLen = 10

// newEntryLocked cuts an entry from the spare block.
func (r *Resources) newEntryLocked() *entry {
	if len(r.spare) == 0 {
		r.spare = make([]entry, blockLen)
	}
	e := &r.spare[0]
	r.spare = r.spare[1:]
	return e
}

// admitLocked asks the allocator for room for name.
func (r *Resources) admitLocked(name string) error {
	if r.alloc == nil {
		return nil
	}
	if err := r.alloc(name); err != nil {
		return fmt.Errorf("add %s: %w", name, err)
	}
	return nil
}

// addLocked appends a new entry, add_dr().
func (r *Resources) addLocked(name string, body any) (*entry, error) {
	if err := r.admitLocked(name); err != nil {
		return nil, err
	}
	e := r.newEntryLocked()
	e.owner, e.name, e.body = r, name, body
	r.linkLocked(e)
	r.count++
	r.traceLocked(OpAdd, name)
	return e, nil
}

// removeLocked takes e off the list on its own and returns what it held.
func (r *Resources) removeLocked(e *entry) any {
	body := e.body
	e.body = nil
	r.unlinkLocked(e)
	r.count--
	r.traceLocked(OpRemove, e.name)
	return body
}

// linkLocked appends e as the newest entry.
func (r *Resources) linkLocked(e *entry) {
	newest := r.head.prev
	e.prev, e.next = newest, &r.head
	newest.next, r.head.prev = e, e
}

// unlinkLocked takes e off the list.
func (r *Resources) unlinkLocked(e *entry) {
	e.prev.next, e.next.prev = e.next, e.prev
	e.prev, e.next = nil, nil
}
