package devres

import "fmt"

// Op is an operation on the list, as the kernel's devres_log tracepoint tells
// them apart.
type Op int

// The operations. Look-ups, groups and refused adds leave no trace.
const (
	OpAdd     Op = iota // an entry was appended
	OpRemove            // an entry was taken off on its own, to be released or not
	OpRelease           // an entry of a batch is about to be released
	OpReplace           // memory was resized, and another block has its place
)

// String returns the word that logs show.
func (o Op) String() string {
	switch o {
	case OpAdd:
		return "add"
	case OpRemove:
		return "remove"
	case OpRelease:
		return "release"
	case OpReplace:
		return "replace"
	}
	return fmt.Sprintf("Op(%d)", int(o))
}

// Event is one operation on one entry.
type Event struct {
	Op   Op
	Name string // of the entry
}

// String returns the operation and the name, as in "add clock".
func (e Event) String() string { return e.Op.String() + " " + e.Name }

// traceLocked reports an operation that was done under the lock.
func (r *Resources) traceLocked(op Op, name string) {
	if r.trace != nil {
		r.trace(Event{op, name})
	}
}

// traceRelease reports that an entry is about to be released. It takes the lock
// so that calls of the trace function do not overlap.
func (r *Resources) traceRelease(name string) {
	if r.trace == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.traceLocked(OpRelease, name)
}
