package devres

// batch is a stretch of entries taken off the list to be released. They are
// chained by prev, newest first.
type batch struct {
	newest *entry
	count  int
}

// detachLocked moves the entries from first up to but not including end into a
// batch and drops the groups that lie wholly inside, remove_nodes().
func (r *Resources) detachLocked(first, end *entry) batch {
	var b batch
	before := first.prev
	kept := before // the newest entry that stays on the list
	for e := first; e != end; {
		next := e.next
		if e.isMarker() {
			kept.next, e.prev = e, kept
			kept = e
		} else {
			b.push(e)
		}
		e = next
	}
	kept.next, end.prev = end, kept
	r.count -= b.count
	r.dropGroupsLocked(before.next, end)
	return b
}

// push adds e, which is newer than all entries of b.
func (b *batch) push(e *entry) {
	e.prev, e.next = b.newest, nil
	b.newest = e
	b.count++
}

// pop takes the newest entry off b and returns its name and what it held.
func (b *batch) pop() (string, any) {
	e := b.newest
	body := e.body
	b.newest = e.prev
	e.prev, e.body = nil, nil
	return e.name, body
}

// release releases the entries of b newest first and returns how many there
// were, release_nodes(). It must be called without r.mu.
func (r *Resources) release(b batch) int {
	defer func() {
		if b.newest != nil { // a release function panicked: go on with the rest
			r.release(b)
		}
	}()
	for b.newest != nil {
		name, body := b.pop()
		r.traceRelease(name)
		run(body)
	}
	return b.count
}

// run releases what an entry held.
func run(body any) {
	switch body := body.(type) {
	case undo:
		body()
	case Resource:
		body.Release()
	}
}
