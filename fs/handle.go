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
	once     sync.Once
}

// handles are all that are open.
type handles struct {
	mu   sync.Mutex
	next uint64
	byFh map[uint64]*opened
}

func (t *handles) init() { t.byFh = make(map[uint64]*opened) }

func (t *handles) add(o *opened) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next++
	t.byFh[t.next] = o
	return t.next
}

func (t *handles) get(fh uint64) (*opened, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, ok := t.byFh[fh]
	return o, ok
}

func (t *handles) take(fh uint64) (*opened, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	o, ok := t.byFh[fh]
	delete(t.byFh, fh)
	return o, ok
}

func (t *handles) all() []*opened {
	t.mu.Lock()
	defer t.mu.Unlock()
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
