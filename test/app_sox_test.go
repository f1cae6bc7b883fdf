package test

import "testing"

// testSox plays and records with sox under its other names.
func testSox(t *testing.T, m mode) {
	device := []string{"AUDIODRIVER=alsa", "AUDIODEV=" + m.hw("0,0")}
	m.plays(t, func(s *server, song string) {
		s.env(device...).run("play", "-q", song)
	})
	m.records(t, func(s *server, path string) {
		s.env(device...).run("rec", "-q", "-D", "-c", "1", "-r", "48000", "-b", "16", path, "trim", "0", "0.5")
	})
}
