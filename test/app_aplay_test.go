package test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// testAplay plays with aplay on a dummy; and into a loopback, at whose other end
// arecord records in the same way. The buffers are large, since a busy machine may
// let them wait.
func testAplay(t *testing.T, m mode) {
	m.onDummy(t)
	for name, flags := range m.aplayFlags() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := m.server(t, "loopback")
			formats := s.formats("hw:0,0", flags...)
			if len(formats) != 15 {
				t.Errorf("the card has the formats %v: aplay knows 15 of snd-aloop's", formats)
			}
			large := append(flags, "--period-time=20000", "--buffer-time=2000000")
			for _, format := range formats {
				s.overLoopback(sound{format, 2, 96000}, large...)
			}
			s.overLoopback(sound{"S32_LE", 32, 8000}, large...)
			s.overLoopback(stereo, append(large, "--test-nowait", "--avail-min=1000", "--start-delay=1")...)
			for _, frames := range []int{64, 128, 1024} {
				s.overLoopback(stereo, append(flags, fmt.Sprintf("--period-size=%d", frames), fmt.Sprintf("--buffer-size=%d", 1024*frames))...)
			}
		})
	}
}

// aplayFlags are the ways in which aplay can move frames.
func (m mode) aplayFlags() map[string][]string {
	ways := make(map[string][]string)
	if !m.noRW {
		ways["RW"], ways["RW apart"] = nil, []string{"-I"}
	}
	if !m.noMMAP {
		ways["mmap"], ways["mmap apart"] = []string{"-M"}, []string{"-M", "-I"}
	}
	return ways
}

// formats are the sample formats that aplay sees on a device. The flags are its
// way to move frames.
func (s *server) formats(device string, flags ...string) []string {
	s.t.Helper()
	dir := s.t.TempDir()
	silence := filepath.Join(dir, "silence")
	stereo.writeRaw(s.t, silence, constant(0, 1), slices.Contains(flags, "-I"))
	p := s.start("aplay", append(flags, "--dump-hw-params", "-t", "raw", "-D", device, "-f", "dat", silence)...)
	p.succeed()
	for line := range strings.Lines(p.stderr.String()) {
		if list, ok := strings.CutPrefix(line, "FORMAT:"); ok {
			return strings.Fields(list)
		}
	}
	s.t.Fatalf("aplay shows no formats:\n%s", p.stderr.String())
	return nil
}

// overLoopback plays a sound with aplay and fails the test unless arecord, at
// the other end of the loopback, hears all of it in one piece.
func (s *server) overLoopback(kind sound, flags ...string) {
	s.t.Helper()
	dir := s.t.TempDir()
	played, heard := filepath.Join(dir, "played"), filepath.Join(dir, "heard")
	noise := kind.noise(0.1)
	apart := slices.Contains(flags, "-I")
	// The silence behind it fills the last period that arecord reads.
	kind.writeRaw(s.t, played, append(noise, make([]byte, len(noise)/2)...), apart)
	args := append(kind.alsaArgs(), flags...)
	recorder := s.start("arecord", append(args, "-D", "hw:0,1", heard)...)
	s.waitStream("pcmC0D1c", "RUNNING")
	s.run("aplay", append(args, "-D", "hw:0,0", played)...)
	if !comesTrue(func() bool { return bytes.Contains(kind.readRaw(s.t, heard, apart), noise) }) {
		all := kind.readRaw(s.t, heard, apart)
		s.t.Fatalf("%s: of %d bytes played not all are in the %d recorded: %d of them are sound\n%s", strings.Join(args, " "),
			len(noise), len(all), len(all)-bytes.Count(all, []byte{kind.silence()}), recorder.stderr.String())
	}
	recorder.signal(syscall.SIGINT)
	recorder.wait()
	s.waitNoStream() // or the next ones would be given others, whose ends do not meet
}

// alsaArgs describe a raw file of the sound to aplay and arecord.
func (s sound) alsaArgs() []string {
	return []string{"-q", "-t", "raw", "-f", s.format, "-c", strconv.Itoa(s.channels), "-r", strconv.Itoa(s.rateHz)}
}

// writeRaw writes samples as aplay wants them: to one file, or to one for each
// channel, whose names end with .0, .1 and so on.
func (s sound) writeRaw(t testing.TB, path string, samples []byte, apart bool) {
	t.Helper()
	if !apart {
		writeFile(t, path, samples)
		return
	}
	for channel := range s.channels {
		writeFile(t, path+"."+strconv.Itoa(channel), s.channel(samples, channel))
	}
}

// readRaw reads what writeRaw writes, as far as all channels have come.
func (s sound) readRaw(t testing.TB, path string, apart bool) []byte {
	t.Helper()
	if !apart {
		return readFile(t, path)
	}
	var files [][]byte
	frames := -1
	for channel := range s.channels {
		p := readFile(t, path+"."+strconv.Itoa(channel))
		files = append(files, p)
		if n := len(p) / s.sampleBytes(); frames < 0 || n < frames {
			frames = n
		}
	}
	samples := make([]byte, 0, frames*s.frameBytes())
	for i := range frames {
		for _, p := range files {
			samples = append(samples, p[i*s.sampleBytes():(i+1)*s.sampleBytes()]...)
		}
	}
	return samples
}

// channel is what one channel of a sound has.
func (s sound) channel(samples []byte, channel int) []byte {
	var one []byte
	for i := channel * s.sampleBytes(); i < len(samples); i += s.frameBytes() {
		one = append(one, samples[i:i+s.sampleBytes()]...)
	}
	return one
}
