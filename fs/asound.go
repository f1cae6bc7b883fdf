package fs

import (
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/info"
)

// asoundName is the folder that shows what /proc/asound does.
const asoundName = "asound"

// infoEntry makes an entry of the tree out of one of the cards' texts.
func (s *Server) infoEntry(e *info.Entry) entry {
	base := infoBase{s, e}
	switch {
	case e.IsFolder():
		return &infoFolder{base}
	case e.Target() != "":
		return &infoLink{base}
	}
	return &infoText{base}
}

type infoBase struct {
	server *Server
	info   *info.Entry
}

func (i *infoBase) self() *info.Entry { return i.info }

// same reports whether another entry shows the same, and not what came after it.
func (i *infoBase) same(e entry) bool {
	other, ok := e.(interface{ self() *info.Entry })
	return ok && other.self() == i.info
}

// infoFolder is a folder of texts.
type infoFolder struct{ infoBase }

func (d *infoFolder) attr() attr      { return d.server.ownerAttr(syscall.S_IFDIR | 0o555) }
func (d *infoFolder) names() []string { return d.info.Names() }

func (d *infoFolder) find(name string) (entry, bool) {
	e, ok := d.info.Find(name)
	if !ok {
		return nil, false
	}
	return d.server.infoEntry(e), true
}

// isInfo reports whether n is a folder of texts.
func isInfo(n *inode) bool {
	_, ok := n.entry.(*infoFolder)
	return ok
}

// infoLink is a link to a card's folder.
type infoLink struct{ infoBase }

func (l *infoLink) attr() attr {
	a := l.server.ownerAttr(syscall.S_IFLNK | 0o777)
	a.size = uint64(len(l.target()))
	return a
}

func (l *infoLink) target() string { return l.info.Target() }

// infoText is a text. As in /proc its size is told as 0.
type infoText struct{ infoBase }

func (t *infoText) attr() attr { return t.server.ownerAttr(syscall.S_IFREG | 0o444) }

// open is refused when the text has gone since its name was found.
func (t *infoText) open(*card.Call, card.OpenFlags) (handle, error) {
	if t.info.Gone() {
		return nil, syscall.ENOENT
	}
	return &infoHandle{info: t.info}, nil
}

// infoHandle is an open text, which is made anew whenever it is read from elsewhere
// than where the last read ended (seq_read).
type infoHandle struct {
	plain
	info *info.Entry

	mu   sync.Mutex // reads of one file may come at once
	text string
	next int64 // where the last read ended
}

func (h *infoHandle) read(_ *card.Call, p []byte, off int64) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.info.Gone() {
		return 0, syscall.EIO
	}
	if off == 0 || off != h.next {
		h.text = h.info.Read()
	}
	n := copy(p, h.text[min(off, int64(len(h.text))):])
	h.next = off + int64(n)
	return n, nil
}

// write is refused: these texts have nobody who takes one
// (snd_info_text_entry_write).
func (h *infoHandle) write(*card.Call, []byte) (int, error) { return 0, syscall.EIO }
