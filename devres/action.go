package devres

import "fmt"

// Action is the handle of a function that was added to be called at release.
type Action entry

// undo is an action's function as an entry holds it.
type undo func()

// Name returns the name the action was added under.
func (a *Action) Name() string { return a.name }

// AddAction appends fn, to be called when its turn to be released comes,
// devm_add_action(). It fails only if the function given to [WithAlloc] does;
// fn is then not called. It panics if fn is nil.
//
// Adding one function twice makes two actions with a handle each.
func (r *Resources) AddAction(name string, fn func()) (*Action, error) {
	if fn == nil {
		panic("devres: AddAction of a nil function")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e, err := r.addLocked(name, undo(fn))
	return (*Action)(e), err
}

// AddActionOrReset is [Resources.AddAction], except that on failure it calls fn
// at once, devm_add_action_or_reset(). Whatever it returns, the caller need not
// undo anything itself.
func (r *Resources) AddActionOrReset(name string, fn func()) (*Action, error) {
	a, err := r.AddAction(name, fn)
	if err != nil {
		fn()
	}
	return a, err
}

// RemoveAction takes a off the list without calling its function,
// devm_remove_action(). It returns [ErrNotFound] and does nothing if a is not on
// the list of r: removed or released before, or in a batch that is being
// released at this moment.
func (r *Resources) RemoveAction(a *Action) error {
	_, err := r.takeAction("remove", a)
	return err
}

// ReleaseAction takes a off the list and calls its function now,
// devm_release_action(). It returns [ErrNotFound] and does nothing where
// [Resources.RemoveAction] would.
func (r *Resources) ReleaseAction(a *Action) error {
	fn, err := r.takeAction("release", a)
	if err != nil {
		return err
	}
	run(fn)
	return nil
}

// takeAction takes a off the list and returns its function.
func (r *Resources) takeAction(verb string, a *Action) (any, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if a.owner != r || a.next == nil {
		return nil, fmt.Errorf("%s action %s: %w", verb, a.name, ErrNotFound)
	}
	return r.removeLocked((*entry)(a)), nil
}
