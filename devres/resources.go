package devres

import "sync"

// A Resource is something that is acquired once and released once.
type Resource interface {
	// Name is what traces and listings show. It is asked for once, when the
	// resource is added.
	Name() string

	// Release gives the resource back. It is called at most once per adding,
	// with no lock held.
	Release()
}

// Resources is the list of managed resources of one device, devres_head of
// struct device. Make one with [New].
type Resources struct {
	trace func(Event)
	alloc func(name string) error

	mu    sync.Mutex
	head  entry   // head.next is the oldest entry, head.prev the newest
	count int     // entries on the list, group markers not counted
	spare []entry // rest of the block that new entries are cut from
	sweep uint64  // number of the latest dropGroupsLocked; see group.sweep
}

// New returns an empty list.
func New(opts ...Option) *Resources {
	r := &Resources{}
	r.head.prev, r.head.next = &r.head, &r.head
	for _, opt := range opts {
		opt(r)
	}
	return r
}

// Add appends res as the newest entry, devres_add(). It fails only if the
// function given to [WithAlloc] does; res is then not released and still the
// caller's. Adding one value twice makes two entries, and it will be released
// for each.
func (r *Resources) Add(res Resource) error {
	name := res.Name()
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := r.addLocked(name, res)
	return err
}

// ReleaseAll takes all entries and groups off the list, then releases the
// entries newest first, devres_release_all(). It returns how many there were.
//
// What a release function adds is not released in this pass; see the package
// comment. If a release function panics, the older entries of the batch are
// released all the same before the panic goes on, as with deferred calls.
func (r *Resources) ReleaseAll() int {
	r.mu.Lock()
	b := r.detachLocked(r.head.next, &r.head)
	r.mu.Unlock()
	return r.release(b)
}

// Len returns the number of entries on the list.
func (r *Resources) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count
}

// Names lists the entries, the one to be released first in front.
func (r *Resources) Names() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	names := make([]string, 0, r.count)
	for e := r.head.prev; e != &r.head; e = e.prev {
		if !e.isMarker() {
			names = append(names, e.name)
		}
	}
	return names
}
