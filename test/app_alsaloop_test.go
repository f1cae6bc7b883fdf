package test

import (
	"bytes"
	"path/filepath"
	"syscall"
	"testing"
)

// testAlsaloop has alsaloop carry what aplay plays into a loopback on to a
// headset. A latency of a second lets it come late.
func testAlsaloop(t *testing.T, m mode) {
	path := filepath.Join(t.TempDir(), "out.wav")
	s := m.server(t, "loopback", "usb-headset,record="+path)
	loop := s.start("alsaloop", "-C", m.hw("0,1,0"), "-P", m.hw("1,0,0"), "-r", "48000", "-f", "S16_LE", "-c", "2", "-t", "1000000", "-S", "0")
	s.waitStream("pcmC0D1c", "RUNNING")
	played := stereo.noise(0.3)
	s.aplay("-D", m.hw("0,0,0"), stereo.writeWAV(t, played))
	waitFor(t, "what was played in what alsaloop plays", func() bool {
		return fileSize(t, path) > len(played) && bytes.Contains(readFile(t, path), played)
	})
	loop.signal(syscall.SIGINT)
	loop.succeed()
}
