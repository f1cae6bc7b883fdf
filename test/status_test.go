package test

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestStatusTellsWhoHoldsACardAndWaitsInWhat(t *testing.T) {
	t.Parallel()
	s := mount(t)
	caller := s.role("blocked", "WRITEI", s.node("pcmC0D0p"))
	caller.expect("ready")
	s.headset().waitBlocked(caller, "pcmC0D0p")
	d := s.status().Devices[0]
	if d.State != "bound" || d.Driver != "snd-usb-audio" || d.Refs == 0 {
		t.Errorf("the device is %+v", d)
	}
	if want := []string{"trigger_card_free", "keys", "snd_card_release", "tape"}; !slices.Equal(d.Devres, want) {
		t.Errorf("its managed resources are %q, want %q", d.Devres, want)
	}
	want := holder{Pid: caller.pid(), Command: d.Holders[0].Command, Node: "pcmC0D0p", Blocked: "transfer"}
	if !slices.Equal(d.Holders, []holder{want}) {
		t.Errorf("its holders are %v, want %v", d.Holders, want)
	}
	if d.Streams[0].Node != "pcmC0D0p" || d.Streams[0].State != "PREPARED" {
		t.Errorf("its streams are %v", d.Streams)
	}
	text := s.vsndfs("status", sndDir)
	contains(t, text, fmt.Sprintf("held by %d (%s): pcmC0D0p, waits in transfer", want.Pid, want.Command))
	contains(t, text, "pcmC0D0p subdevice 0: PREPARED, S16_LE, 2 channels, 8000 Hz, ")
}

func TestStatusTellsWhatAnUnplugWaitsFor(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	unplug := s.headset().startEcho("unplug")
	s.waitLog("card 0 wait files=1")
	text := s.vsndfs("status", sndDir)
	contains(t, text, "usb-headset.0 (snd-usb-audio): unbinding: waits for 1 open files")
	contains(t, text, fmt.Sprintf("held by %d (bash): pcmC0D0p", shell.pid()))
	shell.letGo()
	unplug.succeed()
	contains(t, s.vsndfs("status", sndDir), "usb-headset.0 (snd-usb-audio): unplugged")
}

func TestStatusCountsTheFilesOfOneHolder(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.start("bash")
	shell.say("exec 3< /dev/snd/controlC0 4< /dev/snd/controlC0 && echo holds")
	shell.expect("holds")
	contains(t, s.vsndfs("status", sndDir), fmt.Sprintf("held by %d (bash): controlC0 2 times\n", shell.pid()))
	shell.signal(syscall.SIGKILL)
}

func TestStatusIsQuickWhenAProgramLeavesManyFilesToAnother(t *testing.T) {
	t.Parallel()
	const files = 1000
	s := mount(t)
	shell := s.start("bash")
	shell.say(fmt.Sprintf("for i in {1..%d}; do exec {fd}< /dev/snd/controlC0; done; sleep 1000 & echo $!", files))
	heir := shell.line()
	shell.signal(syscall.SIGKILL)
	shell.wait()
	want := holder{Node: "controlC0", Command: "sleep"}
	if _, err := fmt.Sscan(heir, &want.Pid); err != nil {
		t.Fatal(err)
	}
	if got := s.statusFile().Devices[0].Holders; !slices.Equal(got, []holder{want}) {
		t.Errorf("the holders are %v, want %v", got, want)
	}
	s.run("kill", heir)
}

func TestModelsListsTheModelsAndTheirOptions(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	text := m.vsndfs("models")
	for _, want := range []string{"usb-headset: ", "loopback: ", "dummy: ", "(only dummy)", "record=FILE.wav", "strict"} {
		contains(t, text, want)
	}
	if strings.Contains(text, "gallery-") {
		t.Errorf("among the models for every day are some of the gallery:\n%s", text)
	}
	gallery := m.vsndfs("models", "--gallery")
	contains(t, gallery, "gallery-mixed-wrong: ")
	if strings.Contains(gallery, "record=") {
		t.Errorf("a card of the gallery, which has no streams to keep, has an option to keep them:\n%s", gallery)
	}
}

func TestStatusIsShownAgainWhenItChanges(t *testing.T) {
	t.Parallel()
	s := mount(t)
	watcher := s.start(s.binary, "status", "--watch", sndDir)
	shows := func(text string) {
		t.Helper()
		waitFor(t, text+" to be shown", func() bool { return strings.Contains(watcher.stdout.String(), text) })
	}
	shows("usb-headset.0 (snd-usb-audio): bound")
	player := s.start("aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
	shows("pcmC0D0p subdevice 0: RUNNING, S16_LE, 2 channels, 48000 Hz, ")
	shows(" frames to play")
	player.signal(syscall.SIGTERM)
	player.wait()
	shell := s.holdingShell("pcmC0D0p")
	shows(fmt.Sprintf("held by %d (bash): pcmC0D0p", shell.pid()))
	unplug := s.headset().startEcho("unplug")
	shows("unbinding: waits for 1 open files")
	shell.letGo()
	unplug.succeed()
	shows("unplugged")
	s.vsndfs("umount", sndDir)
	watcher.succeed()
}
