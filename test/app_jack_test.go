package test

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// testJACK has a client of a JACK server play, and another record.
func testJACK(t *testing.T, m mode) {
	fed := mono.writeWAV(t, mono.sine(t, 700, 20))
	oneTryDoes(t, func() error {
		path, got := filepath.Join(t.TempDir(), "out.wav"), filepath.Join(t.TempDir(), "got.wav")
		s := m.server(t, "usb-headset,record="+path+",play="+fed)
		c := s.env("JACK_NO_START_SERVER=1", "JACK_NO_AUDIO_RESERVATION=1")
		jackd := c.start("jackd", "--no-realtime", "--no-mlock", "-d", "alsa", "-d", "hw:0", "-r", "48000", "-p", "4096", "-n", "4")
		jackd.waitReady(func() bool { return strings.TrimSpace(c.run("jack_wait", "-c")) == "running" })
		player := c.start("jack_simple_client")
		// When its buffer overruns it goes on in the middle of a sample, so that is large.
		c.run("jack_rec", "-f", got, "-d", "1", "-b", "16", "-B", "262144", "system:capture_1")
		player.signal(syscall.SIGTERM)
		player.wait()
		jackd.signal(syscall.SIGTERM)
		jackd.succeed()
		played := stereo.fromDeep(t, path)
		return errors.Join(
			mono.heard(t, mono.readWAV(t, got), 0).differs(tone{hz: 700, level: 0.5}),
			// The client's sines are 200 samples long, and a third of that.
			stereo.heard(t, played, 0).differs(tone{hz: 240, level: 0.2}),
			stereo.heard(t, played, 1).differs(tone{hz: 720, level: 0.2}),
		)
	})
}
