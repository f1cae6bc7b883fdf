package devres

import (
	"fmt"
	"reflect"
)

// markerName is what the allocator is asked about when a group is opened, the
// kernel's own name for the opening marker.
const markerName = "grp<"

// OpenGroup starts a group at the end of the list, devres_open_group(), and
// returns its id. A nil id lets it choose one that no other group has. An id
// may be any comparable value; it need not be unique, the newest group of that
// id is the one found. OpenGroup panics if id is not comparable, as a map does
// with such a key. It fails only if the function given to [WithAlloc] does,
// which is asked for "grp<".
func (r *Resources) OpenGroup(id any) (any, error) {
	if id != nil && !reflect.ValueOf(id).Comparable() {
		panic(fmt.Sprintf("devres: group id of uncomparable type %T", id))
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.admitLocked(markerName); err != nil {
		return nil, err
	}
	g := newGroup(id)
	r.linkLocked(&g.open)
	return g.id, nil
}

// CloseGroup ends a group here, devres_close_group(): the newest of that id,
// or for a nil id the newest that is still open. It returns [ErrNotFound] if
// there is no such group, and [ErrGroupClosed] if the newest of that id is
// closed already.
func (r *Resources) CloseGroup(id any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.findGroupLocked(id)
	if g == nil {
		return fmt.Errorf("close group %v: %w", id, ErrNotFound)
	}
	if g.closed() {
		return fmt.Errorf("close group %v: %w", id, ErrGroupClosed)
	}
	r.linkLocked(&g.close)
	return nil
}

// RemoveGroup forgets a group and leaves its entries where they are,
// devres_remove_group(). The group is chosen as by [Resources.CloseGroup], open
// or closed; if there is none it returns [ErrNotFound].
func (r *Resources) RemoveGroup(id any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.findGroupLocked(id)
	if g == nil {
		return fmt.Errorf("remove group %v: %w", id, ErrNotFound)
	}
	r.dropGroupLocked(g)
	return nil
}

// ReleaseGroup takes the entries of a group off the list, up to the newest entry
// if the group is still open, then releases them newest first,
// devres_release_group(). It returns how many there were. Groups that lie wholly
// inside go with it; a group that only overlaps stays, without the entries
// released. The group is chosen as by [Resources.CloseGroup], open or closed.
//
// If there is none it returns [ErrNotFound], but not if the list is empty: then
// ReleaseAll is presumably running and has taken the group with the rest.
func (r *Resources) ReleaseGroup(id any) (int, error) {
	b, err := r.detachGroup(id)
	if err != nil {
		return 0, err
	}
	return r.release(b), nil
}

// detachGroup moves the entries of a group into a batch.
func (r *Resources) detachGroup(id any) (batch, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	g := r.findGroupLocked(id)
	switch {
	case g != nil && g.closed():
		return r.detachLocked(&g.open, g.close.next), nil
	case g != nil:
		return r.detachLocked(&g.open, &r.head), nil
	case r.head.next == &r.head:
		return batch{}, nil
	}
	return batch{}, fmt.Errorf("release group %v: %w", id, ErrNotFound)
}
