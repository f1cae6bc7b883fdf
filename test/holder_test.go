package test

import (
	"strconv"
	"syscall"
	"testing"
)

// holdingShell starts a shell that has a node open as descriptor 3.
func (s *server) holdingShell(node string) *program {
	s.t.Helper()
	p := s.start("bash")
	p.say("exec 3> " + s.node(node) + " && echo holds")
	p.expect("holds")
	return p
}

// letGo makes a holding shell close the node.
func (p *program) letGo() {
	p.t.Helper()
	p.say("exec 3>&-; echo closed")
	p.expect("closed")
}

// writeHeld makes a holding shell write to the node, and returns what it says of
// that.
func (p *program) writeHeld() string {
	p.t.Helper()
	p.say("echo word 2>&1 >&3 && echo written")
	return p.line()
}

func TestUnplugWaitsForAShellThatHoldsANodeOpen(t *testing.T) {
	t.Parallel()
	s := mount(t)
	card := s.headset()
	shell := s.holdingShell("pcmC0D0p")
	unplug := card.startEcho("unplug")
	card.waitState("unbinding: waits for 1 open files")
	if got, want := card.read("holders"), strconv.Itoa(shell.pid())+" bash pcmC0D0p -\n"; got != want {
		t.Errorf("holders says %q, want %q", got, want)
	}
	contains(t, shell.writeHeld(), "No such device")
	if !unplug.running() {
		t.Error("the unplug has returned with the node open")
	}
	shell.letGo()
	unplug.succeed()
	card.waitState("unplugged")
}

func TestUnplugWaitsForAControlNodeToo(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.start("bash")
	shell.say("exec 3< /dev/snd/controlC0 && echo holds")
	shell.expect("holds")
	unplug := s.headset().startEcho("unplug")
	s.headset().waitState("unbinding: waits for 1 open files")
	shell.letGo()
	unplug.succeed()
}

func TestADescriptorThatWasHandedOnKeepsTheCard(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	shell.say("sleep 1000 & echo $!")
	heir := shell.line()
	shell.letGo()
	shell.signal(syscall.SIGKILL)
	shell.wait()
	unplug := s.headset().startEcho("unplug")
	s.headset().waitState("unbinding: waits for 1 open files")
	if got, want := s.headset().read("holders"), heir+" sleep pcmC0D0p -\n"; got != want {
		t.Errorf("holders says %q, want %q", got, want)
	}
	s.run("sh", "-c", "kill "+heir)
	unplug.succeed()
}
