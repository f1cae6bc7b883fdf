package test

import (
	"strings"
	"testing"
)

func TestBashLoadsItsCompletionScript(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("bash", "-n", "-c", m.vsndfs("completion", "bash"))
	got := m.run("bash", "-c", m.vsndfs("completion", "bash")+"\ncomplete -p vsndfs")
	contains(t, got, "vsndfs")
}

func TestThereAreCompletionScriptsForOtherShells(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, shell := range []string{"zsh", "fish"} {
		contains(t, m.vsndfs("completion", shell), "vsndfs")
	}
}

func TestCompletionKnowsModelsAndDevices(t *testing.T) {
	t.Parallel()
	s := mount(t)
	contains(t, s.vsndfs("__complete", "unplug", sndDir, ""), "usb-headset.0\n")
	for _, model := range []string{"usb-headset", "usb-dac", "webcam-mic", "hda-laptop", "studio-18x20", "loopback", "dummy"} {
		contains(t, s.vsndfs("__complete", "mount", "--card", ""), model+"\t")
	}
	contains(t, s.vsndfs("__complete", "mount", "--card", "gallery-"), "gallery-mixed-wrong\t")
	contains(t, s.vsndfs("__complete", "gallery", ""), "mixed-wrong\t")
	options := s.vsndfs("__complete", "mount", "--card", "dummy,strict,")
	for _, word := range []string{"clock=free", "record=", "devices="} {
		contains(t, options, "dummy,strict,"+word+"\t")
	}
}

func TestHelpExplainsEveryCommand(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for command := range strings.FieldsSeq("mount umount run plug unplug fault status log models clone demo gallery doctor completion") {
		text := m.vsndfs(command, "--help")
		contains(t, text, "Usage:\n  vsndfs "+command)
	}
	contains(t, m.vsndfs(), "Examples:")
}
