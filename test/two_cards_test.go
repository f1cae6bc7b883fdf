package test

import "testing"

func TestTheOtherCardDoesNotNotice(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, "--card", "loopback", "--card", "usb-headset,"+option[len("--"):])
	played := stereo.noise(1)
	player := s.startShell(`cat "$1" > /dev/snd/pcmC1D0p`, stereo.write(t, played))
	s.waitStream("pcmC1D0p", "RUNNING")
	shell := s.holdingShell("pcmC0D0p")
	unplug := s.slot("loopback.0").startEcho("unplug")
	s.slot("loopback.0").waitState("unbinding: waits for 1 open files")
	if s.exists("controlC0") || !s.exists("controlC1") {
		t.Error("after card 0 is unplugged there should be controlC1 and no controlC0")
	}
	player.succeed()
	sameSound(t, stereo.readWAV(t, path), played)
	shell.letGo()
	unplug.succeed()
}

func TestTwoCardsOfOneModelHaveNamesAndNumbersOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset", "--card", "usb-headset,index=7")
	st := s.status()
	for i, want := range []struct {
		name, id string
		number   int
	}{{"usb-headset.0", "Headset", 0}, {"usb-headset.1", "Headset_1", 7}} {
		d := st.Devices[i]
		if d.Name != want.name || d.Card.ID != want.id || d.Card.Number != want.number {
			t.Errorf("device %d is %s, card %d [%s], want %v", i, d.Name, d.Card.Number, d.Card.ID, want)
		}
	}
	contains(t, s.aplay("-l"), "card 7: Headset_1")
}
