package test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
)

// testAlsaloop has alsaloop carry what aplay plays into a loopback on to a
// headset. A latency of a second lets it come late. It waits until the loopback's
// elements say that somebody plays, and misses what was played before: silence.
func testAlsaloop(t *testing.T, m mode) {
	path := filepath.Join(t.TempDir(), "out.wav")
	s := m.server(t, "loopback", "usb-headset,record="+path)
	loop := s.start("alsaloop", "-C", m.hw("0,1,0"), "-P", m.hw("1,0,0"), "-r", "48000", "-f", "S16_LE", "-c", "2", "-t", "1000000", "-S", "0")
	s.waitLog(fmt.Sprintf("open controlC0 pid=%d comm=alsaloop", loop.pid()))
	player := s.start("aplay", "-q", "-D", m.hw("0,0,0"), "-t", "raw", "-f", "S16_LE", "-r", "48000", "-c", "2")
	silence := make([]byte, 4800*stereo.frameBytes())
	waitFor(t, "alsaloop to record", func() bool {
		player.feed(silence)
		return s.hasStream("pcmC0D1c", "RUNNING")
	})
	played := stereo.noise(0.3)
	player.feed(played)
	waitFor(t, "what was played in what alsaloop plays", func() bool {
		player.feed(silence)
		return fileSize(t, path) > len(played) && bytes.Contains(readFile(t, path), played)
	})
	player.stdin.Close()
	player.succeed()
	loop.signal(syscall.SIGINT)
	loop.succeed()
}
