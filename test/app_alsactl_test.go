package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// testAlsactl keeps a card's values and elements over a new plug.
func testAlsactl(t *testing.T, m mode) {
	t.Run("daemon", func(t *testing.T) {
		t.Parallel()
		m.server(t, "usb-headset").alsactlDaemon()
	})
	s := m.server(t, "dummy")
	state := filepath.Join(t.TempDir(), "state")
	watcher := s.start("stdbuf", "-oL", "alsactl", "monitor")
	waitFor(t, "alsactl to watch", func() bool { return strings.Contains(s.vsndfs("status", sndDir), "alsactl") })
	s.run("amixer", "-q", "cset", "name=Master Volume", "--", "-7,42")
	if line := watcher.line(); !strings.Contains(line, "Master Volume") {
		t.Errorf("alsactl monitor says %q, want what has changed", line)
	}
	s.run("amixer", "-q", "cset", "name=External I/O Box", "None")
	s.run("alsactl", "-f", state, "store")
	s.vsndfs("unplug", sndDir, "dummy.0")
	s.vsndfs("plug", sndDir, "dummy.0")
	contains(t, s.run("amixer", "cget", "name=Master Volume"), ": values=0,0\n")
	s.run("alsactl", "-f", state, "restore")
	contains(t, s.run("amixer", "cget", "name=Master Volume"), ": values=-7,42\n")
	contains(t, s.run("amixer", "cget", "name=External I/O Box"), ": values=0\n")
	contains(t, s.run("amixer", "cget", "name=CD Volume"), "access=rwi--R--")

	s = m.server(t, "usb-headset")
	s.run("amixer", "-q", "sset", "PCM", "10%", "mute")
	s.start("alsactl", "init").fail(99) // it has no rules for this card, and used those for any
	contains(t, s.run("amixer", "sget", "PCM"), "[on]")
}

// alsactlDaemon has a daemon store what the card was set to, also after it has lost
// the card and was told by nrestore of another one.
func (s *server) alsactlDaemon() {
	s.t.Helper()
	dir := s.t.TempDir()
	state, pidFile := filepath.Join(dir, "state"), filepath.Join(dir, "pid")
	alsactl := func(command ...string) *program {
		return s.start("alsactl", append([]string{"-f", state, "-e", pidFile}, command...)...)
	}
	daemon := alsactl("daemon")
	waitFor(s.t, "alsactl to watch", func() bool { return strings.Contains(s.vsndfs("status", sndDir), "alsactl") })
	s.run("amixer", "-q", "sset", "PCM", "100")
	alsactl("store").succeed()
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	s.vsndfs("plug", sndDir, "usb-headset.0")
	alsactl("nrestore").succeed()
	contains(s.t, s.run("amixer", "cget", "name=PCM Playback Volume"), ": values=100,100\n")
	waitFor(s.t, "alsactl to watch again", func() bool { return strings.Contains(s.vsndfs("status", sndDir), "alsactl") })
	s.run("amixer", "-q", "sset", "PCM", "50")
	alsactl("kill", "save_and_quit").succeed()
	daemon.succeed()
	contains(s.t, string(readFile(s.t, state)), "name 'PCM Playback Volume'\n\t\tvalue.0 50\n\t\tvalue.1 50\n")
}
