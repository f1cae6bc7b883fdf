package test

import (
	"path/filepath"
	"testing"
)

func TestALazyUmountDisconnectsAtOnceAndReleasesAfterTheLastClose(t *testing.T) {
	t.Parallel()
	s := mount(t)
	first, last := s.holdingShell("pcmC0D0p"), s.start("bash")
	last.say("exec 3< /dev/snd/controlC0 && echo holds")
	last.expect("holds")
	s.run("umount", "--lazy", sndDir)
	s.waitLog("card 0 wait files=2")
	contains(t, first.writeHeld(), "No such device")
	first.letGo()
	s.waitLog("close pcmC0D0p")
	if s.gone() {
		t.Fatal("the server has ended with a file open")
	}
	last.letGo()
	s.waitGone()
}

func TestALazyUmountEndsAplay(t *testing.T) {
	t.Parallel()
	s := mount(t)
	player := s.start("aplay", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
	s.waitStream("pcmC0D0p", "RUNNING")
	s.run("umount", "--lazy", sndDir)
	player.fail(1)
	s.waitGone()
}

// TestAMountThatGoesWithTheOneBelowIsUnmounted has the directory itself taken away.
func TestAMountThatGoesWithTheOneBelowIsUnmounted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "-t", "tmpfs", "below", m.makeDir("/dev/below"))
	dir, log := m.makeDir("/dev/below/card"), filepath.Join(t.TempDir(), "log")
	m.vsndfs("mount", "-o", "log="+log, dir)
	s := m.adopt(dir, log)
	m.run("umount", "--lazy", "/dev/below")
	s.waitGone()
}
