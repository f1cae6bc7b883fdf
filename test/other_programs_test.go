package test

import (
	"path/filepath"
	"testing"
)

// The README says of these programs that they work.

func TestSpeakerTestPlaysToItsEnd(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for _, device := range []string{"hw:0,0", "plughw:0,0", "default"} {
		m.vsndfs(runArgs(nil, "speaker-test", "-D", device, "-c", "2", "-r", "48000", "-F", "S16_LE", "-t", "sine", "-l", "1")...)
	}
}

func TestFfmpegPlaysSampleBySample(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	keepsTheWhole(t, func(song, path string) {
		m.vsndfs(runArgs([]string{"--record", path}, "ffmpeg", "-loglevel", "error", "-i", song, "-f", "alsa", "default")...)
	})
}

func TestFfmpegRecordsWhatItIsFed(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	fed := mono.noise(2)
	path := filepath.Join(t.TempDir(), "got.wav")
	m.vsndfs(runArgs([]string{"--play", mono.writeWAV(t, fed)},
		"ffmpeg", "-loglevel", "error", "-f", "alsa", "-channels", "1", "-sample_rate", "48000", "-i", "hw:0,0", "-t", "1", path)...)
	got := mono.readWAV(t, path)
	// ffmpeg ends with a whole packet, after a second by its own clock.
	second := mono.rateHz * mono.frameBytes()
	if len(got) < second*9/10 || len(got) > second*11/10 {
		t.Fatalf("recorded %d bytes, want about %d", len(got), second)
	}
	sameSound(t, got, fed[:len(got)])
}
