package devres

// group is a stretch of the list between two markers, struct devres_group. The
// closing marker is linked when the group is closed, and what is added later
// lies outside.
//
//	open A   tick   open B   buffer   close A   clock   close B
//	|------------- A ----------------------|
//	                |------------- B -----------------------|
//
// Releasing A here releases buffer and tick; B keeps its markers, around clock.
type group struct {
	open, close entry
	id          any
	sweep       uint64 // the dropGroupsLocked that last passed the opening marker
}

// The markers hold their group under these names, to tell one from the other.
type (
	opening group
	closing group
)

// newGroup returns a group that is on no list. Without an id it is its own.
func newGroup(id any) *group {
	g := &group{id: id}
	g.open.body, g.close.body = (*opening)(g), (*closing)(g)
	if id == nil {
		g.id = g
	}
	return g
}

// closed reports whether the closing marker is on the list.
func (g *group) closed() bool { return g.close.next != nil }

// findGroupLocked returns the newest group of that id, or for a nil id the
// newest open one, find_group(); nil if there is none.
func (r *Resources) findGroupLocked(id any) *group {
	for e := r.head.prev; e != &r.head; e = e.prev {
		m, ok := e.body.(*opening)
		if !ok {
			continue
		}
		g := (*group)(m)
		if id == nil && !g.closed() || id != nil && g.id == id {
			return g
		}
	}
	return nil
}

// dropGroupLocked takes the markers of g off the list.
func (r *Resources) dropGroupLocked(g *group) {
	r.unlinkLocked(&g.open)
	if g.closed() {
		r.unlinkLocked(&g.close)
	}
}

// dropGroupsLocked drops the groups that lie wholly between the markers first
// and end, end excluded: both markers, or the opening one of a group that is
// still open. A group that only overlaps keeps its markers where they are.
func (r *Resources) dropGroupsLocked(first, end *entry) {
	r.sweep++
	for e := first; e != end; {
		next := e.next
		switch m := e.body.(type) {
		case *opening:
			m.sweep = r.sweep
			if g := (*group)(m); !g.closed() {
				r.dropGroupLocked(g)
			}
		case *closing:
			if m.sweep == r.sweep {
				r.dropGroupLocked((*group)(m))
			}
		}
		e = next
	}
}
