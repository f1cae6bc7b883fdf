package wav

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// program runs a program of a Debian package with stdin and returns what it wrote
// to its standard output, a pipe. It must succeed without a word on stderr.
func program(t *testing.T, debianPackage string, stdin []byte, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is needed: apt install %s (%v)", name, debianPackage, err)
	}
	cmd := exec.Command(name, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil || stderr.Len() > 0 {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, &stderr)
	}
	return stdout.Bytes()
}

// sox runs without dither, and without warnings: it has one for every pipe it writes
// a WAV to and one for every extensible float header, those of ffmpeg included.
func sox(t *testing.T, stdin []byte, args ...string) []byte {
	t.Helper()
	return program(t, "sox", stdin, "sox", append([]string{"-V1", "-D"}, args...)...)
}

func ffmpeg(t *testing.T, stdin []byte, args ...string) []byte {
	t.Helper()
	return program(t, "ffmpeg", stdin, "ffmpeg", append([]string{"-v", "warning"}, args...)...)
}

// fileFormatNames is what other programs call the formats a file may have.
var fileFormatNames = map[abi.Format]struct{ ffmpeg, soxEncoding, soxBits string }{
	abi.SNDRV_PCM_FORMAT_U8:         {"pcm_u8", "Unsigned Integer PCM", "8"},
	abi.SNDRV_PCM_FORMAT_S16_LE:     {"pcm_s16le", "Signed Integer PCM", "16"},
	abi.SNDRV_PCM_FORMAT_S24_3LE:    {"pcm_s24le", "Signed Integer PCM", "24"},
	abi.SNDRV_PCM_FORMAT_S32_LE:     {"pcm_s32le", "Signed Integer PCM", "32"},
	abi.SNDRV_PCM_FORMAT_FLOAT_LE:   {"pcm_f32le", "Floating Point PCM", "32"},
	abi.SNDRV_PCM_FORMAT_FLOAT64_LE: {"pcm_f64le", "Floating Point PCM", "64"},
}

// forEveryFormat runs test with every stream format in stereo and some in other
// numbers of channels, with a clip of noise that the format holds exactly.
func forEveryFormat(t *testing.T, test func(t *testing.T, s Spec, clip *Clip)) {
	t.Helper()
	for _, c := range formatCases {
		channels := []int{2}
		if c.file == c.stream {
			channels = []int{1, 2, 6}
		}
		for _, n := range channels {
			s := Spec{c.format, n, 44100}
			t.Run(fmt.Sprintf("%v with %d channels", c.format, n), func(t *testing.T) {
				test(t, s, noise(s, 1001, c.bits))
			})
		}
	}
}

func TestFFmpegReadsWhatIsKept(t *testing.T) {
	forEveryFormat(t, func(t *testing.T, s Spec, clip *Clip) {
		path := keep(t, s, render(clip, s))
		probed := program(t, "ffmpeg", nil, "ffprobe", "-v", "warning", "-of", "csv=p=0",
			"-show_entries", "stream=codec_name,sample_rate,channels,duration_ts", path)
		want := fmt.Sprintf("%s,%d,%d,1001", fileFormatNames[s.inFile().Format].ffmpeg, s.RateHz, s.Channels)
		if got := strings.TrimSpace(string(probed)); got != want {
			t.Errorf("ffprobe: %s, want %s", got, want)
		}
		wantBytes(t, "samples", ffmpeg(t, nil, "-guess_layout_max", "0", "-i", path, "-f", "s32le", "-"), clip.samples)
	})
}

func TestSoxReadsWhatIsKept(t *testing.T) {
	forEveryFormat(t, func(t *testing.T, s Spec, clip *Clip) {
		path := keep(t, s, render(clip, s))
		names := fileFormatNames[s.inFile().Format]
		for option, want := range map[string]string{
			"-t": "wav", "-r": fmt.Sprint(s.RateHz), "-c": fmt.Sprint(s.Channels), "-s": "1001",
			"-e": names.soxEncoding, "-b": names.soxBits,
		} {
			got := program(t, "sox", nil, "soxi", "-V1", option, path)
			if got := strings.TrimSpace(string(got)); got != want {
				t.Errorf("soxi %s: %s, want %s", option, got, want)
			}
		}
		raw := sox(t, nil, path, "-t", "raw", "-e", "signed", "-b", "32", "-L", "-")
		wantBytes(t, "samples", raw, clip.samples)
	})
}

func TestWhatFFmpegWritesToAPipeIsRead(t *testing.T) {
	for format, names := range fileFormatNames {
		for _, channels := range []int{1, 2, 6} {
			s := Spec{format, channels, 96000}
			clip := noise(s, 999, min(24, format.Width()))
			t.Run(fmt.Sprintf("%s with %d channels", names.ffmpeg, channels), func(t *testing.T) {
				file := ffmpeg(t, clip.samples, "-f", "s32le", "-ar", "96000", "-ac", fmt.Sprint(channels), "-guess_layout_max", "0", "-i", "-",
					"-c:a", names.ffmpeg, "-f", "wav", "-")
				wantClip(t, mustDecode(t, file), s, clip)
			})
		}
	}
}

// The data has an even size, as sox pads a chunk even where it claims that it goes on.
func TestWhatSoxWritesToAPipeIsRead(t *testing.T) {
	for format, names := range fileFormatNames {
		for _, channels := range []int{1, 2, 6} {
			s := Spec{format, channels, 22050}
			clip := noise(s, 1000, min(24, format.Width()))
			t.Run(fmt.Sprintf("%s of %s bits with %d channels", names.soxEncoding, names.soxBits, channels), func(t *testing.T) {
				encoding, _, _ := strings.Cut(names.soxEncoding, " ")
				file := sox(t, clip.samples, "-t", "raw", "-e", "signed", "-b", "32", "-L", "-r", "22050", "-c", fmt.Sprint(channels), "-",
					"-t", "wav", "-e", strings.ToLower(encoding), "-b", names.soxBits, "-")
				wantClip(t, mustDecode(t, file), s, clip)
			})
		}
	}
}

// wantClip checks that got has the spec s and the sound of want.
func wantClip(t *testing.T, got *Clip, s Spec, want *Clip) {
	t.Helper()
	if got.Spec() != s {
		t.Errorf("spec %v, want %v", got.Spec(), s)
	}
	wantBytes(t, "samples", render(got, asS32(s)), want.samples)
}
