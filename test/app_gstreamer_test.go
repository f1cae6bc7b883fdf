package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// testGStreamer plays a tone, since GStreamer stretches what it plays by a frame
// here and there, and records. Large buffers let it come late.
func testGStreamer(t *testing.T, m mode) {
	home := t.TempDir()
	t.Run("plays", func(t *testing.T) {
		t.Parallel()
		heard := m.played(t, stereo.sine(t, 440, 1), func(s *server, song string) {
			raw := strings.TrimSuffix(song, "wav") + "raw"
			s.run("sox", song, "-t", "raw", raw)
			s.home(home).run("gst-launch-1.0", "-q", "filesrc", "location="+raw,
				"!", "rawaudioparse", "format=pcm", "pcm-format=s16le", "sample-rate=48000", "num-channels=2",
				"!", "alsasink", "device="+m.hw("0,0"), "buffer-time=1000000")
		})
		stereo.heard(t, heard, 0).is(t, tone{hz: 440, seconds: 1, level: 0.5})
	})
	m.records(t, func(s *server, path string) {
		raw := filepath.Join(t.TempDir(), "got.raw")
		s.home(home).run("gst-launch-1.0", "-q", "alsasrc", "device="+m.hw("0,0"), "buffer-time=1000000", "latency-time=10000", "num-buffers=50",
			"!", "audio/x-raw,format=S16LE,rate=48000,channels=1", "!", "filesink", "location="+raw)
		sox(s.t, append(mono.soxArgs(), raw, path)...)
	})
}
