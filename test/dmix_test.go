package test

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
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

// dmixPeriods are the periods, of 1024 frames, of a dmix or dsnoop whose programs are
// seldom late on a busy machine.
const dmixPeriods = 64

// largeDmix is the machine where a headset has such ones.
func (m *machine) largeDmix() *machine {
	m.t.Helper()
	const conf = "defaults.dmix.Headset.periods %[1]d\ncards.Headset.pcm.dsnoop.periods %[1]d\n"
	dir := m.t.TempDir()
	writeFile(m.t, filepath.Join(dir, ".asoundrc"), fmt.Appendf(nil, conf, dmixPeriods))
	return m.home(dir)
}

// startDmixFeeder starts a feeder on default and waits until dmix mixes its sound.
func (m *machine) startDmixFeeder(seed uint64) *feeder {
	m.t.Helper()
	const buffer = dmixPeriods * 4096
	f := startFeeder(m.startDmixAplay("-t", "raw", "-f", "dat"), seed)
	f.waitTakes(pipeBytes + buffer + 4096) // more than is held
	return f
}

// startDmixAplay starts an aplay on default that uses all of a large dmix.
func (m *machine) startDmixAplay(args ...string) *program {
	m.t.Helper()
	return m.largeDmix().start("aplay", append([]string{"-q", "--buffer-time=2000000"}, args...)...)
}

func TestAplayWithoutADeviceIsKeptSampleBySample(t *testing.T) {
	t.Parallel()
	keepsTheWhole(t, func(song, path string) {
		s := mount(t, "--record", path)
		s.aplay(song)
		s.vsndfs("umount", sndDir)
	})
}

func TestAplayWithoutADevicePlaysInRealTime(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	s.aplay(stereo.writeWAV(t, stereo.noise(2)))
	between(t, "two seconds of sound", time.Since(start), 1900*time.Millisecond, 10*time.Second)
}

// TestTwoArecordsAtOnceHearTheSame records twice at the same time, first on default
// and on what is behind it, and then the other way round. The first goes on until
// the second has ended.
func TestTwoArecordsAtOnceHearTheSame(t *testing.T) {
	for first, second := range map[string]string{"default": "dsnoop:0", "dsnoop:0": "default"} {
		t.Run(first+" "+second, func(t *testing.T) {
			t.Parallel()
			fed := mono.noise(30)
			clip := mono.writeWAV(t, fed)
			oneTryDoes(t, func() error {
				heard, later := recordTwice(t, clip, first, second)
				if len(later) != mono.rateHz*mono.frameBytes() {
					return fmt.Errorf("the second has %d bytes, want a second", len(later))
				}
				return errors.Join(lacks(fed, heard), lacks(heard, later))
			})
		})
	}
}

// recordTwice records a clip on a device, and meanwhile a second of it on another.
func recordTwice(t testing.TB, clip, first, second string) (heard, later []byte) {
	t.Helper()
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.wav"), filepath.Join(dir, "b.wav")
	s := mount(t, "--play", clip)
	c := s.largeDmix()
	record := func(device string, args ...string) *program {
		return c.start("arecord", append([]string{"-q", "-D", device, "-f", "S16_LE", "-r", "48000", "--buffer-time=2000000"}, args...)...)
	}
	long := record(first, a)
	s.waitAtLeast(a, mono.rateHz)
	record(second, "-d", "1", b).succeed()
	// What the second has heard the first has in its buffer, if not in its file.
	s.waitAtLeast(a, fileSize(t, a)+dmixPeriods*1024*mono.frameBytes())
	long.signal(syscall.SIGINT)
	long.wait()
	return mono.readWAV(t, a), mono.readWAV(t, b)
}
