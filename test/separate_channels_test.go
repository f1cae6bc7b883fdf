package test

import (
	"path/filepath"
	"strconv"
	"testing"
)

// apart is a dummy's device whose frames are moved a channel each.
const apart = "hw:0,1"

// TestSeparateChannels plays and records with a file for each channel, which
// aplay and arecord do non-interleaved.
func TestSeparateChannels(t *testing.T) {
	for access, flags := range accesses {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			option, path := recording(t)
			sound := stereo.noise(0.5)
			var files []string
			for channel := range stereo.channels {
				files = append(files, mono.write(t, stereo.channel(sound, channel)))
			}
			s := mount(t, "--card", "dummy,devices=2,play="+stereo.writeWAV(t, sound), option)
			raw := append(flags, "-I", "-D", apart, "-t", "raw", "-f", "S16_LE", "-r", "48000", "-c", "2")
			s.aplay(append(raw, files...)...)
			sameSoundFilledUp(t, stereo, stereo.readWAV(t, path), sound)

			got := filepath.Join(t.TempDir(), "got")
			s.run("arecord", append([]string{"-q"}, append(raw, "-d", "1", got)...)...)
			for channel := range stereo.channels {
				want := stereo.channel(sound, channel)
				sameSound(t, readFile(t, got+"."+strconv.Itoa(channel))[:len(want)], want)
			}
		})
	}
}

// TestSeparateChannelsOverALoopback has both ends of a cable non-interleaved.
func TestSeparateChannelsOverALoopback(t *testing.T) {
	t.Parallel()
	sound := stereo.noise(0.5)
	raw := []string{"-q", "-I", "-t", "raw", "-f", "S16_LE", "-r", "48000", "-c", "2", "-D"}
	got := filepath.Join(t.TempDir(), "got")
	s := mount(t, "--card", "loopback")
	recorder := s.start("arecord", append(raw, "hw:0,1", "-d", "5", got)...)
	s.waitStream("pcmC0D1c", "RUNNING")
	args := append(raw, "hw:0,0")
	for channel := range stereo.channels {
		args = append(args, mono.write(t, stereo.channel(sound, channel)))
	}
	s.run("aplay", args...)
	recorder.succeed()
	for channel := range stereo.channels {
		holds(t, readFile(t, got+"."+strconv.Itoa(channel)), stereo.channel(sound, channel))
	}
}
