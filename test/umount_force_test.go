package test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// cuts are the ways to cut a mount off while programs use it.
var cuts = map[string]func(s *server){
	"umount -f":                 func(s *server) { s.start("umount", "--force", sndDir).wait() }, // busy, but done
	"the abort file of fusectl": func(s *server) { s.abort() },
}

func TestACutOffMountReleasesEverythingAndEndsTheServer(t *testing.T) {
	for name, cut := range cuts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			shell := s.holdingShell("pcmC0D0p")
			recorder := s.start("arecord", "-D", "hw:0,0", "/dev/null")
			s.waitStream("pcmC0D0c", "RUNNING")
			waiter := s.role("blocked", "open", s.node("pcmC0D0p"))
			waiter.expect("ready")
			waiter.waitIn(unix.SYS_OPENAT)
			cut(s)
			s.waitGone()
			recorder.fail(1)
			waiter.cutOff()
			contains(t, shell.writeHeld(), "not connected")
		})
	}
}

// abort writes to the abort file of the mount's connection.
func (s *server) abort() {
	s.t.Helper()
	const control = "/sys/fs/fuse/connections"
	abort := filepath.Join(control, s.connection(sndDir), "abort")
	if _, err := os.Stat(s.path(abort)); err != nil {
		s.run("mount", "-t", "fusectl", "none", control)
	}
	s.shell(`echo 1 > "$1"`, abort)
}

// cutOff fails the test unless a role's call got what calls get when the
// connection ends: while they wait, or just before.
func (p *program) cutOff() {
	p.t.Helper()
	if got := p.line(); got != "ECONNABORTED" && got != "ENOTCONN" {
		p.t.Errorf("%s got %s", p.name, got)
	}
}
