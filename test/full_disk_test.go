package test

import (
	"strings"
	"testing"
	"time"
)

func TestARecordingOnAFullDiskStaysValidAndTheStreamGoesOn(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "-t", "tmpfs", "-o", "size=64k", "disk", m.makeDir("/dev/disk"))
	s := m.mount("--record", "/dev/disk/out.wav")
	played := stereo.noise(1)
	start := time.Now()
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played))
	between(t, "a second of sound", time.Since(start), 900*time.Millisecond, 10*time.Second)
	kept := stereo.readWAV(t, m.path("/dev/disk/out.wav"))
	if len(kept) < 48<<10 {
		t.Errorf("only %d bytes are kept on a disk of 64 KiB", len(kept))
	}
	sameSound(t, kept, played[:len(kept)])
	if n := strings.Count(s.log(), "record failed"); n != 1 {
		t.Errorf("the log says %d times that the recording failed", n)
	}
}
