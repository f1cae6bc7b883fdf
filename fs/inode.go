package fs

import (
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// inode is what the kernel knows by a node id.
type inode struct {
	id    uint64
	path  string
	entry entry

	// Guarded by inodes.mu.
	lookups uint64
	opens   int // open files, counted for nodes that programs map
	// only, when it is not 0, is the thread that alone may open it.
	only uint32
}

// inodes are all that the kernel knows.
//
// A node that programs map has one memory file for each open, and the kernel
// lets an inode have one at a time. So a look-up of such a node that is open
// answers with a fresh inode, and with the usual one otherwise, so that the path
// of an open file stays as it is as long as nobody else opens it.
type inodes struct {
	mu     sync.Mutex
	next   uint64
	byID   map[uint64]*inode
	byPath map[string]*inode // the usual inode of a path
	inos   map[string]uint64 // st_ino of a path: one for all its inodes
	// refused are the threads whose last open another one forestalled, and its path.
	refused map[uint32]string
}

// mostRefused bounds what is remembered of threads that were killed before they
// tried again. One that is forgotten may be refused once more.
const mostRefused = 1 << 10

func (t *inodes) init(root entry) {
	t.next = fuse.FUSE_ROOT_ID
	t.byID = make(map[uint64]*inode)
	t.byPath = make(map[string]*inode)
	t.inos = make(map[string]uint64)
	t.refused = make(map[uint32]string)
	t.byPath["/"] = t.addLocked("/", root)
	t.byPath["/"].lookups = 1 // the kernel never forgets the root
}

func (t *inodes) addLocked(path string, e entry) *inode {
	n := &inode{id: t.next, path: path, entry: e}
	t.next++
	t.byID[n.id] = n
	return n
}

// get finds an inode by its id.
func (t *inodes) get(id uint64) (*inode, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.byID[id]
	return n, ok
}

// lookup returns the inode for an entry at a path, and counts it as known. A thread
// that looks again since its open was refused gets one that it alone may open: the
// kernel tries an open twice and no more, and may tell others who look at the same
// time what it was told.
func (t *inodes) lookup(tid uint32, path string, e entry) *inode {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.byPath[path]
	switch {
	case t.refused[tid] == path:
		n = t.addLocked(path, e)
		n.only = tid
	case n == nil || !n.entry.same(e):
		// New, or another card's node under an old name.
		n = t.addLocked(path, e)
		t.byPath[path] = n
	case n.opens > 0:
		n = t.addLocked(path, e)
	}
	n.lookups++
	return n
}

// forget drops n look-ups, and the inode with the last.
func (t *inodes) forget(id, n uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	node, ok := t.byID[id]
	if !ok || id == fuse.FUSE_ROOT_ID {
		return
	}
	node.lookups -= min(n, node.lookups)
	if node.lookups > 0 {
		return
	}
	delete(t.byID, id)
	if t.byPath[node.path] == node {
		delete(t.byPath, node.path)
	}
}

// reserve takes an inode for an open that is to have one of its own. ESTALE when
// another open has it, which makes the kernel look the path up and try again; EBUSY
// when that was in vain, as it is for a link in /proc, which has no path.
func (t *inodes) reserve(tid uint32, n *inode) syscall.Errno {
	t.mu.Lock()
	defer t.mu.Unlock()
	again := t.refused[tid] == n.path
	delete(t.refused, tid)
	switch {
	case n.opens == 0 && (n.only == 0 || n.only == tid):
		n.opens++
		return 0
	case again:
		return syscall.EBUSY
	case len(t.refused) == mostRefused:
		clear(t.refused)
	}
	t.refused[tid] = n.path
	return syscall.ESTALE
}

// unreserve gives an inode back.
func (t *inodes) unreserve(n *inode) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n.opens--
}

// ino is st_ino of a path.
func (t *inodes) ino(path string) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	ino, ok := t.inos[path]
	if !ok {
		ino = uint64(len(t.inos)) + 1
		t.inos[path] = ino
	}
	return ino
}
