package fuseconn

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// child is this test binary as a client of a mount: the process that serves a
// mount must not touch it.
type child struct {
	t     testing.TB
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan string
}

// startChild runs one of childRoles in a process that lives no longer than the
// test.
func startChild(t testing.TB, role string, args ...string) *child {
	t.Helper()
	return startChildAs(t, nil, role, args...)
}

func startChildAs(t testing.TB, attr *syscall.SysProcAttr, role string, args ...string) *child {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", append([]string{role}, args...)...)
	cmd.Env = append(os.Environ(), roleVar+"="+roleChild)
	cmd.Stderr, cmd.SysProcAttr = os.Stderr, attr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{t, cmd, in, make(chan string)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer close(c.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			select {
			case c.lines <- s.Text():
			case <-t.Context().Done():
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		<-read
		_ = cmd.Wait() // killed
	})
	return c
}

// line returns the next line that the child prints, or "" at its end.
func (c *child) line() string {
	c.t.Helper()
	return recv(c.t, "a line from the child", c.lines)
}

// expect fails the test if the child does not print want next.
func (c *child) expect(want string) {
	c.t.Helper()
	if got := c.line(); got != want {
		c.t.Fatalf("the child printed %q, want %q", got, want)
	}
}

// tell lets a child go on that waits for a line of input.
func (c *child) tell() {
	c.t.Helper()
	if _, err := io.WriteString(c.in, "\n"); err != nil {
		c.t.Fatal(err)
	}
}

// signalThread sends s to one thread: the others may not be waiting for anything.
func (c *child) signalThread(tid uint32, s syscall.Signal) {
	c.t.Helper()
	if err := unix.Tgkill(c.cmd.Process.Pid, int(tid), s); err != nil {
		c.t.Fatal(err)
	}
}

func (c *child) signal(s os.Signal) {
	c.t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		c.t.Fatal(err)
	}
}
