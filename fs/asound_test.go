package fs

import (
	"strings"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"

	"github.com/vsndfs/vsndfs/card"
)

func TestTheFolderAsound(t *testing.T) {
	s, _ := newServer(t)
	names := s.walk(t, "vsndfs", "asound").(directory).names()
	expectNames(t, names, "Headset", "card0", "cards", "devices", "modules", "version")
	for name, mode := range map[string]uint32{
		"Headset": syscall.S_IFLNK | 0o777, "card0": syscall.S_IFDIR | 0o555, "cards": syscall.S_IFREG | 0o444,
	} {
		expect(t, "mode of "+name, s.walk(t, "vsndfs", "asound", name).attr().mode, mode)
	}
	expect(t, "id", content(t, s.open(t, "vsndfs", "asound", "card0", "id"), 3), "Headset\n")
	again := s.walk(t, "vsndfs", "asound", "cards")
	expect(t, "the same again", s.walk(t, "vsndfs", "asound", "cards").same(again), true)
	expect(t, "the same as another", s.walk(t, "vsndfs", "asound", "devices").same(again), false)
	expect(t, "the same as a file of devices", s.walk(t, "vsndfs", "log").same(again), false)
}

func TestReadingALink(t *testing.T) {
	s, _ := newServer(t)
	readlink := func(names ...string) (string, fuse.Status) {
		n := s.inodes.lookup(someThread, strings.Join(names, "/"), s.walk(t, names...))
		target, st := s.Readlink(nil, &fuse.InHeader{NodeId: n.id})
		return string(target), st
	}
	target, st := readlink("vsndfs", "asound", "Headset")
	expect(t, "target", target, "card0")
	expect(t, "status", st, fuse.OK)
	_, st = readlink("vsndfs", "asound", "cards")
	expect(t, "status of what is no link", st, fuse.EINVAL)
	_, st = s.Readlink(nil, &fuse.InHeader{NodeId: 1 << 40})
	expect(t, "status of what there is not", st, fuse.Status(syscall.ESTALE))
}

func TestNothingCanBeMadeInTheFolder(t *testing.T) {
	s, _ := newServer(t)
	for path, want := range map[string]fuse.Status{"vsndfs asound": fuse.ENOENT, "vsndfs devices": fuse.EPERM} {
		n := s.inodes.lookup(someThread, path, s.walk(t, strings.Fields(path)...))
		in := &fuse.CreateIn{InHeader: fuse.InHeader{NodeId: n.id}}
		expect(t, "creating a file in "+path, s.Create(nil, in, "new", nil), want)
	}
}

// As seq_file does: the text of now at its start, and wherever a read does not go
// on where the last ended.
func TestATextIsMadeAnewAtItsStart(t *testing.T) {
	s, slot := newServer(t)
	cards := s.open(t, "vsndfs", "asound", "cards")
	before := content(t, cards, 7)
	if !strings.HasPrefix(before, " 0 [Headset        ]") {
		t.Errorf("cards: %q", before)
	}
	if err := slot.Unplug(); err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 100)
	n, err := cards.read(nil, p, int64(len(before)))
	expect(t, "bytes after the end of what was read", n, 0)
	expectErr(t, "read at the end", err, nil)
	expect(t, "the text of now", content(t, cards, 5), "--- no soundcards ---\n")
	n, _ = cards.read(nil, p, 7)
	expect(t, "the text from the middle", string(p[:n]), "soundcards ---\n")
	n, _ = cards.read(nil, p, 1<<62)
	expect(t, "bytes far behind the end", n, 0)
	_, err = cards.write(nil, []byte("1"))
	expectErr(t, "write", err, syscall.EIO)
}

func TestATextOfACardThatHasGone(t *testing.T) {
	s, slot := newServer(t)
	id := s.open(t, "vsndfs", "asound", "card0", "id")
	entry := s.walk(t, "vsndfs", "asound", "card0", "id")
	begun := s.open(t, "vsndfs", "asound", "card0", "id")
	p := make([]byte, 3)
	if n, err := begun.read(nil, p, 0); n != 3 || err != nil {
		t.Errorf("read: %d, %v", n, err)
	}
	if err := slot.Unplug(); err != nil { // it waits for nobody
		t.Fatal(err)
	}
	_, err := id.read(nil, p, 0)
	expectErr(t, "read", err, syscall.EIO)
	_, err = begun.read(nil, p, 3)
	expectErr(t, "read of the rest", err, syscall.EIO)
	_, err = entry.(opener).open(nil, card.OpenFlags{})
	expectErr(t, "open by a path of before", err, syscall.ENOENT)
	id.close()
	begun.close()
}
