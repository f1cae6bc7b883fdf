package test

import (
	"path/filepath"
	"testing"
)

// testSpeakerTest plays on one of the speakers, and the other is silent.
func testSpeakerTest(t *testing.T, m mode) {
	for speaker, flag := range []string{"1", "2"} {
		t.Run("sine "+flag, func(t *testing.T) {
			t.Parallel()
			played := m.speakerTest(t, "-t", "sine", "-f", "1000", "-s", flag)
			stereo.heard(t, played, speaker).is(t, tone{hz: 1000, level: 0.8})
			stereo.silent(t, played, 1-speaker)
		})
	}
	t.Run("pink noise", func(t *testing.T) {
		t.Parallel()
		played := m.speakerTest(t, "-t", "pink", "-s", "1")
		isPink(t, stereo.values(played, 0))
		stereo.silent(t, played, 1)
	})
}

// speakerTest is what speaker-test plays with some flags.
func (m mode) speakerTest(t testing.TB, flags ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := m.server(t, "usb-headset,record="+path)
	s.run("speaker-test", append(flags, "-D", m.hw("0,0"), "-c", "2", "-r", "48000", "-F", "S16_LE", "-l", "1", "-b", "300000")...)
	return stereo.readWAV(t, path)
}
