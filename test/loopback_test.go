package test

import (
	"bytes"
	"path/filepath"
	"syscall"
	"testing"
)

func TestCatHearsOverALoopbackWhatCatPlays(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "loopback")
	played := stereo.noise(0.5)
	got := filepath.Join(t.TempDir(), "got.raw")
	recorder := s.startShell(`exec cat /dev/snd/pcmC0D1c > "$1"`, got)
	s.waitStream("pcmC0D1c", "RUNNING")
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played))
	waitFor(t, "the sound in the recording", func() bool { return bytes.Contains(readFile(t, got), played) })
	recorder.signal(syscall.SIGKILL)
	recorder.wait()
	quietBefore, quietAfter, _ := bytes.Cut(readFile(t, got), played)
	for _, quiet := range [][]byte{quietBefore, quietAfter} {
		sameSound(t, quiet, make([]byte, len(quiet)))
	}
}

func TestASecondRecorderOfALoopbackHearsItsOwnCable(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "loopback")
	s.start("sh", "-c", `exec cat /dev/zero > /dev/snd/pcmC0D0p`)
	s.waitStream("pcmC0D0p", "RUNNING")
	played := stereo.noise(0.3)
	first := s.startShell(`exec head -c 400000 /dev/snd/pcmC0D1c`)
	s.waitStream("pcmC0D1c", "RUNNING")
	second := s.startShell(`exec head -c 400000 /dev/snd/pcmC0D1c`)
	waitFor(t, "a second recorder", func() bool { return len(s.status().Devices[0].Holders) == 3 })
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played))
	first.succeed()
	second.succeed()
	if bytes.Contains([]byte(first.stdout.String()), played) {
		t.Error("the first recorder heard the second cable")
	}
	if !bytes.Contains([]byte(second.stdout.String()), played) {
		t.Error("the second recorder did not hear what was played on its cable")
	}
}
