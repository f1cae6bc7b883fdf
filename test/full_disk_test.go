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
	s.expectFailedRecordings(1)
	m.run("mount", "-o", "remount,size=8m", "/dev/disk")
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played)) // a stream of its own
	sameSound(t, stereo.readWAV(t, m.path("/dev/disk/out-2.wav")), played)
	s.expectFailedRecordings(1)
}

// expectFailedRecordings fails the test unless the log tells of that many.
func (s *server) expectFailedRecordings(want int) {
	s.t.Helper()
	if n := strings.Count(s.log(), "record failed"); n != want {
		s.t.Errorf("the log says %d times that a recording failed, want %d", n, want)
	}
}

// A file system with an open recording cannot be made read-only; without one it can.
func TestAReadOnlyDiskKeepsNoRecordingAndTheStreamGoesOn(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "-t", "tmpfs", "-o", "size=8m", "disk", m.makeDir("/dev/disk"))
	s := m.mount("--record", "/dev/disk/out.wav")
	played := stereo.noise(0.5)
	song := stereo.write(t, played)
	shell := s.holdingShell("pcmC0D0p")
	shell.say(`cat "` + song + `" >&3; echo played`)
	waitFor(t, "sound on the disk", func() bool { return fileSize(t, m.path("/dev/disk/out.wav")) > 1000 })
	contains(t, m.start("mount", "-o", "remount,ro", "/dev/disk").fail(32), "busy")
	shell.expect("played")
	shell.letGo()
	sameSound(t, stereo.readWAV(t, m.path("/dev/disk/out.wav")), played)
	m.run("mount", "-o", "remount,ro", "/dev/disk")
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, song)
	s.expectFailedRecordings(1)
	contains(t, s.log(), "read-only file system")
	m.run("mount", "-o", "remount,rw", "/dev/disk")
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, song)
	sameSound(t, stereo.readWAV(t, m.path("/dev/disk/out-3.wav")), played)
}
