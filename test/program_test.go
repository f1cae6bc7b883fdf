package test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is a process that a test starts. It does not outlive the test.
type program struct {
	t      testing.TB
	name   string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout transcript
	stderr transcript

	ended   chan struct{} // closed when it has ended
	endedAt time.Time     // set before
}

func newProgram(t testing.TB, path string, args ...string) *program {
	t.Helper()
	p := &program{t: t, name: path, cmd: exec.Command(path, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	// What it has left behind may keep its output open.
	p.cmd.WaitDelay = time.Second
	return p
}

// start starts the program with a pipe as its standard input.
func (p *program) start() *program {
	p.t.Helper()
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // its end is in ProcessState
		p.endedAt = time.Now()
		close(p.ended)
	}()
	p.t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it may have ended
		<-p.ended
	})
	return p
}

func (p *program) pid() int { return p.cmd.Process.Pid }

func (p *program) signal(s os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
}

// say writes a line to the program's standard input.
func (p *program) say(line string) {
	p.t.Helper()
	p.feed([]byte(line + "\n"))
}

// feed writes to the program's standard input.
func (p *program) feed(data []byte) {
	p.t.Helper()
	if _, err := p.stdin.Write(data); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// line waits for the next line of the program's standard output.
func (p *program) line() string {
	p.t.Helper()
	var text string
	var ok bool
	came := comesTrue(func() bool {
		running := p.running() // before the look: what it printed last counts
		text, ok = p.stdout.line()
		return ok || !running
	})
	if !came || !ok {
		p.t.Fatalf("%s printed no further line\n%s", p.name, p.stderr.String())
	}
	return text
}

// waitLine waits until the program prints a line, after any others.
func (p *program) waitLine(want string) {
	p.t.Helper()
	for p.line() != want {
	}
}

// expect fails the test unless the program's next line is want.
func (p *program) expect(want string) {
	p.t.Helper()
	if got := p.line(); got != want {
		p.t.Fatalf("%s printed %q, want %q", p.name, got, want)
	}
}

// running reports whether the program has not ended.
func (p *program) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// waitReady waits until a program that serves others does, by what a look shows.
func (p *program) waitReady(ready func() bool) {
	p.t.Helper()
	if !comesTrue(func() bool { return ready() || !p.running() }) || !p.running() {
		p.t.Fatalf("%s did not come to serve\n%s%s", p.name, p.stdout.String(), p.stderr.String())
	}
}

// wait waits for the program's end and returns its exit code, 128 and the
// signal's number if one killed it.
func (p *program) wait() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("%s still runs after %v\n%s", p.name, patience, p.stderr.String())
	}
	if ws, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return p.cmd.ProcessState.ExitCode()
}

// waitIn waits until a thread of the program is in a system call.
func (p *program) waitIn(call int) {
	p.t.Helper()
	prefix := strconv.Itoa(call) + " "
	waitFor(p.t, p.name+" to be in system call "+prefix, func() bool {
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/syscall", p.pid())) // the pattern is valid
		return slices.ContainsFunc(threads, func(path string) bool {
			text, err := os.ReadFile(path)
			return err == nil && strings.HasPrefix(string(text), prefix)
		})
	})
}

// succeed waits for the program's end, which must be a good one.
func (p *program) succeed() {
	p.t.Helper()
	if code := p.wait(); code != 0 {
		p.t.Fatalf("%s: exit status %d\n%s", p.name, code, p.stderr.String())
	}
}

// fail waits for the program's end, which must be with that exit code, and
// returns what it complained of.
func (p *program) fail(code int) string {
	p.t.Helper()
	if got := p.wait(); got != code {
		p.t.Fatalf("%s: exit status %d, want %d\n%s", p.name, got, code, p.stderr.String())
	}
	return p.stderr.String()
}

// transcript is what a program has printed so far.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
	read int // what line has returned
}

// Write adds to the transcript.
func (c *transcript) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.Write(p)
}

func (c *transcript) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}

// line returns the next whole line, if there is one.
func (c *transcript) line() (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text, _, ok := strings.Cut(string(c.text.Bytes()[c.read:]), "\n")
	if ok {
		c.read += len(text) + 1
	}
	return text, ok
}
