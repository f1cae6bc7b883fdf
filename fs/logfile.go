package fs

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
)

// logFile is the lifecycle log. It ends where the log ends; poll(2) says when
// there is more, and POLLERR when there will be no more.
type logFile struct{ server *Server }

func (l *logFile) attr() attr {
	a := l.server.ownerAttr(syscall.S_IFREG | 0o444)
	a.size = uint64(l.server.log.Size())
	return a
}

func (l *logFile) same(e entry) bool { _, ok := e.(*logFile); return ok }

func (l *logFile) open(*card.Call, card.OpenFlags) (handle, error) {
	h := &logHandle{server: l.server}
	h.stop = l.server.log.Listen(h.waker.notify(l.server))
	return h, nil
}

// logHandle is an open logFile.
type logHandle struct {
	plain
	server *Server
	waker  poller
	stop   func()
	seen   seen
}

func (h *logHandle) read(_ *card.Call, p []byte, off int64) (int, error) {
	// A reader that was slower than the log goes on where the log begins now.
	n, next := h.server.log.ReadAt(p, off+h.seen.skipped())
	h.seen.read(off, n, next)
	return n, nil
}

func (h *logHandle) poll(p *pollRequest) card.Events {
	h.waker.arm(p)
	switch {
	case h.server.log.Size() > h.seen.end():
		return card.PollIn
	case h.server.log.Closed():
		return card.PollIn | card.PollErr
	}
	return 0
}

func (h *logHandle) close() { h.stop() }
