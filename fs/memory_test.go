package fs

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// A thread whose memory cannot be reached fails with EFAULT, and the log says
// once why, what is left, and what to do.
func TestMemoryThatCannotBeReached(t *testing.T) {
	for name, tc := range map[string]struct {
		tid    uint32
		err    error // of the access
		forbid bool
		want   []string
	}{
		"no permission": {
			uint32(os.Getpid()), syscall.EPERM, false,
			[]string{"may not be traced", "CAP_SYS_PTRACE"},
		},
		"a foreign pid namespace": {
			0, syscall.ESRCH, false,
			[]string{"pid=0 comm=?", "pid namespace cannot be seen", "run vsndfs in the same pid namespace"},
		},
		"a kernel without the call": {
			uint32(os.Getpid()), syscall.ENOSYS, false,
			[]string{"function not implemented", "vsndfs doctor"},
		},
		"an option": {
			uint32(os.Getpid()), nil, true,
			[]string{"nocallermemory forbids it", "mount without it"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newServer(t)
			s.options.NoCallerMemory = tc.forbid
			m := memory{s, tc.tid}
			for range 3 {
				expectErr(t, "access", m.access(func() error { return tc.err }), syscall.EFAULT)
			}
			h := s.open(t, "vsndfs", "log")
			defer h.close()
			text := content(t, h, 2000)
			if n := strings.Count(text, "no access to the memory of programs such as"); n != 1 {
				t.Fatalf("the log says it %d times, want once:\n%s", n, text)
			}
			for _, want := range append(tc.want, "read and write nodes that no ioctl has set up") {
				if !strings.Contains(text, want) {
					t.Errorf("the log does not say %q:\n%s", want, text)
				}
			}
		})
	}
}

// What the program itself has done wrong is no line in the log.
func TestMemoryThatIsNotThere(t *testing.T) {
	s, _ := newServer(t)
	m := memory{s, uint32(os.Getpid())}
	expectErr(t, "success", m.access(func() error { return nil }), nil)
	bad := fmt.Errorf("read: %w", syscall.EFAULT)
	expectErr(t, "a bad address", m.access(func() error { return bad }), syscall.EFAULT)
	expect(t, "its own memory can be reached", m.Reachable(), true)
	h := s.open(t, "vsndfs", "log")
	defer h.close()
	if text := content(t, h, 1000); strings.Contains(text, "memory") {
		t.Errorf("the log tells of it:\n%s", text)
	}
}
