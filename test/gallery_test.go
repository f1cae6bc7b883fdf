package test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheGalleryShowsWhatItsCaptionsSay(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	exhibits := strings.Count(m.vsndfs("gallery", "--list"), "\n")
	out := m.vsndfs("gallery")
	if exhibits < 15 || strings.Count(out, "\n  => as the caption says: ") != exhibits {
		t.Errorf("of %d exhibits not all are as their captions say:\n%s", exhibits, out)
	}
	contains(t, out, fmt.Sprintf("\nexhibits: %d, each as its caption says\n", exhibits))
}

func TestTheGalleryFailsWhenAnExhibitIsNotAsItsCaptionSays(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "aplay"), []byte("#!/bin/sh\necho no sound today\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	p := m.env("PATH="+dir+":"+os.Getenv("PATH")).start(m.binary, "gallery", "managed", "unmanaged")
	said := p.fail(1)
	oneLine(t, said)
	contains(t, said, "managed, unmanaged: aplay ended before it played: \"no sound today\\n\"")
	contains(t, p.stdout.String(), "=> NOT as the caption says: aplay ended before it played")
}

// wrongOne is an exhibit whose log has uses after release, and what of.
type wrongOne struct{ exhibit, oops string }

var wrongOnes = []wrongOne{
	{"mixed-wrong", "regs by trigger STOP"},
	{"free-when-closed-wrong", "buffer by hw_free"},
	{"no-bus-reference", "usb_interface by close"},
	{"late-resource", "regs by trigger STOP"},
	{"failing-probe-wrong", "buffer by private_free"},
	{"freed-twice", "regs by release"},
}

// Wrong drivers are unplugged while a program plays on each, and nobody stops it. Neither
// the server nor the headset beside them notices, and all of them can be used again.
func TestWrongDriversDisturbNobody(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	args := []string{"--card", "usb-headset," + option[len("--"):]}
	for _, w := range wrongOnes {
		args = append(args, "--card", "gallery-"+w.exhibit)
	}
	s := mount(t, args...)
	played := stereo.noise(3)
	player := s.startShell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played))
	s.waitStream("pcmC0D0p", "RUNNING")
	for life := range 2 {
		s.unplugWhilePlayed(t)
		if life == 0 {
			s.plugWrongOnes()
		}
	}
	player.succeed()
	sameSound(t, stereo.readWAV(t, path), played)
	for _, w := range wrongOnes {
		contains(t, s.log(), " gallery-"+w.exhibit+".0 oops use after release of "+w.oops+"\n")
	}
	if strings.Contains(s.log(), " usb-headset.0 oops ") {
		t.Error("the log says that the headset was used after its release")
	}
}

// unplugWhilePlayed plays on the card of each wrong driver, and unplugs it.
func (s *server) unplugWhilePlayed(t *testing.T) {
	t.Helper()
	var players, unplugs []*program
	for i := range wrongOnes {
		players = append(players, s.start("aplay", "-q", "-D", fmt.Sprintf("hw:%d,0", i+1), "-t", "raw", "-f", "dat", "/dev/zero"))
	}
	for i, w := range wrongOnes {
		s.waitStream(fmt.Sprintf("pcmC%dD0p", i+1), "RUNNING")
		unplugs = append(unplugs, s.slot("gallery-"+w.exhibit+".0").startEcho("unplug"))
	}
	for i, p := range players {
		contains(t, p.fail(1), "No such device")
		unplugs[i].succeed()
	}
}

// plugWrongOnes plugs them in again. One cannot be probed until it has failed at each step.
func (s *server) plugWrongOnes() {
	s.t.Helper()
	for _, w := range wrongOnes {
		slot := s.slot("gallery-" + w.exhibit + ".0")
		for slot.write("plug", "1") != nil {
			slot.waitState("unbound")
			slot.startEcho("unplug").succeed()
		}
		slot.waitState("bound")
	}
}

// A driver may leave its card to the last close. Whoever unmounts waits for that all the same.
func TestUmountWaitsForACardThatItsDriverLeavesToTheLastClose(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "gallery-free-when-closed")
	shell := s.holdingShell("pcmC0D0p")
	s.slot("gallery-free-when-closed.0").startEcho("unplug").succeed() // which does not wait
	text := s.start(s.binary, "umount", "--timeout", "500ms", sndDir).fail(1)
	oneLine(t, text)
	contains(t, text, fmt.Sprintf("%d (bash) has pcmC0D0p open", shell.pid()))
	contains(t, shell.writeHeld(), "No such device")
	umount := s.start(s.binary, "umount", sndDir)
	shell.letGo()
	umount.succeed()
	contains(t, s.log(), " device release\n")
}

func TestAnExhibitFailsOnDemandAsOtherCardsDo(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "gallery-managed,fault=fail transfer 1 EIO")
	contains(t, s.start("aplay", "-q", "-D", "hw:0,0", "-t", "raw", "-f", "dat", "/dev/zero").fail(1), "Input/output error")
}
