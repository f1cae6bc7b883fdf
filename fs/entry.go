package fs

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
)

// An entry is what a name in the tree stands for.
type entry interface {
	// attr is the entry's type, permissions and owner.
	attr() attr
	// same reports whether another entry of the same path is this one.
	same(entry) bool
}

// attr is what stat(2) shows of an entry.
type attr struct {
	mode     uint32 // with the S_IFMT bits
	uid, gid uint32
	size     uint64
	unlinked bool // it has no name any more
}

// directory is an entry with names in it.
type directory interface {
	entry
	names() []string
	find(name string) (entry, bool)
}

// An opener is an entry that can be opened and is no directory.
type opener interface {
	entry
	open(c *card.Call, flags card.OpenFlags) (handle, error)
}

// staticDir is a directory whose names never change.
type staticDir struct {
	owner   attr
	order   []string
	entries map[string]entry
}

func newStaticDir(owner attr) *staticDir {
	owner.mode = syscall.S_IFDIR | 0o755
	return &staticDir{owner: owner, entries: make(map[string]entry)}
}

func (d *staticDir) add(name string, e entry) {
	d.order = append(d.order, name)
	d.entries[name] = e
}

func (d *staticDir) attr() attr        { return d.owner }
func (d *staticDir) same(e entry) bool { _, ok := e.(directory); return ok }
func (d *staticDir) names() []string   { return d.order }

func (d *staticDir) find(name string) (entry, bool) {
	e, ok := d.entries[name]
	return e, ok
}

// modeChange is what chmod and chown have changed of a device node.
type modeChange struct {
	perm     *uint32
	uid, gid *uint32
}

func (m modeChange) apply(a *attr) {
	if m.perm != nil {
		a.mode = a.mode&syscall.S_IFMT | *m.perm
	}
	if m.uid != nil {
		a.uid = *m.uid
	}
	if m.gid != nil {
		a.gid = *m.gid
	}
}
