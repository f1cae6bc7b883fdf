package test

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// headsetRates are the rates, in Hz, that the headset has.
var headsetRates = []int{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000}

// accesses are the ways in which aplay and arecord move frames: by calls, and by
// mapped memory.
var accesses = map[string][]string{"RW": nil, "mmap": {"-M"}}

func TestAplayPlaysEveryFormatAndRateSampleBySample(t *testing.T) {
	for _, format := range []string{"U8", "S16_LE", "S24_3LE"} {
		for access, flags := range accesses {
			t.Run(format+" "+access, func(t *testing.T) {
				t.Parallel()
				option, path := recording(t)
				s := mount(t, option)
				for i, rateHz := range headsetRates {
					kind := sound{format, 2, rateHz}
					played := kind.noise(0.2)
					s.aplay(append(flags, "-D", "hw:0,0", kind.writeWAV(t, played))...)
					sameSoundFilledUp(t, kind, kind.readWAV(t, take(path, i+1)), played)
				}
			})
		}
	}
}

// TestAplayPlaysS8 is apart because a WAV file has no signed bytes: they are kept
// as unsigned ones.
func TestAplayPlaysS8(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	unsigned := sound{"U8", 2, 48000}
	played := unsigned.noise(0.5)
	signed := make([]byte, len(played))
	for i, b := range played {
		signed[i] = b ^ 0x80
	}
	s.aplay("-D", "hw:0,0", "-t", "raw", "-f", "S8", "-c", "2", "-r", "48000", unsigned.write(t, signed))
	sameSoundFilledUp(t, unsigned, unsigned.readWAV(t, path), played)
}

func TestAplayPlaysInRealTime(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	s.aplay("-D", "hw:0,0", stereo.writeWAV(t, stereo.noise(2)))
	between(t, "two seconds of sound", time.Since(start), 1900*time.Millisecond, 10*time.Second)
}

func TestAplayListsTheCard(t *testing.T) {
	t.Parallel()
	s := mount(t)
	want := "card 0: Headset [USB Headset], device 0: USB Audio [USB Audio]"
	contains(t, s.aplay("-l"), want)
	contains(t, s.run("arecord", "-l"), want)
}

// aplay runs aplay, which must succeed.
func (m *machine) aplay(args ...string) string {
	m.t.Helper()
	return m.run("aplay", append([]string{"-q"}, args...)...)
}

// take is where the nth stream is kept of a card that keeps the first in path.
func take(path string, n int) string {
	if n == 1 {
		return path
	}
	return fmt.Sprintf("%s-%d.wav", path[:len(path)-len(".wav")], n)
}

// sameSoundFilledUp fails the test unless got is what aplay makes of a file: it
// fills up its last period, an eighth of a second, with silence.
func sameSoundFilledUp(t testing.TB, kind sound, got, want []byte) {
	t.Helper()
	if len(got) < len(want) || len(got) > len(want)+kind.rateHz/8*kind.frameBytes() {
		t.Fatalf("got %d bytes of sound, want %d", len(got), len(want))
	}
	sameSound(t, got[:len(want)], want)
	sameSound(t, got[len(want):], bytes.Repeat([]byte{kind.silence()}, len(got)-len(want)))
}
