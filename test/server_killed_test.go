package test

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// kill kills the server outright.
func (s *server) kill() {
	s.t.Helper()
	s.killed = true
	s.signal(unix.SIGKILL)
	waitFor(s.t, "the server's end", s.gone)
}

func TestClientsOfAKilledServerGetErrorsAtOnce(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	waiter := s.role("blocked", "open", s.node("pcmC0D0p"))
	waiter.expect("ready")
	waiter.waitIn(unix.SYS_OPENAT)
	recorder := s.start("arecord", "-D", "hw:0,0", "/dev/null")
	s.waitStream("pcmC0D0c", "RUNNING")
	follower := s.start(s.binary, "log", "-f", sndDir)
	follower.line()
	s.kill()
	waiter.cutOff()
	recorder.fail(1)
	follower.succeed()
	contains(t, shell.writeHeld(), "not connected")
	s.vsndfs("umount", sndDir)
}

func TestWhatAKilledServerLeftIsSaidAndCleanedByUmount(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.kill()
	contains(t, s.start(s.binary, "status", sndDir).fail(1), "vsndfs umount /dev/snd")
	if !s.mounted(sndDir) {
		t.Fatal("a killed server has left no mount: there is nothing to test")
	}
	s.vsndfs("umount", sndDir)
}

func TestTheNextMountCleansWhatAKilledServerLeft(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	first := m.mount()
	first.kill()
	m.mount()
	m.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

func TestMount8CleansWhatAKilledServerLeft(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.installHelper()
	first := m.mount()
	first.kill()
	log := filepath.Join(t.TempDir(), "log")
	m.run("mount", "-t", "fuse.vsndfs", "usb-headset", sndDir, "-o", "log="+log)
	m.adopt(sndDir, log)
	m.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

// TestAServerThatStandsStillDoesNotHoldUpUmountWithATimeout has nobody answer umount.
func TestAServerThatStandsStillDoesNotHoldUpUmountWithATimeout(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.signal(unix.SIGSTOP)
	text := s.start(s.binary, "umount", "--timeout", "100ms", sndDir).fail(1)
	oneLine(t, text)
	contains(t, text, "does not answer")
	s.signal(unix.SIGCONT)
	s.vsndfs("umount", sndDir)
}
