package test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// sound is how samples are stored: as sox and as aplay call it.
type sound struct {
	format   string // as aplay calls it; sox knows S16_LE, S24_3LE and U8
	channels int
	rateHz   int
}

// stereo is the default format of a playback, mono what the headset records.
var (
	stereo = sound{"S16_LE", 2, 48000}
	mono   = sound{"S16_LE", 1, 48000}
)

// formatNamed are all formats by their names.
var formatNamed = func() map[string]abi.Format {
	all := make(map[string]abi.Format)
	for f := range abi.SNDRV_PCM_FORMAT_LAST + 1 {
		all[f.String()] = f
	}
	return all
}()

func (s sound) sampleBytes() int {
	return formatNamed[s.format].PhysicalWidth() / 8
}

func (s sound) frameBytes() int { return s.sampleBytes() * s.channels }

// silence is what silent samples consist of.
func (s sound) silence() byte {
	if s.format == "U8" {
		return 0x80
	}
	return 0
}

// soxArgs describe a raw file of the sound to sox.
func (s sound) soxArgs() []string {
	encoding := "signed-integer"
	if s.format == "U8" {
		encoding = "unsigned-integer"
	}
	return []string{
		"-t", "raw", "-e", encoding, "-b", strconv.Itoa(8 * s.sampleBytes()),
		"-c", strconv.Itoa(s.channels), "-r", strconv.Itoa(s.rateHz),
	}
}

// noise is that long a sound, in which every place can be told from every other
// and no sample is silent.
func (s sound) noise(seconds float64) []byte {
	p := make([]byte, int(seconds*float64(s.rateHz))*s.frameBytes())
	source := rand.New(rand.NewPCG(uint64(s.rateHz), uint64(len(p))))
	for i := range p {
		p[i] = byte(1 + source.IntN(0x7f))
	}
	return p
}

// sine is a tone of half the level.
func (s sound) sine(t testing.TB, hz, seconds float64) []byte {
	t.Helper()
	return sox(t, slices.Concat([]string{"-n"}, s.soxArgs(), []string{"-", "synth", fmt.Sprint(seconds), "sine", fmt.Sprint(hz), "vol", "0.5"})...)
}

// amidSilence is a sound with a second of silence on either side.
func (s sound) amidSilence(samples []byte) []byte {
	quiet := bytes.Repeat([]byte{s.silence()}, s.rateHz*s.frameBytes())
	return slices.Concat(quiet, samples, quiet)
}

// constant is that many frames whose samples, S16_LE, all have one value.
func constant(value int16, frames int) []byte {
	return bytes.Repeat([]byte{byte(value), byte(uint16(value) >> 8)}, frames*stereo.channels)
}

// write writes samples to a raw file and returns its path.
func (s sound) write(t testing.TB, samples []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sound.raw")
	writeFile(t, path, samples)
	return path
}

// writeWAV writes samples to a WAV file, by sox, and returns its path.
func (s sound) writeWAV(t testing.TB, samples []byte) string {
	t.Helper()
	raw := s.write(t, samples)
	path := strings.TrimSuffix(raw, ".raw") + ".wav"
	sox(t, append(s.soxArgs(), raw, path)...)
	return path
}

// readWAV returns the samples in a WAV file, read by sox, which must be of this
// kind of sound.
func (s sound) readWAV(t testing.TB, path string) []byte {
	t.Helper()
	if got, want := describeWAV(t, path), s.describe(); got != want {
		t.Fatalf("%s has %s, want %s", path, got, want)
	}
	return sox(t, path, "-t", "raw", "-")
}

// fromDeep returns the samples in a WAV file of the same sound with 24 bits.
func (s sound) fromDeep(t testing.TB, path string) []byte {
	t.Helper()
	deep := s
	deep.format = "S24_3LE"
	if got, want := describeWAV(t, path), deep.describe(); got != want {
		t.Fatalf("%s has %s, want %s", path, got, want)
	}
	return sox(t, append(append([]string{path}, s.soxArgs()...), "-")...)
}

func (s sound) describe() string {
	return strings.Join([]string{strconv.Itoa(s.channels), strconv.Itoa(s.rateHz), strconv.Itoa(8 * s.sampleBytes())}, " ")
}

// describeWAV is a WAV file's channels, rate and bits, as soxi sees them.
func describeWAV(t testing.TB, path string) string {
	t.Helper()
	var words []string
	for _, flag := range []string{"-c", "-r", "-b"} {
		out, err := exec.Command(requireProgram(t, "soxi"), flag, path).CombinedOutput()
		if err != nil {
			t.Fatalf("soxi %s %s: %v\n%s", flag, path, err, out)
		}
		words = append(words, strings.TrimSpace(string(out)))
	}
	return strings.Join(words, " ")
}

// sox runs sox, without dither, and returns what it prints.
func sox(t testing.TB, args ...string) []byte {
	t.Helper()
	var out, complaints bytes.Buffer
	c := exec.Command(requireProgram(t, "sox"), append([]string{"-D"}, args...)...)
	c.Stdout, c.Stderr = &out, &complaints
	if err := c.Run(); err != nil {
		t.Fatalf("sox %s: %v\n%s", strings.Join(args, " "), err, complaints.String())
	}
	return out.Bytes()
}

// sameSound fails the test unless got is want, sample by sample.
func sameSound(t testing.TB, got, want []byte) {
	t.Helper()
	if err := differ(got, want); err != nil {
		t.Fatal(err)
	}
}

// differ says where two sounds differ.
func differ(got, want []byte) error {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Errorf("byte %d of %d is %#x, want %#x, and %d bytes were wanted", i, len(got), got[i], want[i], len(want))
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("got %d bytes of sound, want %d", len(got), len(want))
	}
	return nil
}

// readFile reads a file.
func readFile(t testing.TB, path string) []byte {
	t.Helper()
	p, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// fileSize is a file's size in bytes, 0 as long as there is none.
func fileSize(t testing.TB, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}

// writeFile writes a file.
func writeFile(t testing.TB, path string, p []byte) {
	t.Helper()
	if err := os.WriteFile(path, p, 0o644); err != nil {
		t.Fatal(err)
	}
}

// holds fails the test unless a sound holds another, in one piece.
func holds(t testing.TB, long, short []byte) {
	t.Helper()
	if err := lacks(long, short); err != nil {
		t.Fatal(err)
	}
}

// lacks says that a sound does not hold another, in one piece.
func lacks(long, short []byte) error {
	if len(short) == 0 || !bytes.Contains(long, short) {
		return fmt.Errorf("%d bytes of sound do not hold the %d that they should", len(long), len(short))
	}
	return nil
}

// contains fails the test unless a text holds another.
func contains(t testing.TB, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("%q is not in:\n%s", want, text)
	}
}

// oneLine fails the test unless a complaint is one line that says who complains.
func oneLine(t testing.TB, text string) {
	t.Helper()
	if !strings.HasPrefix(text, "vsndfs: ") || strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") {
		t.Errorf("the complaint is not one line of vsndfs:\n%s", text)
	}
}
