package test

import (
	"encoding/binary"
	"path/filepath"
	"testing"
	"time"
)

// keepsTheWhole fails the test unless play, which plays a sound through dmix into
// the WAV file that it is given, has all of the sound kept there. dmix writes just
// before the place that the card is about to play, and may come too late.
func keepsTheWhole(t *testing.T, play func(song, path string)) {
	t.Helper()
	played := stereo.noise(0.5)
	song := stereo.writeWAV(t, played)
	oneTryDoes(t, func() error {
		path := filepath.Join(t.TempDir(), "out.wav")
		play(song, path)
		return differ(stereo.readWAV(t, path), played)
	})
}

func TestAplayWithoutADeviceIsKeptSampleBySample(t *testing.T) {
	t.Parallel()
	keepsTheWhole(t, func(song, path string) {
		s := mount(t, "--record", path)
		s.aplay(song)
		s.vsndfs("umount", sndDir)
	})
}

// TestTwoAplaysAtOnceAreMixed plays two sounds whose samples all have one value
// each: what is heard of both is their sum.
func TestTwoAplaysAtOnceAreMixed(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	first := s.start("aplay", "-q", stereo.writeWAV(t, constant(1000, 2*stereo.rateHz)))
	s.waitStream("pcmC0D0p", "RUNNING")
	second := s.start("aplay", "-q", stereo.writeWAV(t, constant(300, stereo.rateHz/2)))
	first.succeed()
	second.succeed()
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	count := countSamples(stereo.readWAV(t, path))
	for _, value := range []int16{1000, 1300} {
		if count[value] < 1000 {
			t.Errorf("%d samples are %d: not both were heard", count[value], value)
		}
	}
}

func TestAplayWithoutADevicePlaysInRealTime(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	s.aplay(stereo.writeWAV(t, stereo.noise(2)))
	between(t, "two seconds of sound", time.Since(start), 1900*time.Millisecond, 10*time.Second)
}

func TestTwoArecordsAtOnceHearTheSame(t *testing.T) {
	t.Parallel()
	s := mount(t, "--play", mono.writeWAV(t, mono.noise(5)))
	var recorders []*program
	var got []string
	for _, name := range []string{"a.wav", "b.wav"} {
		got = append(got, filepath.Join(t.TempDir(), name))
		recorders = append(recorders, s.start("arecord", "-q", "-f", "S16_LE", "-r", "48000", "-d", "1", got[len(got)-1]))
	}
	for i, r := range recorders {
		r.succeed()
		holds(t, mono.noise(5), mono.readWAV(t, got[i]))
	}
}

// countSamples counts the values of S16_LE samples.
func countSamples(p []byte) map[int16]int {
	count := make(map[int16]int)
	for ; len(p) >= 2; p = p[2:] {
		count[int16(binary.LittleEndian.Uint16(p))]++
	}
	return count
}
