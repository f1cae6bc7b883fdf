package test

import (
	"path/filepath"
	"testing"
)

// pyalsaaudio does something with Debian's own Python, which has pyalsaaudio.
func (m *machine) pyalsaaudio(what string, args ...string) *program {
	m.t.Helper()
	script, err := filepath.Abs("testdata/pyalsaaudio.py")
	if err != nil {
		m.t.Fatal(err)
	}
	return m.start("/usr/bin/python3", append([]string{script, what}, args...)...)
}

// testPyalsaaudio plays, and has a mixer changed and watched. It does not record: the
// read of Debian's pyalsaaudio 0.8.4 reads a period, and then its Python 3.11 does not
// let it return that.
func testPyalsaaudio(t *testing.T, m mode) {
	m.plays(t, func(s *server, song string) { s.pyalsaaudio("play", m.hw("0,0"), song).succeed() })
	if m.noRW {
		return // it finds no elements
	}
	t.Run("mixer", func(t *testing.T) {
		t.Parallel()
		m.server(t, "usb-headset").pyalsaaudioMixes()
	})
}

func (s *server) pyalsaaudioMixes() {
	s.t.Helper()
	prints := func(want, what string, args ...string) {
		s.t.Helper()
		p := s.pyalsaaudio(what, args...)
		p.succeed()
		if got := p.stdout.String(); got != want {
			s.t.Errorf("%s printed\n%swant\n%s", p.name, got, want)
		}
	}
	prints(`['Headset'] USB Headset
PCM ['Playback Volume'] ['Playback Mute']
Mic ['Capture Volume', 'Joined Capture Volume'] ['Capture Mute', 'Joined Capture Mute']
`, "show")
	prints("[100, 100] [0, 0]\n", "get", "PCM")
	prints("[34] [1]\n", "get", "Mic")

	watcher := s.pyalsaaudio("watch", "PCM")
	watcher.expect("ready")
	prints("", "put", "PCM", "50", "1")
	watcher.waitLine("[50, 50] [1, 1]")
	contains(s.t, s.run("amixer", "sget", "PCM"), "Front Right: Playback 64 [50%] [-31.50dB] [off]")
	s.run("amixer", "-q", "sset", "PCM", "100%,0%", "unmute")
	watcher.waitLine("[100, 0] [0, 0]")
	prints("", "put", "Mic", "20", "1")
	contains(s.t, s.run("amixer", "sget", "Mic"), "Mono: Capture 7 [20%] [-5.00dB] [off]")
}
