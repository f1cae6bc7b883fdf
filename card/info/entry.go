package info

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Entry is a name in the tree: a folder, a text or a link, struct
// snd_info_entry.
type Entry struct {
	name   string
	read   func(*strings.Builder) // of a text
	target string                 // of a link
	gone   atomic.Bool

	mu       sync.Mutex
	parent   *Entry            // nil for what is in no folder
	children map[string]*Entry // nil for what is no folder
}

// NewFolder returns a folder that is in no other yet.
func NewFolder(name string) *Entry {
	return &Entry{name: name, children: make(map[string]*Entry)}
}

// Folder adds a folder to a folder.
func (e *Entry) Folder(name string) *Entry {
	f := NewFolder(name)
	e.Add(f)
	return f
}

// Text adds a text that read writes (snd_card_ro_proc_new).
func (e *Entry) Text(name string, read func(*strings.Builder)) *Entry {
	t := &Entry{name: name, read: read}
	e.Add(t)
	return t
}

// Link adds a symbolic link.
func (e *Entry) Link(name, target string) *Entry {
	l := &Entry{name: name, target: target}
	e.Add(l)
	return l
}

// Add puts an entry into a folder. Where there is one of that name already, that
// stays, and the new one cannot be found.
func (e *Entry) Add(child *Entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, taken := e.children[child.name]; taken {
		return
	}
	e.children[child.name] = child
	child.mu.Lock()
	defer child.mu.Unlock()
	child.parent = e
}

// Remove takes an entry out of its folder, empties it if it is one, and ends all
// that was in it: who has it open reads EIO (snd_info_disconnect). Nil has nothing
// to remove.
func (e *Entry) Remove() {
	if e == nil {
		return
	}
	e.mu.Lock()
	parent := e.parent
	e.parent = nil
	e.mu.Unlock()
	if parent != nil {
		parent.forget(e)
	}
	e.end()
}

func (e *Entry) forget(child *Entry) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.children[child.name] == child {
		delete(e.children, child.name)
	}
}

func (e *Entry) end() {
	e.gone.Store(true)
	e.mu.Lock()
	children := slices.Collect(maps.Values(e.children))
	clear(e.children)
	e.mu.Unlock()
	for _, child := range children {
		child.end()
	}
}

// Name is the entry's name.
func (e *Entry) Name() string { return e.name }

// Gone reports whether the entry has been removed.
func (e *Entry) Gone() bool { return e.gone.Load() }

// IsFolder reports whether the entry is a folder.
func (e *Entry) IsFolder() bool { return e.children != nil }

// Target is where a link leads, "" for what is none.
func (e *Entry) Target() string { return e.target }

// Names are those in a folder, sorted.
func (e *Entry) Names() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(maps.Keys(e.children))
}

// Find finds a name in a folder.
func (e *Entry) Find(name string) (*Entry, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	child, ok := e.children[name]
	return child, ok
}

// Read makes the text.
func (e *Entry) Read() string {
	var b strings.Builder
	e.read(&b)
	return b.String()
}
