package devres

import "fmt"

// Look-ups walk from the newest entry to the oldest. An entry is hit if its
// dynamic type is T (or implements T, where T is an interface) and match
// returns true for it; a nil match takes any. Actions are reached through their
// handles only.

// Find returns the newest match, devres_find(). The entry stays on the list.
func Find[T Resource](r *Resources, match func(T) bool) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, res := findLocked(r, match)
	return res, e != nil
}

// Get returns the newest match or, if there is none, adds fresh and returns it,
// devres_get(). The two are one step: of several callers only one adds. It fails
// only if fresh has to be added and the function given to [WithAlloc] refuses.
// If an older resource is returned, fresh is still the caller's to dispose of.
func Get[T Resource](r *Resources, fresh T, match func(T) bool) (T, error) {
	name := fresh.Name()
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, res := findLocked(r, match); e != nil {
		return res, nil
	}
	if _, err := r.addLocked(name, fresh); err != nil {
		var none T
		return none, err
	}
	return fresh, nil
}

// Remove takes the newest match off the list and returns it, devres_remove().
// It is not released: it is the caller's now.
func Remove[T Resource](r *Resources, match func(T) bool) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, res := findLocked(r, match)
	if e == nil {
		return res, false
	}
	r.removeLocked(e)
	return res, true
}

// Destroy takes the newest match off the list and forgets it without releasing
// it, devres_destroy(). It returns [ErrNotFound] if there is no match.
func Destroy[T Resource](r *Resources, match func(T) bool) error {
	if res, ok := Remove(r, match); !ok {
		return fmt.Errorf("destroy %T: %w", res, ErrNotFound)
	}
	return nil
}

// Release takes the newest match off the list and releases it now,
// devres_release(). It returns [ErrNotFound] if there is no match.
func Release[T Resource](r *Resources, match func(T) bool) error {
	res, ok := Remove(r, match)
	if !ok {
		return fmt.Errorf("release %T: %w", res, ErrNotFound)
	}
	res.Release()
	return nil
}

// findLocked returns the newest match and its entry, find_dr(), or a nil entry.
func findLocked[T Resource](r *Resources, match func(T) bool) (*entry, T) {
	for e := r.head.prev; e != &r.head; e = e.prev {
		if res, ok := e.body.(T); ok && (match == nil || match(res)) {
			return e, res
		}
	}
	var none T
	return nil, none
}
