package fs

import (
	"fmt"
	"strings"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// lineFile is a file of a device that tells something, a line each, and takes lines:
// faults, plugs that move, keys that are pressed.
type lineFile struct {
	owner  attr
	slot   *bus.Slot
	what   string // a line is, to the log
	show   func() string
	take   func(text string) error
	server *Server
}

func (s *Server) lineFile(slot *bus.Slot, what string, show func() string, take func(string) error) *lineFile {
	return &lineFile{s.ownerAttr(syscall.S_IFREG | 0o644), slot, what, show, take, s}
}

func (f *lineFile) attr() attr { return f.owner }

// same is never so, as with a triggerFile.
func (f *lineFile) same(entry) bool { return false }

func (f *lineFile) open(*card.Call, card.OpenFlags) (handle, error) {
	return &lineHandle{textHandle{text: f.show()}, f}, nil
}

// lineHandle is an open lineFile.
type lineHandle struct {
	textHandle
	file *lineFile
}

// write takes lines. What is wrong with them the log tells: a writer hears of EINVAL
// alone.
func (h *lineHandle) write(_ *card.Call, p []byte) (int, error) {
	if err := h.file.take(string(p)); err != nil {
		h.file.server.log.Append(h.file.slot.Name(), h.file.what+" refused: "+err.Error())
		return 0, syscall.EINVAL
	}
	return len(p), nil
}

// lines are values, each in a line of its own.
func lines[T any](values []T) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintln(&b, v)
	}
	return b.String()
}
