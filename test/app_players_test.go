package test

import (
	"path/filepath"
	"testing"
)

// What these play last may be thrown away: they do not drain.

func testMpv(t *testing.T, m mode) {
	m.playsAmidSilence(t, func(s *server, song string) {
		s.run("mpv", "--no-config", "--no-terminal", "--ao=alsa", "--audio-device=alsa/"+m.hw("0,0"), "--audio-buffer=1", song)
	})
}

// testFfplay is SDL's way to ALSA.
func testFfplay(t *testing.T, m mode) {
	m.playsAmidSilence(t, func(s *server, song string) {
		s.env("SDL_AUDIODRIVER=alsa", "SDL_VIDEODRIVER=dummy", "AUDIODEV="+m.hw("0,0")).
			run("ffplay", "-loglevel", "error", "-nodisp", "-autoexit", song)
	})
}

func (m mode) playsAmidSilence(t *testing.T, play func(s *server, song string)) {
	samples := stereo.noise(0.5)
	oneTryDoes(t, func() error { return lacks(m.played(t, stereo.amidSilence(samples), play), samples) })
}

// testMpg123 plays a tone, and what it plays is what it writes to a file.
func testMpg123(t *testing.T, m mode) {
	dir := t.TempDir()
	song, decoded := filepath.Join(dir, "tone.mp3"), filepath.Join(dir, "tone.wav")
	heard := m.played(t, stereo.sine(t, 440, 0.5), func(s *server, path string) {
		s.run("ffmpeg", "-loglevel", "error", "-i", path, song)
		s.run("mpg123", "-q", "-w", decoded, song)
		s.run("mpg123", "-q", "-o", "alsa", "-a", m.hw("0,0"), song)
	})
	sameSound(t, heard, stereo.readWAV(t, decoded))
	stereo.heard(t, heard, 0).is(t, tone{hz: 440, seconds: 0.5, level: 0.5})
}
