package wav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/vsndfs/vsndfs/card/abi"
)

// Pieces of WAV files, in hexadecimal.
const (
	riffStart  = "52494646 00000000 57415645" // the size is not yet known
	fmtMono16  = "666d7420 10000000 0100 0100 80bb0000 00770100 0200 1000"
	fmtMono8   = "666d7420 10000000 0100 0100 80bb0000 80bb0000 0100 0800"
	fmtAdpcm   = "666d7420 10000000 1100 0100 80bb0000 00770100 0200 1000"
	fmtAlaw    = "666d7420 10000000 0600 0100 80bb0000 80bb0000 0100 0800"
	fmt12bit   = "666d7420 10000000 0100 0100 80bb0000 00770100 0200 0c00"
	fmt0ch     = "666d7420 10000000 0100 0000 80bb0000 00770100 0000 1000"
	fmt0Hz     = "666d7420 10000000 0100 0100 00000000 00000000 0200 1000"
	fmtPadded  = "666d7420 10000000 0100 0100 80bb0000 00ee0200 0400 1800"
	fmtShort   = "666d7420 0e000000 0100 0100 80bb0000 00770100 0200"
	fmtExtCut  = "666d7420 12000000 feff 0100 80bb0000 00770100 0200 1000 0000"
	guidTail   = "000000001000800000aa00389b71"
	fmtExt24in = "666d7420 28000000 feff 0100 80bb0000 00ee0200 0400 2000 1600 1800 04000000 0100" + guidTail
	fmtExtGUID = "666d7420 28000000 feff 0100 80bb0000 00ee0200 0400 2000 1600 2000 04000000 0100 000021070000d3118644c8c1ca000000"
	fmtExtADP  = "666d7420 28000000 feff 0100 80bb0000 00ee0200 0400 2000 1600 2000 04000000 0200" + guidTail
	listOdd    = "4c495354 03000000 414243 00"
)

func TestChunksAndSizesThatWritersReallyLeave(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"nothing but fmt and data", riffStart + fmtMono16 + "64617461 04000000 0102 0304", "0102 0304"},
		{"an odd chunk and its pad byte before fmt", riffStart + listOdd + fmtMono16 + "64617461 02000000 0102", "0102"},
		{"an odd chunk and its pad byte before data", riffStart + fmtMono16 + listOdd + "64617461 02000000 0102", "0102"},
		{"a fmt chunk longer than any known", riffStart + "666d7420 2b000000 0100 0100 80bb0000 00770100 0200 1000" +
			strings.Repeat("ee", 27) + "00" + "64617461 02000000 0102", "0102"},
		{"odd data, its pad byte and a chunk after it", riffStart + fmtMono8 + "64617461 03000000 010203 00" + listOdd, "010203"},
		{"size 0xFFFFFFFF of a pipe", riffStart + fmtMono16 + "64617461 ffffffff 0102 0304", "0102 0304"},
		{"size 0 of a pipe", riffStart + fmtMono16 + "64617461 00000000 0102 0304", "0102 0304"},
		{"size 0 of a pipe and 0xFFFFFFFF in the RIFF header", "52494646 ffffffff 57415645" + fmtMono16 + "64617461 00000000 0102", "0102"},
		{"size 0 of a file that goes on by the RIFF header", "52494646 30000000 57415645" + fmtMono16 + "64617461 00000000" + listOdd, ""},
		{"size 0 of an empty file", "52494646 24000000 57415645" + fmtMono16 + "64617461 00000000", ""},
		{"size 0x7ffff000 of a pipe", riffStart + fmtMono16 + "64617461 00f0ff7f 0102 0304", "0102 0304"},
		{"data cut off within a frame", riffStart + fmtMono16 + "64617461 08000000 0102 0304 05", "0102 0304"},
		{"a size that is no whole frames", riffStart + fmtMono16 + "64617461 03000000 0102 0304", "0102"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantBytes(t, "samples", mustDecode(t, unhex(t, c.file)).samples, unhex(t, c.want))
		})
	}
}

func TestSamplesNarrowerThanTheirContainerAreItsHighBits(t *testing.T) {
	c := mustDecode(t, unhex(t, riffStart+fmtExt24in+"64617461 04000000 00010203"))
	if got, want := c.Spec(), (Spec{abi.SNDRV_PCM_FORMAT_S32_LE, 1, 48000}); got != want {
		t.Errorf("spec %v, want %v", got, want)
	}
}

func TestWhatIsNotReadableSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       error
	}{
		{"an empty file", "", ErrNotWAV},
		{"a short text", "68656c6c6f", ErrNotWAV},
		{"a big-endian RIFX", "52494658 00000024 57415645", ErrNotWAV},
		{"a RIFF that is no WAVE", "52494646 24000000 41564920", ErrNotWAV},
		{"data without fmt", riffStart + "64617461 02000000 0102", ErrNotWAV},
		{"a fmt chunk without bit depth", riffStart + fmtShort, ErrNotWAV},
		{"an extensible fmt chunk without subformat", riffStart + fmtExtCut, ErrNotWAV},
		{"IMA ADPCM", riffStart + fmtAdpcm, ErrUnsupported},
		{"A-law", riffStart + fmtAlaw, ErrUnsupported},
		{"12 bits", riffStart + fmt12bit, ErrUnsupported},
		{"no channels", riffStart + fmt0ch, ErrUnsupported},
		{"no rate", riffStart + fmt0Hz, ErrUnsupported},
		{"24 bits in 4 bytes without an extensible header", riffStart + fmtPadded, ErrUnsupported},
		{"a subformat that is no format tag", riffStart + fmtExtGUID, ErrUnsupported},
		{"a subformat of ADPCM", riffStart + fmtExtADP, ErrUnsupported},
		{"the end after the RIFF header", riffStart, ErrTruncated},
		{"the end within a chunk header", riffStart + "666d74", ErrTruncated},
		{"the end within fmt", riffStart + "666d7420 10000000 0100", ErrTruncated},
		{"the end within another chunk", riffStart + fmtMono16 + "4c495354 ffffffff 41", ErrTruncated},
		{"no data chunk", riffStart + fmtMono16 + listOdd, ErrTruncated},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := decode(bytes.NewReader(unhex(t, c.file))); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestAFileCutAnywhereIsReadOrTruncated(t *testing.T) {
	s := Spec{abi.SNDRV_PCM_FORMAT_S24_3LE, 2, 48000}
	file := mustReadFile(t, keep(t, s, render(noise(s, 10, 24), s)))
	headerBytes := len(file) - 60
	for n := range file {
		c, err := decode(bytes.NewReader(file[:n]))
		switch {
		case n < 12:
			if !errors.Is(err, ErrNotWAV) {
				t.Errorf("cut at %d: %v, want ErrNotWAV", n, err)
			}
		case n < headerBytes:
			if !errors.Is(err, ErrTruncated) {
				t.Errorf("cut at %d: %v, want ErrTruncated", n, err)
			}
		case err != nil || c.Frames() != uint64(n-headerBytes)/6:
			t.Errorf("cut at %d: clip %v, error %v; want %d frames", n, c, err, (n-headerBytes)/6)
		}
	}
}

func TestOpenErrorsNameThePath(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte("no sound in here"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.wav")
	for path, want := range map[string]error{text: ErrNotWAV, missing: os.ErrNotExist, dir: syscall.EISDIR} {
		_, err := Open(path)
		if !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("Open(%s) = %v, want %v with the path", path, err, want)
		}
	}
}

func TestAReadErrorIsNoEndOfFile(t *testing.T) {
	broken := errors.New("broken disk")
	file := unhex(t, riffStart+fmtMono16+listOdd+"64617461 08000000 0102")
	for n := range file {
		r := io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(broken))
		if _, err := decode(r); !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v, want %v", n, err, broken)
		}
	}
}

func TestANamedPipeIsReadToItsEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	file := unhex(t, riffStart+fmtMono16+"64617461 ffffffff 0102 0304")
	written := make(chan error, 1)
	go func() { written <- os.WriteFile(path, file, 0o600) }()
	wantBytes(t, "samples", mustOpen(t, path).samples, []byte{1, 2, 3, 4})
	if err := <-written; err != nil {
		t.Error(err)
	}
}

func TestMemoryFollowsTheFileAndNotItsClaims(t *testing.T) {
	const limitBytes = 1 << 20
	for _, file := range []string{
		riffStart + fmtMono16 + "64617461 ffffffff 0102",
		riffStart + fmtMono16 + "64617461 feffff7f 0102",
		riffStart + fmtMono16 + "4c495354 ffffffff 0102",
		riffStart + "666d7420 ffffffff 0100 0100 80bb0000 00770100 0200 1000" + strings.Repeat("00", 30),
	} {
		b := unhex(t, file)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := decode(bytes.NewReader(b))
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > limitBytes {
			t.Errorf("%s: %d bytes allocated (error %v), want at most %d", file, got, err, limitBytes)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []Spec{
		{abi.SNDRV_PCM_FORMAT_U8, 1, 8000},
		{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000},
		{abi.SNDRV_PCM_FORMAT_S24_3LE, 6, 44100},
		{abi.SNDRV_PCM_FORMAT_FLOAT_LE, 2, 96000},
		{abi.SNDRV_PCM_FORMAT_FLOAT64_LE, 3, 1},
	} {
		samples := render(noise(s, 3, 8), s)
		f.Add(append(appendHeader(nil, s, uint64(len(samples))), samples...))
	}
	f.Add(binary.LittleEndian.AppendUint32([]byte("RIFF\x00\x00\x00\x00WAVELIST"), 0xFFFFFFFF))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := decode(bytes.NewReader(file))
		if err != nil {
			if !errors.Is(err, ErrNotWAV) && !errors.Is(err, ErrUnsupported) && !errors.Is(err, ErrTruncated) {
				t.Errorf("error %v is none of the three", err)
			}
			return
		}
		if cap(c.samples) > 2*len(file)+1024 || int(c.Frames())*c.spec.frameBytes() != len(c.samples) {
			t.Errorf("%d frames in %d of %d bytes from a file of %d", c.Frames(), len(c.samples), cap(c.samples), len(file))
		}
		for _, s := range []Spec{c.spec, {abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000}, {abi.SNDRV_PCM_FORMAT_U24_BE, 1, 44100}} {
			c.Source(s).ReadFrames(make([]byte, 64*s.frameBytes()))
		}
	})
}
