package stress

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// process is an actor.
type process struct {
	who     string
	site    *site
	trace   string // where it records
	verb    string // that it tells, or ""
	cmd     *exec.Cmd
	ended   chan struct{}
	stopped bool
	killed  bool // by the test
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// gone reports whether the actor's children have ended too.
func (p *process) gone() bool { return !p.running() && syscall.Kill(-p.pid(), 0) != nil }

// signal sends a signal to the actor and, when it is to end, to its children.
func (p *process) signal(sig syscall.Signal) {
	pid := p.pid()
	if sig == syscall.SIGTERM || sig == syscall.SIGCONT {
		pid = -pid
	}
	_ = syscall.Kill(pid, sig) // it may have ended
}

// kill kills the actor alone: its children have its files a little longer.
func (p *process) kill() {
	p.killed = true
	p.signal(syscall.SIGKILL)
}

// begin starts an actor. The files 3 and 4 of one who plays are the ends of its site's
// bus; one who tells a device to go would keep it by what is on the bus.
func (d *director) begin(who string, s *site, args ...string) *process {
	d.started++
	p := &process{who: who, site: s, ended: make(chan struct{})}
	p.trace = filepath.Join(dir, fmt.Sprintf("trace-%d", d.started))
	p.cmd = exec.Command(d.actor, append([]string{p.trace}, args...)...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if args[0] == "play" {
		p.cmd.ExtraFiles = s.bus[:]
	}
	if err := p.cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // its end is in ProcessState
		close(p.ended)
	}()
	d.all = append(d.all, p)
	d.figures.Processes++
	return p
}

// outcome says what is wrong with how an actor has ended.
func (p *process) outcome() string {
	ws := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case ws.Signaled() && ws.Signal() == syscall.SIGTERM && p.verb == "": // before it could say what to do then
	case ws.Signaled() && (!p.killed || ws.Signal() != syscall.SIGKILL):
		return fmt.Sprintf("signal %v ended it", ws.Signal())
	case ws.Exited() && ws.ExitStatus() != 0:
		return fmt.Sprintf("it ended with status %d", ws.ExitStatus())
	}
	return ""
}

// within reports whether a condition comes to hold in a time that should do for anything.
func within(limit time.Duration, holds func() bool) bool {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-deadline.C:
			return holds()
		}
	}
	return true
}

// where says what a process is doing, for a report.
func where(pid int) string {
	stack, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stack", pid))
	call, _ := os.ReadFile(fmt.Sprintf("/proc/%d/syscall", pid))
	return fmt.Sprintf("system call %s%s", call, stack)
}
