package doctor

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server"
)

// Trial is what came of mounting a card. The strings are errors, "" for none.
type Trial struct {
	Mount string
	// MMAP reports whether programs can map the card's memory.
	MMAP bool
	// Descendant and Stranger are about the memory of processes: of one that was
	// started from here, as a program is by run, and of one that was not.
	Descendant, Stranger string
}

// Try mounts a card at an empty directory for a moment. descendant and stranger
// are ids of processes.
func Try(dir string, descendant, stranger int) Trial {
	t := Trial{Descendant: reach(descendant), Stranger: reach(stranger)}
	headset, err := server.ParseCard("usb-headset", nil)
	if err != nil {
		t.Mount = err.Error()
		return t
	}
	s, err := server.Start(server.Options{Dir: dir, Cards: []server.Card{headset}})
	if err != nil {
		t.Mount = err.Error()
		return t
	}
	t.MMAP = s.MMAP()
	s.Stop()
	<-s.Done()
	return t
}

// reach says why the memory of a process cannot be reached.
func reach(pid int) string {
	if err := fuseconn.ReachMemory(uint32(pid)); err != nil {
		return err.Error()
	}
	return ""
}

func (t Trial) findings() []Finding {
	if t.Mount != "" {
		return []Finding{{Verdict: No, What: "mount", Says: t.Mount, Advice: toMount()}}
	}
	return []Finding{
		{Verdict: OK, What: "mount", Says: "a card was mounted, and taken away again"},
		t.mmap(),
		memory("memory of what run starts", t.Descendant),
		memory("memory of other programs", t.Stranger),
	}
}

// mmap is about FUSE passthrough, by which a program maps the card's memory.
func (t Trial) mmap() Finding {
	if t.MMAP {
		return Finding{Verdict: OK, What: "mmap", Says: "the kernel has FUSE passthrough: programs can map the card's memory"}
	}
	return Finding{
		Verdict: Less, What: "mmap",
		Says:   "there is no FUSE passthrough: programs read and write instead; JACK, dmix and dsnoop will not work, and default does not mix",
		Advice: fmt.Sprintf("it takes Linux 6.9 or newer (this is %s) and root outside of user namespaces", kernel()),
	}
}

func kernel() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return "unknown"
	}
	return unix.ByteSliceToString(u.Release[:])
}

// memory is about process_vm_readv(2): ioctls such as WRITEI have pointers.
func memory(what, problem string) Finding {
	if problem == "" {
		return Finding{Verdict: OK, What: what, Says: "can be reached: ioctls that pass pointers work"}
	}
	return Finding{
		Verdict: Less, What: what,
		Says:   fmt.Sprintf("cannot be reached (%s): those programs map the card's memory, and hw: does not let them read and write", problem),
		Advice: "allow tracing: " + tracing(),
	}
}

// tracing is what forbids it, as far as that can be seen.
func tracing() string {
	scope, err := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope")
	if err == nil && strings.TrimSpace(string(scope)) > "1" {
		return "sysctl kernel.yama.ptrace_scope=1"
	}
	return "run it as root, and in a container with docker run --cap-add SYS_PTRACE"
}
