package test

import (
	"strings"
	"testing"
)

func TestAPlainUmountEndsTheServerWhenNothingIsOpen(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
	s.run("umount", sndDir)
	s.waitGone()
	contains(t, s.log(), "device release")
}

func TestAPlainUmountWithAFileOpenIsBusyAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	before := s.log()
	contains(t, s.start("umount", sndDir).fail(32), "busy")
	if got := s.log(); got != before {
		t.Errorf("the log has grown by\n%s", strings.TrimPrefix(got, before))
	}
	if got := s.headset().state(); got != "bound" {
		t.Errorf("the device is %s", got)
	}
	if got := shell.writeHeld(); got != "written" {
		t.Errorf("the open file answers %q", got)
	}
	shell.letGo()
	s.run("umount", sndDir)
	s.waitGone()
}

func TestVsndfsUmountEndsTheServer(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.vsndfs("umount", sndDir)
	if !s.gone() {
		t.Error("vsndfs umount has returned before the server's end")
	}
	if s.exists("") {
		t.Error("the /dev/snd that the mount made is still there")
	}
}
