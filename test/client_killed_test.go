package test

import (
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// killBound is generous: a tenth of a second is what users rely on, but the
// machine may be busy with other things.
const killBound = 2 * time.Second

func TestAClientKilledInACallOnAStreamIsGoneAtOnce(t *testing.T) {
	tests := map[string]struct{ call, node string }{
		"write":  {"write", "pcmC0D0p"},
		"WRITEI": {"WRITEI", "pcmC0D0p"},
		"read":   {"read", "pcmC0D0c"},
		"READI":  {"READI", "pcmC0D0c"},
		"DRAIN":  {"DRAIN", "pcmC0D0p"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			caller := s.role("blocked", test.call, s.node(test.node))
			caller.expect("ready")
			s.headset().waitBlocked(caller, test.node)
			caller.killQuickly()
			s.headset().waitNoHolder()
			s.vsndfs("unplug", sndDir, "usb-headset.0")
		})
	}
}

func TestAClientKilledInOpenIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	opener := s.role("blocked", "open", s.node("pcmC0D0p"))
	opener.expect("ready")
	opener.waitIn(unix.SYS_OPENAT)
	opener.killQuickly()
	shell.letGo()
	s.headset().waitNoHolder()
}

func TestAWriterOfUnplugThatIsKilledIsGoneAtOnceAndTheUnplugGoesOn(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	unplug := s.role("blocked", "unplug", s.headset().control("unplug"))
	unplug.expect("ready")
	s.headset().waitState("unbinding: waits for 1 open files")
	unplug.killQuickly()
	shell.letGo()
	s.headset().waitState("unplugged")
}

func TestAShellsWriterKilledByTimeoutIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	s.startShell(`exec timeout -s KILL 0.5 cat /dev/zero > /dev/snd/pcmC0D0p`).fail(128 + int(syscall.SIGKILL))
	between(t, "half a second", time.Since(start), 500*time.Millisecond, killBound+500*time.Millisecond)
	s.headset().waitNoHolder()
}

// killQuickly kills a program, which must then be gone quickly.
func (p *program) killQuickly() {
	p.t.Helper()
	start := time.Now()
	p.signal(syscall.SIGKILL)
	p.wait()
	took := p.endedAt.Sub(start)
	p.t.Logf("%s was gone after %v", p.name, took)
	between(p.t, "the end of a killed client", took, 0, killBound)
}
