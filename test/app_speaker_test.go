package test

import (
	"path/filepath"
	"testing"
)

// testSpeakerTest plays on one of the speakers, and the other is silent; and on
// default on one after the other.
func testSpeakerTest(t *testing.T, m mode) {
	for speaker, flag := range []string{"1", "2"} {
		t.Run("sine "+flag, func(t *testing.T) {
			t.Parallel()
			onlyOn(t, speaker, m.speakerTest(t, m.hw("0,0"), "-t", "sine", "-f", "1000", "-s", flag))
		})
	}
	t.Run("pink noise", func(t *testing.T) {
		t.Parallel()
		played := m.speakerTest(t, m.hw("0,0"), "-t", "pink", "-s", "1")
		isPink(t, stereo.values(played, 0))
		stereo.silent(t, played, 1)
	})
	t.Run("default", func(t *testing.T) {
		t.Parallel()
		played := m.speakerTest(t, "default", "-t", "sine", "-f", "1000")
		right := stereo.begin(played, 1) * stereo.frameBytes()
		onlyOn(t, 0, played[:right])
		onlyOn(t, 1, played[right:])
	})
}

// onlyOn fails the test unless a sound is speaker-test's sine on one speaker.
func onlyOn(t testing.TB, speaker int, played []byte) {
	t.Helper()
	stereo.heard(t, played, speaker).is(t, tone{hz: 1000, level: 0.8})
	stereo.silent(t, played, 1-speaker)
}

// speakerTest is what speaker-test plays on a device with some flags.
func (m mode) speakerTest(t testing.TB, device string, flags ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := m.server(t, "usb-headset,record="+path)
	s.largeDmix().run("speaker-test", append(flags, "-D", device, "-c", "2", "-r", "48000", "-F", "S16_LE", "-l", "1", "-b", "1000000")...)
	s.vsndfs("umount", sndDir)
	return stereo.readWAV(t, path)
}
