package fs

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

// faultFile is the file that tells the faults of a slot, and takes more.
type faultFile struct {
	owner  attr
	slot   *bus.Slot
	faults bus.Faults
	server *Server
}

func (s *Server) faultFile(slot *bus.Slot, f bus.Faults) *faultFile {
	return &faultFile{s.ownerAttr(syscall.S_IFREG | 0o644), slot, f, s}
}

func (f *faultFile) attr() attr { return f.owner }

// same is never so, as with a triggerFile.
func (f *faultFile) same(entry) bool { return false }

func (f *faultFile) open(*card.Call, card.OpenFlags) (handle, error) {
	return &faultHandle{textHandle{text: f.faults.String()}, f}, nil
}

// faultHandle is an open faultFile.
type faultHandle struct {
	textHandle
	file *faultFile
}

// write takes faults, a line each. What is wrong with them the log tells: a writer
// hears of EINVAL alone.
func (h *faultHandle) write(_ *card.Call, p []byte) (int, error) {
	if err := h.file.faults.Add(string(p)); err != nil {
		h.file.server.log.Append(h.file.slot.Name(), "fault refused: "+err.Error())
		return 0, syscall.EINVAL
	}
	return len(p), nil
}
