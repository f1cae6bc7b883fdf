package fs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// call is a request as the cards know it.
func (s *Server) call(cancel <-chan struct{}, h *fuse.InHeader) *card.Call {
	return &card.Call{
		Tid:          h.Pid,
		Interrupted:  cancel,
		Ended:        s.ended,
		Memory:       memory{s, h.Pid},
		Killed:       func() bool { return dying(h.Pid, cancel) },
		LiveNonblock: func() (bool, bool) { return false, false },
	}
}

// liveNonblock looks up O_NONBLOCK of the descriptor of an ioctl in progress.
func (s *Server) liveNonblock(in *fuse.IoctlIn, n *inode) func() (nonblock, known bool) {
	return func() (bool, bool) {
		flags, ok := fuseconn.OpenFlags(in.Pid, in.Cmd, s.inodes.ino(n.path))
		return flags&syscall.O_NONBLOCK != 0, ok
	}
}

// callerOf names the process of a thread.
func callerOf(tid uint32) card.Owner {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	if err != nil {
		return card.Owner{Pid: int(tid), Command: "?"}
	}
	pid, err := strconv.Atoi(statusField(status, "Tgid"))
	if err != nil {
		pid = int(tid)
	}
	return card.Owner{Pid: pid, Command: commandOf(pid)}
}

// commandOf is a process's name. Names may hold any byte: what would break a
// line of the log, or its columns, is shown as an underscore.
func commandOf(pid int) string {
	comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return "?"
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == '\uFFFD' {
			return '_'
		}
		return r
	}, strings.TrimSuffix(string(comm), "\n"))
}

func statusField(status []byte, name string) string {
	for line := range bytes.Lines(status) {
		if key, value, ok := bytes.Cut(line, []byte(":")); ok && string(key) == name {
			return string(bytes.TrimSpace(value))
		}
	}
	return ""
}

// What the kernel shows of a task that dies of a signal: the flag PF_SIGNALED when
// it is on its way out, and before that SIGKILL among its pending signals, in
// which every deadly signal ends.
const (
	pfSignaled  = 0x400
	sigkillMask = 1 << (syscall.SIGKILL - 1)
)

// dying reports whether a caller is dying of a signal. One in a pid namespace that
// is not seen here is taken to be, once it has a signal to look after.
func dying(tid uint32, interrupted <-chan struct{}) bool {
	if tid != 0 {
		return killed(tid)
	}
	select {
	case <-interrupted:
		return true
	default:
		return false
	}
}

// killed reports whether a thread is dying of a signal.
func killed(tid uint32) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", tid))
	if err != nil {
		return true // it is gone
	}
	pending, err := strconv.ParseUint(statusField(status, "SigPnd"), 16, 64)
	return err == nil && pending&sigkillMask != 0 || signaled(tid)
}

func signaled(tid uint32) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", tid))
	if err != nil {
		return true
	}
	// The name may hold anything; the fields begin after its last parenthesis.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	const flags = 6
	if len(fields) <= flags {
		return false
	}
	bits, err := strconv.ParseUint(fields[flags], 10, 32)
	return err == nil && bits&pfSignaled != 0
}

func alive(pid int) bool { return syscall.Kill(pid, 0) != syscall.ESRCH }

// caller is a process.
type caller struct {
	pid     int
	command string
}

// heirs finds the processes that have a node open, by its name: those that
// inherited it, or got it over a socket. It opens nothing of the mount itself.
func (s *Server) heirs(node string) []caller {
	ino := s.inodes.ino("/" + node)
	var all []caller
	dirs, _ := filepath.Glob("/proc/[0-9]*/fdinfo") // the pattern is valid
	for _, dir := range dirs {
		if !s.holds(dir, ino, node) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(dir))); err == nil {
			all = append(all, caller{pid, commandOf(pid)})
		}
	}
	return all
}

func (s *Server) holds(fdinfo string, ino uint64, node string) bool {
	fds, err := os.ReadDir(fdinfo)
	if err != nil {
		return false
	}
	for _, fd := range fds {
		info, err := os.ReadFile(filepath.Join(fdinfo, fd.Name()))
		if err != nil || statusField(info, "ino") != strconv.FormatUint(ino, 10) {
			continue
		}
		link := filepath.Join(filepath.Dir(fdinfo), "fd", fd.Name())
		path, err := os.Readlink(link)
		if err == nil && filepath.Base(strings.TrimSuffix(path, " (deleted)")) == node && s.ours(link) {
			return true
		}
	}
	return false
}

// ours reports whether a descriptor, by its link in /proc, is of a file of this
// mount. It has the kernel say what it knows: a question to the file system would
// wait for the server that asks.
func (s *Server) ours(link string) bool {
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, link, unix.AT_STATX_DONT_SYNC, unix.STATX_INO, &st)
	major, minor := s.conn.Device()
	return err == nil && st.Dev_major == major && st.Dev_minor == minor
}
