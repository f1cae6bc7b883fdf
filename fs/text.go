package fs

import (
	"strings"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// plain is a handle that has no operations but those that embed it add.
type plain struct{}

func (plain) read(*card.Call, []byte, int64) (int, error) { return 0, syscall.EINVAL }
func (plain) write(*card.Call, []byte) (int, error)       { return 0, syscall.EINVAL }
func (plain) ioctl(*card.Call, *card.Ioctl) error         { return syscall.ENOTTY }
func (plain) poll(*pollRequest) card.Events               { return card.PollIn | card.PollOut }
func (plain) flush(*card.Call) error                      { return nil }
func (plain) close()                                      {}

// textFile is a file whose content is made when it is opened.
type textFile struct {
	owner   attr
	content func() string
}

func (s *Server) textFile(content func() string) *textFile {
	return &textFile{s.ownerAttr(syscall.S_IFREG | 0o444), content}
}

func (t *textFile) attr() attr        { return t.owner }
func (t *textFile) same(e entry) bool { _, ok := e.(*textFile); return ok }

func (t *textFile) open(*card.Call, card.OpenFlags) (handle, error) {
	return &textHandle{text: t.content()}, nil
}

// textHandle reads a text.
type textHandle struct {
	plain
	text string
}

func (h *textHandle) read(_ *card.Call, p []byte, off int64) (int, error) {
	if off >= int64(len(h.text)) {
		return 0, nil
	}
	return copy(p, h.text[off:]), nil
}

// triggerFile is a file that makes something happen to a slot when it is
// written. Like sysfs's bind and unbind, the write returns when it has happened.
type triggerFile struct {
	owner attr
	slot  *bus.Slot
	what  string
	do    func() error
	// foreign is the answer to a word that is not for this file.
	foreign syscall.Errno
}

func (s *Server) triggerFile(slot *bus.Slot, what string, do func() error) *triggerFile {
	return &triggerFile{s.ownerAttr(syscall.S_IFREG | 0o644), slot, what, do, syscall.EINVAL}
}

// bindFile is a triggerFile that sysfs has too. There a word is the name of a
// device, and one that is not the driver's is ENODEV (unbind_store, bind_store).
func (s *Server) bindFile(slot *bus.Slot, what string, do func() error) *triggerFile {
	t := s.triggerFile(slot, what, do)
	t.foreign = syscall.ENODEV
	return t
}

func (t *triggerFile) attr() attr { return t.owner }

// same is never so: each open has an inode of its own. The kernel locks one that is
// written, and whoever opens it by > would wait behind the lock and could not be
// killed.
func (t *triggerFile) same(entry) bool { return false }

func (t *triggerFile) open(*card.Call, card.OpenFlags) (handle, error) {
	return &triggerHandle{textHandle{text: "write 1 to " + t.what + " " + t.slot.Name() + "\n"}, t}, nil
}

// triggerHandle is an open triggerFile. Reading it tells what writing does.
type triggerHandle struct {
	textHandle
	file *triggerFile
}

// write takes "1", or the device's name as sysfs's files do, with or without a
// newline. Anything else is an error and does nothing.
//
// As in the kernel the writer cannot be interrupted, but unlike there it can be
// killed: the deed goes on without it.
func (h *triggerHandle) write(c *card.Call, p []byte) (int, error) {
	word := strings.TrimSuffix(string(p), "\n")
	if word != "1" && word != h.file.slot.Name() {
		return 0, h.file.foreign
	}
	done := make(chan error, 1)
	go func() { done <- h.file.do() }()
	if err := c.AwaitUnlessKilled(done); err != nil {
		return 0, err
	}
	return len(p), nil
}
