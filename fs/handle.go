package fs

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card"
)

// A handle is an open file of the tree, or an open directory.
type handle interface {
	read(c *card.Call, p []byte, off int64) (int, error)
	write(c *card.Call, p []byte) (int, error)
	ioctl(c *card.Call, i *card.Ioctl) error
	poll(p *pollRequest) card.Events
	flush(c *card.Call) error
	close()
}

// opened is a handle with the number that the kernel knows it by.
type opened struct {
	handle
	inode    *inode
	reserved bool  // it holds its inode, for the memory file
	backing  int32 // id of the memory file with the kernel, 0 for none
	names    []dirent

	// The kernel releases no file that is in use, but the connection may end
	// at any time.
	calls  sync.WaitGroup // those in progress
	mu     sync.Mutex     // so that none is added once it is closed
	closed bool
}

// begin counts a call in, until done. It fails when the handle is closed.
func (o *opened) begin() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return false
	}
	o.calls.Add(1)
	return true
}

func (o *opened) done() { o.calls.Done() }

// shut lets no call begin any more and waits for those in progress. It reports
// whether this was the first time.
func (o *opened) shut() (first bool) {
	o.mu.Lock()
	first = !o.closed
	o.closed = true
	o.mu.Unlock()
	o.calls.Wait()
	return first
}

// handles are all that are open.
type handles struct {
	mu    sync.Mutex
	next  uint64
	byFh  map[uint64]*opened
	ended bool // with the connection: nothing is opened any more
}

func (t *handles) init() { t.byFh = make(map[uint64]*opened) }

// add gives a handle its number. It fails when the connection has ended.
func (t *handles) add(o *opened) (fh uint64, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return 0, false
	}
	t.next++
	t.byFh[t.next] = o
	return t.next, true
}

// use finds a handle and begins a call on it; the caller says when it is done.
func (t *handles) use(fh uint64) (*opened, bool) {
	t.mu.Lock()
	o, ok := t.byFh[fh]
	t.mu.Unlock()
	return o, ok && o.begin()
}

func (t *handles) take(fh uint64) (*opened, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, ok := t.byFh[fh]
	delete(t.byFh, fh)
	return o, ok
}

// end lets nothing be opened any more, and returns what is open.
func (t *handles) end() []*opened {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	return slices.Collect(maps.Values(t.byFh))
}

// pollRequest is one poll of a handle.
type pollRequest struct {
	kh     uint64 // the kernel's name for the file
	notify bool   // it wants to hear when the answer changes
}

// poller wakes those who poll a file.
type poller struct {
	kh    atomic.Uint64
	armed atomic.Bool
}

// arm comes before the file is asked: a change in between is not missed.
func (p *poller) arm(r *pollRequest) {
	p.kh.Store(r.kh)
	if r.notify {
		p.armed.Store(true)
	}
}

// notify returns what wakes the pollers of s's mount.
func (p *poller) notify(s *Server) func() {
	return func() {
		if p.armed.Swap(false) {
			_ = s.conn.NotifyPoll(p.kh.Load()) // the connection has ended: nobody polls
		}
	}
}
