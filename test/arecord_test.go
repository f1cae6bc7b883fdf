package test

import (
	"path/filepath"
	"testing"
)

func TestArecordGetsWhatTheCardIsFed(t *testing.T) {
	for _, format := range []string{"U8", "S16_LE"} {
		for access, flags := range accesses {
			t.Run(format+" "+access, func(t *testing.T) {
				t.Parallel()
				kind := sound{format, 1, 16000}
				fed := kind.noise(1)
				s := mount(t, "--play", kind.writeWAV(t, fed))
				got := filepath.Join(t.TempDir(), "got.wav")
				s.run("arecord", append(flags, "-q", "-D", "hw:0,0", "-f", format, "-c", "1", "-r", "16000", "-d", "1", got)...)
				sameSound(t, kind.readWAV(t, got), fed)
			})
		}
	}
}

func TestArecordHearsOverALoopbackWhatAplayPlays(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "loopback")
	played := stereo.noise(0.5)
	got := filepath.Join(t.TempDir(), "got.wav")
	recorder := s.start("arecord", "-q", "-M", "-D", "hw:0,1", "-f", "dat", "-d", "2", got)
	s.waitStream("pcmC0D1c", "RUNNING")
	s.aplay("-M", "-D", "hw:0,0", stereo.writeWAV(t, played))
	recorder.succeed()
	holds(t, stereo.readWAV(t, got), played)
}
