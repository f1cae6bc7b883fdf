package wav

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// unhex reads hexadecimal bytes, blanks between them or not.
func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// keep writes p to a new file and returns its path.
func keep(t *testing.T, s Spec, p []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, s)
	mustWrite(t, w, p)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustCreate(t *testing.T, path string, s Spec) *Writer {
	t.Helper()
	w, err := Create(path, s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func mustWrite(t *testing.T, w *Writer, p []byte) {
	t.Helper()
	if n, err := w.Write(p); n != len(p) || err != nil {
		t.Fatalf("Write = %d, %v; want %d bytes written", n, err, len(p))
	}
}

func mustOpen(t *testing.T, path string) *Clip {
	t.Helper()
	c, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustDecode(t *testing.T, file []byte) *Clip {
	t.Helper()
	c, err := decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func mustReadFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// render is all of c as a stream of spec s of the same rate hears it.
func render(c *Clip, s Spec) []byte {
	dst := make([]byte, int(c.Frames())*s.frameBytes())
	c.Source(s).ReadFrames(dst)
	return dst
}

// wantBytes compares two runs of samples and shows where they part.
func wantBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	i := 0
	for i < min(len(got), len(want)) && got[i] == want[i] {
		i++
	}
	t.Errorf("%s: %d bytes, want %d; from byte %d on % x, want % x",
		what, len(got), len(want), i, got[i:min(i+16, len(got))], want[i:min(i+16, len(want))])
}

// noise is a clip of frames random ones in S32_LE with only the high bits set, so
// that it survives the trip through any format of that many bits unchanged.
func noise(s Spec, frames, bits int) *Clip {
	random := rand.New(rand.NewPCG(1, uint64(bits)))
	var samples []byte
	for range frames * s.Channels {
		x := random.Uint32() >> (32 - bits) << (32 - bits)
		samples = binary.LittleEndian.AppendUint32(samples, x)
	}
	return &Clip{spec: asS32(s), samples: samples}
}

// asS32 is s with the format that holds all the integers of the others.
func asS32(s Spec) Spec {
	s.Format = abi.SNDRV_PCM_FORMAT_S32_LE
	return s
}
