package fs

import (
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"pgregory.net/rapid"
)

// someThread is a program's.
const someThread = 77

func newInodes() *inodes {
	t := new(inodes)
	t.init(fake(0))
	return t
}

func (t *inodes) has(id uint64) bool {
	_, ok := t.get(id)
	return ok
}

func TestAPathKeepsItsInodeAsLongAsItIsKnown(t *testing.T) {
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	expect(t, "second look-up", table.lookup(someThread, "/a", fake(1)), n)
	other := table.lookup(someThread, "/b", fake(1))
	expect(t, "the same entry at another path is the same inode", other.id == n.id, false)

	table.forget(n.id, 1)
	expect(t, "known after one of two is forgotten", table.has(n.id), true)
	table.forget(n.id, 1)
	expect(t, "known after both are forgotten", table.has(n.id), false)
	if again := table.lookup(someThread, "/a", fake(1)); again.id == n.id {
		t.Errorf("the number %d is used again", n.id)
	}
	expect(t, "the other path is known", table.has(other.id), true)
}

func TestForgettingMoreThanIsKnown(t *testing.T) {
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	table.forget(n.id, 1<<63)
	expect(t, "known", table.has(n.id), false)
	table.forget(n.id, 1)
	table.forget(9999, 1)
	table.forget(fuse.FUSE_ROOT_ID, 1<<63)
	expect(t, "the root is known", table.has(fuse.FUSE_ROOT_ID), true)
}

// The name is another card's by now: programs that have the old one open keep it.
func TestAnotherEntryAtAPathIsAnotherInode(t *testing.T) {
	table := newInodes()
	old := table.lookup(someThread, "/a", fake(1))
	fresh := table.lookup(someThread, "/a", fake(2))
	expect(t, "the old inode is the new one", old.id == fresh.id, false)
	expect(t, "the old inode is known", table.has(old.id), true)
	table.forget(old.id, 1)
	expect(t, "third look-up", table.lookup(someThread, "/a", fake(2)), fresh)
}

// A node that programs map has one memory file for each inode.
func TestEachOpenOfAMappedNodeHasAnInodeOfItsOwn(t *testing.T) {
	table := newInodes()
	usual := table.lookup(someThread, "/a", fake(1))
	expect(t, "first open", table.reserve(someThread, usual), 0)
	expect(t, "second open of one inode", table.reserve(someThread, usual), syscall.ESTALE)

	second, third := table.lookup(someThread, "/a", fake(1)), table.lookup(someThread, "/a", fake(1))
	expect(t, "two look-ups meanwhile give one inode", second.id == third.id, false)
	expect(t, "second open", table.reserve(someThread, second), 0)
	table.forget(third.id, 1)

	table.unreserve(usual)
	expect(t, "look-up after the first is closed", table.lookup(someThread, "/a", fake(1)), usual)
	table.unreserve(second)
	expect(t, "open after close", table.reserve(someThread, usual), 0)
}

// The kernel tries an open twice. Whoever comes between the second look-up and the
// second open must not find the same inode.
func TestAnOpenThatWasForestalledIsNotForestalledAgain(t *testing.T) {
	const other = someThread + 1
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	expect(t, "the other's open", table.reserve(other, table.lookup(other, "/a", fake(1))), 0)
	expect(t, "open", table.reserve(someThread, n), syscall.ESTALE)
	table.unreserve(n)

	// The kernel looks to see that what it knows is not right, and then for what is.
	table.forget(table.lookup(someThread, "/a", fake(1)).id, 1)
	n = table.lookup(someThread, "/a", fake(1))
	expect(t, "an open by who was told the same", table.reserve(other+1, n), syscall.ESTALE)
	expect(t, "the other's second open", table.reserve(other, table.lookup(other, "/a", fake(1))), 0)
	expect(t, "second open", table.reserve(someThread, n), 0)
}

// The card may have been plugged in anew meanwhile: then the inode would be the path's
// usual one, which everybody finds.
func TestAnOpenThatWasForestalledIsNotWhenTheCardIsAnother(t *testing.T) {
	const other = someThread + 1
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	expect(t, "the other's open", table.reserve(other, table.lookup(other, "/a", fake(1))), 0)
	expect(t, "open", table.reserve(someThread, n), syscall.ESTALE)

	n = table.lookup(someThread, "/a", fake(2))
	expect(t, "the other's second open", table.reserve(other, table.lookup(other, "/a", fake(2))), 0)
	expect(t, "second open", table.reserve(someThread, n), 0)
}

// Of a link in /proc the kernel tries the same inode again.
func TestAnOpenThatCannotLookAgainIsBusy(t *testing.T) {
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	expect(t, "open", table.reserve(someThread, n), 0)
	expect(t, "open of its link", table.reserve(someThread, n), syscall.ESTALE)
	expect(t, "open of its link again", table.reserve(someThread, n), syscall.EBUSY)
}

// Threads that are killed before they try again are forgotten.
func TestRefusedThreadsAreNotRememberedForEver(t *testing.T) {
	table := newInodes()
	n := table.lookup(someThread, "/a", fake(1))
	expect(t, "open", table.reserve(someThread, n), 0)
	for tid := range uint32(10 * mostRefused) {
		table.reserve(tid, n)
	}
	if got := len(table.refused); got > mostRefused {
		t.Errorf("%d threads are remembered", got)
	}
}

func TestAllInodesOfAPathHaveOneNumberInStat(t *testing.T) {
	table := newInodes()
	a, b := table.ino("/a"), table.ino("/b")
	if a == b || a == 0 || b == 0 {
		t.Errorf("got numbers %d and %d, want two that are not 0", a, b)
	}
	n := table.lookup(someThread, "/a", fake(1))
	table.forget(n.id, 1)
	table.lookup(someThread, "/a", fake(2))
	expect(t, "number of the path later", table.ino("/a"), a)
}

// TestInodesUnderAnyTraffic plays what a kernel may send: look-ups, opens of what
// was looked up, closes, and forgets of what is not open.
func TestInodesUnderAnyTraffic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := &kernel{table: newInodes(), known: map[*inode]uint64{}, open: map[*inode]bool{}, used: map[uint64]*inode{}}
		t.Repeat(map[string]func(*rapid.T){"": k.check, "look up": k.lookUp, "open": k.openOne, "close": k.closeOne, "forget": k.forget})
	})
}

// kernel is what the kernel knows of the inodes.
type kernel struct {
	table *inodes
	known map[*inode]uint64 // look-ups not forgotten
	open  map[*inode]bool
	used  map[uint64]*inode // every inode there ever was, by its number
}

func drawThread(t *rapid.T) uint32 { return rapid.Uint32Range(1, 2).Draw(t, "thread") }

func (k *kernel) lookUp(t *rapid.T) {
	path, e := rapid.SampledFrom([]string{"/a", "/b"}).Draw(t, "path"), fake(rapid.IntRange(1, 2).Draw(t, "entry"))
	n := k.table.lookup(drawThread(t), path, e)
	switch other, used := k.used[n.id]; {
	case n.path != path || n.entry != entry(e):
		t.Fatalf("got %s at %s, want %s at %s", n.entry, n.path, e, path)
	case k.open[n]:
		t.Fatalf("got inode %d, which is open", n.id)
	case used && other != n:
		t.Fatalf("the number %d was another inode's", n.id)
	}
	k.used[n.id] = n
	k.known[n]++
}

// oneKnown draws one of the inodes that are known, nil if there is none. It does
// not skip: rapid gives up where every draw is a skip.
func (k *kernel) oneKnown(t *rapid.T) *inode {
	var all []*inode
	for id := range k.table.next {
		if n, ok := k.used[id]; ok && k.known[n] > 0 {
			all = append(all, n)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return rapid.SampledFrom(all).Draw(t, "inode")
}

func (k *kernel) openOne(t *rapid.T) {
	n := k.oneKnown(t)
	if n == nil {
		return
	}
	thread := drawThread(t)
	got := k.table.reserve(thread, n)
	if may := !k.open[n] && (n.only == 0 || n.only == thread); (got == 0) != may {
		t.Fatalf("open of inode %d by thread %d: got %v, and it is open: %v", n.id, thread, got, k.open[n])
	}
	k.open[n] = k.open[n] || got == 0
}

func (k *kernel) closeOne(t *rapid.T) {
	if n := k.oneKnown(t); n != nil && k.open[n] {
		k.table.unreserve(n)
		k.open[n] = false
	}
}

func (k *kernel) forget(t *rapid.T) {
	n := k.oneKnown(t)
	if n == nil {
		return
	}
	some := rapid.Uint64Range(1, k.known[n]).Draw(t, "look-ups")
	if k.open[n] && some == k.known[n] {
		return
	}
	k.table.forget(n.id, some)
	k.known[n] -= some
}

// check is called after each step.
func (k *kernel) check(t *rapid.T) {
	for id, n := range k.used {
		got, ok := k.table.get(id)
		if ok != (k.known[n] > 0) || ok && got != n {
			t.Fatalf("inode %d: got %v, %v; %d look-ups are not forgotten", id, got, ok, k.known[n])
		}
	}
}
