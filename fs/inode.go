package fs

import (
	"sync"

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
}

func (t *inodes) init(root entry) {
	t.next = fuse.FUSE_ROOT_ID
	t.byID = make(map[uint64]*inode)
	t.byPath = make(map[string]*inode)
	t.inos = make(map[string]uint64)
	t.addLocked("/", root).lookups = 1 // the kernel never forgets the root
}

func (t *inodes) addLocked(path string, e entry) *inode {
	n := &inode{id: t.next, path: path, entry: e}
	t.next++
	t.byID[n.id] = n
	if t.byPath[path] == nil {
		t.byPath[path] = n
	}
	return n
}

// get finds an inode by its id.
func (t *inodes) get(id uint64) (*inode, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n, ok := t.byID[id]
	return n, ok
}

// lookup returns the inode for an entry at a path, and counts it as known.
func (t *inodes) lookup(path string, e entry) *inode {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.byPath[path]
	switch {
	case n == nil || !n.entry.same(e):
		// New, or another card's node under an old name.
		delete(t.byPath, path)
		n = t.addLocked(path, e)
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

// reserve takes an inode for an open that is to have one of its own. It fails
// when another open has it.
func (t *inodes) reserve(n *inode) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if n.opens > 0 {
		return false
	}
	n.opens++
	return true
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
