package test

import "testing"

func testFfmpeg(t *testing.T, m mode) {
	m.plays(t, func(s *server, song string) {
		s.run("ffmpeg", "-loglevel", "error", "-i", song, "-f", "alsa", "hw:0,0")
	})
	m.records(t, func(s *server, path string) {
		s.run("ffmpeg", "-loglevel", "error", "-f", "alsa", "-channels", "1", "-sample_rate", "48000", "-i", "hw:0,0", "-t", "0.5", path)
	})
}
