package test

import (
	"os/user"
	"testing"
)

func TestNodesAreRootsAndGroupAudios(t *testing.T) {
	t.Parallel()
	s := mount(t)
	audio := "0"
	if g, err := user.LookupGroup("audio"); err == nil {
		audio = g.Gid
	}
	for _, node := range append(headsetNodes, "timer") {
		if got, want := s.modeOf(s.node(node)), "660 0 "+audio+"\n"; got != want {
			t.Errorf("mode and owners of %s are %s, want %s", node, got, want)
		}
	}
	if got := s.modeOf(s.headset().control("unplug")); got != "644 0 0\n" {
		t.Errorf("mode and owners of unplug are %s", got)
	}
}

func TestChmodAndChownOfANodeLast(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.shell(`chmod 600 /dev/snd/pcmC0D0p && chown 7:8 /dev/snd/pcmC0D0p`)
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	s.vsndfs("plug", sndDir, "usb-headset.0")
	if got := s.modeOf(s.node("pcmC0D0p")); got != "600 7 8\n" {
		t.Errorf("mode and owners are %s", got)
	}
}

func TestANodeIsClosedToStrangers(t *testing.T) {
	t.Parallel()
	s := mount(t)
	stranger := []string{"--reuid", "65534", "--regid", "65534", "--clear-groups", "cat"}
	contains(t, s.start("setpriv", append(stranger, s.node("pcmC0D0c"))...).fail(1), "Permission denied")
	contains(t, s.run("setpriv", append(stranger, s.headset().control("state"))...), "bound")
}
