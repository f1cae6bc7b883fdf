package test

import (
	"fmt"
	"testing"
	"time"
)

func TestUmountWithATimeoutNamesTheHolder(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	start := time.Now()
	text := s.start(s.binary, "umount", "--timeout", "500ms", sndDir).fail(1)
	between(t, "a time-out of half a second", time.Since(start), 500*time.Millisecond, 10*time.Second)
	oneLine(t, text)
	contains(t, text, fmt.Sprintf("%d (bash) has pcmC0D0p open", shell.pid()))
	if !s.mounted(sndDir) {
		t.Error("it is unmounted all the same")
	}
	shell.letGo()
	s.headset().waitState("unplugged")
}

func TestUmountWaitsForTheHolder(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	umount := s.start(s.binary, "umount", sndDir)
	s.headset().waitState("unbinding: waits for 1 open files")
	if !umount.running() {
		t.Fatal("umount has returned with a file open")
	}
	shell.letGo()
	umount.succeed()
}

func TestAnUmountThatIsKilledHasUnpluggedTheCards(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	umount := s.start(s.binary, "umount", sndDir)
	s.headset().waitState("unbinding: waits for 1 open files")
	umount.killQuickly()
	shell.letGo()
	s.headset().waitState("unplugged")
	s.vsndfs("umount", sndDir)
	s.waitGone()
}
