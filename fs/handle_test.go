package fs

import (
	"testing"
	"testing/synctest"

	"github.com/hanwen/go-fuse/v2/fuse"

	"github.com/vsndfs/vsndfs/card"
)

func TestHandlesAreKnownByNumber(t *testing.T) {
	var table handles
	table.init()
	first, second := &opened{}, &opened{}
	a, _ := table.add(first)
	b, _ := table.add(second)
	if a == b || a == 0 || b == 0 {
		t.Fatalf("got numbers %d and %d, want two that are not 0", a, b)
	}
	if got, ok := table.use(a); got != first || !ok {
		t.Errorf("got %p, %v, want %p", got, ok, first)
	}
	if got, ok := table.take(a); got != first || !ok {
		t.Errorf("took %p, %v, want %p", got, ok, first)
	}
	if got, ok := table.take(a); ok {
		t.Errorf("took %p twice", got)
	}
	if c, _ := table.add(first); c == a || c == b {
		t.Errorf("the number %d is used again", c)
	}
	if got := table.end(); len(got) != 2 {
		t.Errorf("got %d handles at the end, want 2", len(got))
	}
	if _, ok := table.add(first); ok {
		t.Error("a handle was added after the end")
	}
}

// slow is an entry whose open, and whose handle's ioctl, go on until the test lets
// them, whatever happens to the connection.
type slow struct {
	plain
	fake
	goOn          chan struct{}
	working, over bool
}

func (e *slow) open(*card.Call, card.OpenFlags) (handle, error) {
	<-e.goOn
	return e, nil
}

func (e *slow) ioctl(*card.Call, *card.Ioctl) error {
	e.working = true
	<-e.goOn
	e.working = false
	return nil
}

// close notes that it was, and fails the test's expectation if that is too early.
func (e *slow) close() { e.over = !e.working }

// A transfer that copies when the mount is cut off would go on in memory that is
// not mapped any more, and kill the server.
func TestAFileIsClosedAfterTheCallsInProgressWhenTheConnectionEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(t)
		e := &slow{goOn: make(chan struct{})}
		n := s.inodes.lookup(someThread, "/slow", e)
		fh, _ := s.handles.add(&opened{handle: e, inode: n})
		ioctl := func() fuse.Status {
			return s.Ioctl(nil, &fuse.IoctlIn{Fh: fh}, nil, &fuse.IoctlOut{}, nil)
		}
		go ioctl()
		synctest.Wait()
		go s.ConnectionEnded()
		synctest.Wait()
		close(e.goOn)
		synctest.Wait()
		expect(t, "it was closed after the call", e.over, true)
		expect(t, "a call that comes later", ioctl(), fuse.EBADF)
	})
}

// An open that is under way when the mount is cut off would keep its card for
// ever: nobody closes it.
func TestAnOpenThatComesToItsEndAfterTheConnectionIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(t)
		e := &slow{goOn: make(chan struct{})}
		n := s.inodes.lookup(someThread, "/slow", e)
		go s.Open(nil, &fuse.OpenIn{InHeader: fuse.InHeader{NodeId: n.id}}, &fuse.OpenOut{})
		synctest.Wait()
		s.ConnectionEnded()
		close(e.goOn)
		synctest.Wait()
		expect(t, "it was closed", e.over, true)
	})
}
