package test

import "testing"

func testFfmpeg(t *testing.T, m mode) {
	m.plays(t, func(s *server, song string) {
		s.run("ffmpeg", "-loglevel", "error", "-i", song, "-f", "alsa", m.hw("0,0"))
	})
	// Its own -t goes by the time of day, which tells nothing of a card without a clock.
	const half = "atrim=end_sample=24000"
	m.records(t, func(s *server, path string) {
		s.run("ffmpeg", "-loglevel", "error", "-f", "alsa", "-channels", "1", "-sample_rate", "48000", "-i", m.hw("0,0"), "-af", half, path)
	})
}
