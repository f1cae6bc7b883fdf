package test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testAmixer looks at a headset's mixer and changes it, by simple controls and by
// elements, while another one watches.
func testAmixer(t *testing.T, m mode) {
	s := m.server(t, "usb-headset")
	watcher := s.start("stdbuf", "-oL", "amixer", "events")
	watcher.waitLine("Ready to listen...") // before that it names the elements
	contains(t, s.run("amixer", "contents"), "name='PCM Playback Volume'\n  ; type=INTEGER,access=rw---R--,values=2,min=0,max=127,step=0\n"+
		"  : values=127,127\n  | dBminmax-min=-63.50dB,max=0.00dB\n")
	contains(t, s.run("amixer", "contents"), "name='Playback Channel Map'\n  ; type=INTEGER,access=r--v-R--,values=2,min=0,max=36,step=0\n"+
		"  : values=0,0\n  | container\n    | chmap-fixed=FL,FR\n")

	for _, step := range []struct{ set, shown, event string }{
		{"PCM -- -20dB", "Front Left: Playback 87 [69%] [-20.00dB] [on]", "numid=4,iface=MIXER,name='PCM Playback Volume'"},
		{"PCM 6dB-", "Front Left: Playback 75 [59%] [-26.00dB] [on]", "numid=4,iface=MIXER,name='PCM Playback Volume'"},
		{"PCM mute", "[-26.00dB] [off]", "numid=3,iface=MIXER,name='PCM Playback Switch'"},
		{"PCM unmute", "[-26.00dB] [on]", "numid=3,iface=MIXER,name='PCM Playback Switch'"},
		{"PCM toggle", "[-26.00dB] [off]", "numid=3,iface=MIXER,name='PCM Playback Switch'"},
		{"PCM 1dB+", "Front Right: Playback 77 [61%] [-25.00dB] [off]", "numid=4,iface=MIXER,name='PCM Playback Volume'"},
		{"Mic nocap", "Mono: Capture 12 [34%] [0.00dB] [off]", "numid=5,iface=MIXER,name='Mic Capture Switch'"},
		{"Mic cap", "Mono: Capture 12 [34%] [0.00dB] [on]", "numid=5,iface=MIXER,name='Mic Capture Switch'"},
		{"Mic -- -7dB", "Mono: Capture 5 [14%] [-7.00dB] [on]", "numid=6,iface=MIXER,name='Mic Capture Volume'"},
	} {
		words := strings.Fields(step.set)
		contains(t, s.run("amixer", append([]string{"sset"}, words...)...), step.shown)
		watcher.waitLine("event value: " + step.event) // it tells of its polls too, and of each channel
		contains(t, s.run("amixer", "sget", words[0]), step.shown)
	}
	contains(t, s.run("amixer", "cset", "name=Mic Capture Volume", "100%"), ": values=35\n")
	contains(t, s.run("amixer", "cget", "numid=6"), "  : values=35\n  | dBminmax-min=-12.00dB,max=23.00dB\n")

	contains(t, s.start("amixer", "-q", "cset", "name=None", "1").fail(1), "Cannot find the given element")
}

// testAlsamixer changes a volume by its keys, and shows what another program
// changes.
func testAlsamixer(t *testing.T, m mode) {
	requireProgram(t, "tmux")
	s := m.server(t, "usb-headset").machine.home(t.TempDir())
	socket := filepath.Join(t.TempDir(), "tmux")
	// The machine has no terminals: tmux is outside of it, and what it shows is inside.
	start := func(args ...string) *program {
		return newProgram(t, "tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...).start()
	}
	tmux := func(args ...string) string {
		t.Helper()
		p := start(args...)
		p.succeed()
		return p.stdout.String()
	}
	tmux(append([]string{"new-session", "-d", "-x", "100", "-y", "30"}, s.program("alsamixer", "-V", "all").cmd.Args...)...)
	t.Cleanup(func() { start("kill-server").wait() }) // it may have ended
	shows := func(what string) {
		t.Helper()
		expression := regexp.MustCompile(what)
		waitFor(t, "alsamixer to show "+what, func() bool { return expression.MatchString(tmux("capture-pane", "-p")) })
	}
	shows(`Card: USB Headset`)
	shows(`100<>100`)
	s.run("amixer", "-q", "cset", "name=PCM Playback Volume", "0")
	shows(`0<>0`)
	s.run("amixer", "-q", "cset", "name=PCM Playback Volume", "0,127")
	shows(`0<>100`)
	tmux("send-keys", "m") // mutes what is chosen, the first
	waitFor(t, "the key to mute", func() bool { return strings.Contains(s.run("amixer", "sget", "PCM"), "[off]") })
	tmux("send-keys", "Escape")
	waitFor(t, "alsamixer to end", func() bool { return start("has-session").wait() != 0 })
}

// TestDefaultMayAddAVolume plays on default, which adds a volume of its own to some
// cards (softvol), by the name of their driver.
func TestDefaultMayAddAVolume(t *testing.T) {
	for driver, card := range map[string]string{"Loopback": "loopback", "HDA-Intel": "hda-laptop"} {
		t.Run(driver, func(t *testing.T) {
			t.Parallel()
			s := mount(t, "--card", card)
			s.start("amixer", "-q", "cget", "name=PCM Playback Volume").fail(1)
			s.aplay(stereo.writeWAV(t, stereo.noise(0.5)))
			contains(t, s.run("amixer", "cget", "name=PCM Playback Volume"), "dBscale-min=-51.00dB,step=0.20dB")
			contains(t, s.run("amixer", "sset", "PCM", "--", "-10dB"), "[-10.00dB]")
		})
	}
}
