package card

import (
	"slices"
	"sync/atomic"
	"syscall"
)

// Ops are the operations of an open file, as struct file_operations. Calls come
// from many goroutines at once. Errors are errnos, possibly wrapped.
type Ops interface {
	// Read and Write may wait until c is interrupted. A file that can only be
	// read, or only written, answers EINVAL to the other.
	Read(c *Call, p []byte) (int, error)
	Write(c *Call, p []byte) (int, error)
	// Ioctl carries out one command. ENOTTY if the file has no such command.
	Ioctl(c *Call, i *Ioctl) error
	// Poll says what the file is ready for. It never waits: the file calls
	// Notify when that may have changed.
	Poll() Events
	// Flush runs whenever a descriptor of the file is closed, before close(2)
	// returns.
	Flush(c *Call) error
	// Release runs once, when the last descriptor is closed, also when the
	// card is gone.
	Release()
}

// A Mapper is an Ops whose file programs map.
type Mapper interface {
	// Backing is a descriptor of the memory that programs map.
	Backing() int
	// Closing runs when the last descriptor is closed and before Release. From
	// here on the server has no view of the memory of its own.
	Closing()
	// StillMapped reports whether a program has the memory mapped. It is
	// asked after Closing: a file is released when its last mapping is gone.
	StillMapped() bool
}

// File is an open file of a node.
type File struct {
	Node *Node

	owner   atomic.Pointer[Owner]
	card    *Card // nil for a file that belongs to no card
	ops     Ops
	dead    atomic.Pointer[deadOps]
	notify  atomic.Pointer[func()]
	blocked atomic.Pointer[string]
}

// Owner is who opened a file.
type Owner struct {
	Pid     int
	Command string
}

// NewFile returns an open file of a node that belongs to no card.
func NewFile(n *Node, ops Ops) *File { return &File{Node: n, ops: ops} }

// AddFile accounts a new file of the card before its device is opened, as
// snd_card_file_add. ENODEV once the card is disconnected. The caller sets the
// operations with SetOps, or takes the file back with RemoveFile.
func (c *Card) AddFile(n *Node) (*File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shutdown {
		return nil, syscall.ENODEV
	}
	f := &File{Node: n, card: c}
	c.files.Add(f)
	c.refs++
	return f, nil
}

// SetOps gives a file its operations, once its device is open.
func (f *File) SetOps(ops Ops) { f.ops = ops }

// RemoveFile ends the accounting of a file.
func (c *Card) RemoveFile(f *File) {
	c.mu.Lock()
	c.files.Remove(f)
	c.mu.Unlock()
	c.Put()
}

// Hold makes a file of no card keep this one, as a timer's does that has
// selected a timer of the card. The file is not switched when the card is
// disconnected, but the card is not freed before Unhold.
func (c *Card) Hold(f *File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.guests = append(c.guests, f)
	c.refs++
}

// Unhold is the opposite of Hold. Like Put it may free the card.
func (c *Card) Unhold(f *File) {
	c.mu.Lock()
	if i := slices.Index(c.guests, f); i >= 0 {
		c.guests = slices.Delete(c.guests, i, i+1)
	}
	c.mu.Unlock()
	c.Put()
}

// OpenFiles returns how many open files keep the card.
func (c *Card) OpenFiles() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.openFilesLocked()
}

func (c *Card) openFilesLocked() int { return c.files.Len() + len(c.guests) }

// Files returns the open files that keep the card: its own, oldest first, and
// those that hold it.
func (c *Card) Files() []*File {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append(slices.AppendSeq(make([]*File, 0, c.openFilesLocked()), c.files.All()), c.guests...)
}

// die switches the file to operations that answer ENODEV.
func (f *File) die() { f.dead.Store(&deadOps{}) }

// current are the operations as they are now.
func (f *File) current() Ops {
	if d := f.dead.Load(); d != nil {
		return d
	}
	return f.ops
}

// Dead reports whether the file's card has been disconnected.
func (f *File) Dead() bool { return f.dead.Load() != nil }

// Read reads from the file. A file that never could be read answers EINVAL,
// dead or not.
func (f *File) Read(c *Call, p []byte) (int, error) {
	if f.Dead() && !canRead(f.ops) {
		return 0, syscall.EINVAL
	}
	return f.current().Read(c, p)
}

// Write writes to the file, as Read reads.
func (f *File) Write(c *Call, p []byte) (int, error) {
	if f.Dead() && !canWrite(f.ops) {
		return 0, syscall.EINVAL
	}
	return f.current().Write(c, p)
}

// Ioctl carries out one command.
func (f *File) Ioctl(c *Call, i *Ioctl) error { return f.current().Ioctl(c, i) }

// Poll says what the file is ready for.
func (f *File) Poll() Events { return f.current().Poll() }

// Flush runs when a descriptor is closed.
func (f *File) Flush(c *Call) error { return f.current().Flush(c) }

// Mapper returns the file's memory, if programs can map it.
func (f *File) Mapper() (Mapper, bool) {
	m, ok := f.ops.(Mapper)
	return m, ok
}

// Release closes the file for good. It runs the device's own release whatever
// has become of the card.
func (f *File) Release() {
	f.ops.Release()
	if f.card != nil {
		o, _ := f.Owner()
		f.card.counting.RLock()
		defer f.card.counting.RUnlock()
		f.card.Logf("close %s pid=%d", f.Node.Name, o.Pid)
		f.card.RemoveFile(f)
	}
}

// Opened says who has opened the file, and logs that it is open.
func (f *File) Opened(o Owner) {
	f.owner.Store(&o)
	if f.card != nil {
		f.card.Logf("open %s pid=%d comm=%s", f.Node.Name, o.Pid, o.Command)
	}
}

// Owner is who opened the file; ok is false while it is being opened.
func (f *File) Owner() (o Owner, ok bool) {
	if p := f.owner.Load(); p != nil {
		return *p, true
	}
	return Owner{}, false
}

// OnNotify makes fn run whenever the file's answer to Poll may have changed.
func (f *File) OnNotify(fn func()) { f.notify.Store(&fn) }

// Notify tells those who poll the file to look again.
func (f *File) Notify() {
	if fn := f.notify.Load(); fn != nil {
		(*fn)()
	}
}

// Block says what a caller of the file waits in, until the returned function is
// called; Blocked tells it to those who ask who holds the card.
func (f *File) Block(what string) (done func()) {
	f.blocked.Store(&what)
	return func() { f.blocked.CompareAndSwap(&what, nil) }
}

// Blocked is what the last caller to wait is waiting in, "" if nobody waits.
func (f *File) Blocked() string {
	if what := f.blocked.Load(); what != nil {
		return *what
	}
	return ""
}
