package test

import "testing"

var headsetNodes = []string{"controlC0", "pcmC0D0p", "pcmC0D0c"}

func TestAReplugGivesAWorkingCardUnderTheSameNodes(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	for _, node := range headsetNodes {
		if s.exists(node) {
			t.Errorf("%s is there although its card is unplugged", node)
		}
	}
	s.vsndfs("plug", sndDir, "usb-headset.0")
	for _, node := range headsetNodes {
		if !s.exists(node) {
			t.Errorf("%s is missing after the replug", node)
		}
	}
	played := stereo.noise(0.5)
	s.aplay("-D", "hw:0,0", stereo.writeWAV(t, played))
	sameSound(t, stereo.readWAV(t, path), played)
}

func TestUnbindAndBindKeepTheDevice(t *testing.T) {
	t.Parallel()
	s := mount(t)
	card := s.headset()
	for _, step := range []struct{ file, state string }{{"unbind", "unbound"}, {"bind", "bound"}} {
		if err := card.write(step.file, card.name+"\n"); err != nil {
			t.Fatalf("%s: %v", step.file, err)
		}
		if got := card.state(); got != step.state {
			t.Errorf("after %s it is %s", step.file, got)
		}
	}
	s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

// TestACardOfTheSameNumberComesWhileAnOldHandleIsOpen unplugs a held card whose number and
// names another device takes meanwhile.
func TestACardOfTheSameNumberComesWhileAnOldHandleIsOpen(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset", "--card", "loopback")
	s.vsndfs("unplug", sndDir, "loopback.0")
	shell := s.holdingShell("pcmC0D0p")
	unplug := s.headset().startEcho("unplug")
	s.headset().waitState("unbinding: waits for 1 open files")
	s.vsndfs("plug", sndDir, "loopback.0")
	if got := s.status().Devices[1].Card.Number; got != 0 {
		t.Errorf("the new card has number %d", got)
	}
	s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
	contains(t, shell.writeHeld(), "No such device")
	shell.letGo()
	unplug.succeed()
}
