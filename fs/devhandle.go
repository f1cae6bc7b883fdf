package fs

import (
	"time"

	"github.com/vsndfs/vsndfs/card"
)

// devHandle is an open device node.
type devHandle struct {
	server *Server
	file   *card.File
	waker  poller
}

func (h *devHandle) read(c *card.Call, p []byte, _ int64) (int, error) { return h.file.Read(c, p) }
func (h *devHandle) write(c *card.Call, p []byte) (int, error)         { return h.file.Write(c, p) }
func (h *devHandle) ioctl(c *card.Call, i *card.Ioctl) error           { return h.file.Ioctl(c, i) }
func (h *devHandle) flush(c *card.Call) error                          { return h.file.Flush(c) }

func (h *devHandle) poll(p *pollRequest) card.Events {
	h.waker.arm(p)
	return h.file.Poll()
}

// close releases the file, when its last mapping is gone too: a program may
// close a node and unmap its memory later, and on a real card a mapping keeps
// the file open.
func (h *devHandle) close() {
	m, ok := h.file.Mapper()
	if !ok {
		h.file.Release()
		return
	}
	m.Closing()
	if !m.StillMapped() {
		h.file.Release()
		return
	}
	h.server.closing.Go(func() {
		h.server.waitUnmapped(m)
		h.file.Release()
	})
}

// The kernel does not tell when a mapping goes. Programs unmap right after
// closing, as a rule: look often at first.
const (
	firstLook = 200 * time.Microsecond
	longest   = 50 * time.Millisecond
)

// waitUnmapped returns when no program has the memory mapped, or the connection
// has ended, which closes every file.
func (s *Server) waitUnmapped(m card.Mapper) {
	for pause := firstLook; m.StillMapped(); pause = min(2*pause, longest) {
		select {
		case <-s.ended:
			return
		case <-time.After(pause):
		}
	}
}
