package fs

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// memory is the memory of the thread whose call is being served.
type memory struct {
	server *Server
	tid    uint32
}

// errForbidden is for memory that the mount leaves alone.
var errForbidden = errors.New("the mount option nocallermemory forbids it")

func (m memory) ReadMemory(p []byte, addr uint64) error {
	return m.access(func() error { return fuseconn.ReadMemory(m.tid, p, addr) })
}

func (m memory) WriteMemory(addr uint64, p []byte) error {
	return m.access(func() error { return fuseconn.WriteMemory(m.tid, addr, p) })
}

func (m memory) Reachable() bool {
	return m.access(func() error { return fuseconn.ReachMemory(m.tid) }) == nil
}

// access is EFAULT when it fails, with one line in the log when that is not the
// program's doing.
func (m memory) access(do func() error) error {
	err := errForbidden
	if !m.server.options.NoCallerMemory {
		err = do()
	}
	if err == nil || errors.Is(err, syscall.EFAULT) {
		return err
	}
	m.server.warnMemory.Do(func() { m.server.logf("%s", m.complaint(err)) })
	return syscall.EFAULT
}

// complaint says why a caller's memory cannot be reached, what is left to it, and
// what to do.
func (m memory) complaint(err error) string {
	left := "there is no mmap either, so all that is left to them is to read and write nodes that no ioctl has set up"
	if m.server.mmap() {
		left = "they can map the card's memory, or read and write nodes that no ioctl has set up"
	}
	who := callerOf(m.tid)
	why, advice := m.reason(err)
	return fmt.Sprintf("no access to the memory of programs such as pid=%d comm=%s: %s; %s; %s", who.Pid, who.Command, why, left, advice)
}

func (m memory) reason(err error) (why, advice string) {
	switch {
	case errors.Is(err, errForbidden):
		return err.Error(), "mount without it"
	case m.tid == 0:
		return "their pid namespace cannot be seen from here", "run vsndfs in the same pid namespace, or in one around it"
	case errors.Is(err, syscall.EPERM):
		return "they may not be traced", "give vsndfs the right: root, CAP_SYS_PTRACE (docker run --cap-add SYS_PTRACE), kernel.yama.ptrace_scope"
	}
	return err.Error(), "vsndfs doctor says what this machine allows"
}
