package wav

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// formatCases has every format with the same five samples as a stream has
// them and as its file does. Integers: least, -1, 0, 1, greatest. Floats: -1,
// -0.5, 0, 0.5 and 1.5, which is beyond full scale.
var formatCases = []struct {
	format       abi.Format
	stream, file string
	bits         int // that a sample holds of an integer
}{
	{abi.SNDRV_PCM_FORMAT_S8, "80 ff 00 01 7f", fileU8, 8},
	{abi.SNDRV_PCM_FORMAT_U8, fileU8, fileU8, 8},
	{abi.SNDRV_PCM_FORMAT_S16_LE, file16, file16, 16},
	{abi.SNDRV_PCM_FORMAT_S16_BE, "8000 ffff 0000 0001 7fff", file16, 16},
	{abi.SNDRV_PCM_FORMAT_U16_LE, "0000 ff7f 0080 0180 ffff", file16, 16},
	{abi.SNDRV_PCM_FORMAT_U16_BE, "0000 7fff 8000 8001 ffff", file16, 16},
	{abi.SNDRV_PCM_FORMAT_S24_LE, "000080ff ffffffff 00000000 01000000 ffff7f00", file24, 24},
	{abi.SNDRV_PCM_FORMAT_S24_BE, "ff800000 ffffffff 00000000 00000001 007fffff", file24, 24},
	{abi.SNDRV_PCM_FORMAT_U24_LE, "00000000 ffff7f00 00008000 01008000 ffffff00", file24, 24},
	{abi.SNDRV_PCM_FORMAT_U24_BE, "00000000 007fffff 00800000 00800001 00ffffff", file24, 24},
	{abi.SNDRV_PCM_FORMAT_S32_LE, file32, file32, 32},
	{abi.SNDRV_PCM_FORMAT_S32_BE, "80000000 ffffffff 00000000 00000001 7fffffff", file32, 32},
	{abi.SNDRV_PCM_FORMAT_U32_LE, "00000000 ffffff7f 00000080 01000080 ffffffff", file32, 32},
	{abi.SNDRV_PCM_FORMAT_U32_BE, "00000000 7fffffff 80000000 80000001 ffffffff", file32, 32},
	{abi.SNDRV_PCM_FORMAT_FLOAT_LE, fileFloat, fileFloat, 24},
	{abi.SNDRV_PCM_FORMAT_FLOAT_BE, "bf800000 bf000000 00000000 3f000000 3fc00000", fileFloat, 24},
	{abi.SNDRV_PCM_FORMAT_FLOAT64_LE, fileFloat64, fileFloat64, 32},
	{
		abi.SNDRV_PCM_FORMAT_FLOAT64_BE,
		"bff0000000000000 bfe0000000000000 0000000000000000 3fe0000000000000 3ff8000000000000",
		fileFloat64, 32,
	},
	{abi.SNDRV_PCM_FORMAT_S24_3LE, file24, file24, 24},
	{abi.SNDRV_PCM_FORMAT_S24_3BE, "800000 ffffff 000000 000001 7fffff", file24, 24},
	{abi.SNDRV_PCM_FORMAT_U24_3LE, "000000 ffff7f 000080 010080 ffffff", file24, 24},
	{abi.SNDRV_PCM_FORMAT_U24_3BE, "000000 7fffff 800000 800001 ffffff", file24, 24},
}

const (
	fileU8      = "00 7f 80 81 ff"
	file16      = "0080 ffff 0000 0100 ff7f"
	file24      = "000080 ffffff 000000 010000 ffff7f"
	file32      = "00000080 ffffffff 00000000 01000000 ffffff7f"
	fileFloat   = "000080bf 000000bf 00000000 0000003f 0000c03f"
	fileFloat64 = "000000000000f0bf 000000000000e0bf 0000000000000000 000000000000e03f 000000000000f83f"
)

// dataChunk is the content of a file's data chunk, found by its name.
func dataChunk(t *testing.T, file []byte) []byte {
	t.Helper()
	i := bytes.Index(file, []byte("data"))
	if i < 0 {
		t.Fatalf("no data chunk in % x", file)
	}
	n := binary.LittleEndian.Uint32(file[i+4:])
	return file[i+8:][:n]
}

func TestEveryFormatIsKeptAsItsFileFormat(t *testing.T) {
	for _, c := range formatCases {
		t.Run(c.format.String(), func(t *testing.T) {
			path := keep(t, Spec{c.format, 1, 48000}, unhex(t, c.stream))
			got := dataChunk(t, mustReadFile(t, path))
			wantBytes(t, "data chunk", got, unhex(t, c.file))
		})
	}
}

func TestEveryFormatIsReadBackAsItWasWritten(t *testing.T) {
	for _, c := range formatCases {
		t.Run(c.format.String(), func(t *testing.T) {
			s := Spec{c.format, 1, 48000}
			stream := unhex(t, c.stream)
			clip := mustOpen(t, keep(t, s, stream))
			if clip.Frames() != 5 || clip.Channels() != 1 || clip.RateHz() != 48000 {
				t.Errorf("clip of %d frames, %d channels, %d Hz; want 5, 1, 48000", clip.Frames(), clip.Channels(), clip.RateHz())
			}
			wantBytes(t, "stream", render(clip, s), stream)
		})
	}
}

func TestEveryFormatTurnsIntoEveryOtherThatHoldsIt(t *testing.T) {
	for _, from := range formatCases {
		for _, to := range formatCases {
			s, via := Spec{from.format, 2, 8000}, Spec{to.format, 2, 8000}
			clip := noise(s, 50, min(from.bits, to.bits))
			kept := mustOpen(t, keep(t, s, render(clip, s)))
			again := mustOpen(t, keep(t, via, render(kept, via)))
			wantBytes(t, from.format.String()+" to "+to.format.String(), render(again, asS32(s)), clip.samples)
		}
	}
}

func TestFormatsThatAreNoSamplesAreRefused(t *testing.T) {
	for _, f := range []abi.Format{
		-1, 99,
		abi.SNDRV_PCM_FORMAT_MU_LAW, abi.SNDRV_PCM_FORMAT_IEC958_SUBFRAME_LE, abi.SNDRV_PCM_FORMAT_S20_3LE,
		abi.SNDRV_PCM_FORMAT_SPECIAL, abi.SNDRV_PCM_FORMAT_G723_24, abi.SNDRV_PCM_FORMAT_DSD_U8,
	} {
		_, err := Create(filepath.Join(t.TempDir(), "x.wav"), Spec{f, 2, 48000})
		if !errors.Is(err, ErrUnsupported) {
			t.Errorf("Create with format %v: %v, want ErrUnsupported", f, err)
		}
	}
}

func TestSpecsBeyondWAVAreRefused(t *testing.T) {
	for _, s := range []Spec{
		{abi.SNDRV_PCM_FORMAT_S16_LE, 0, 48000},
		{abi.SNDRV_PCM_FORMAT_S16_LE, 32768, 48000},
		{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 0},
		{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 1 << 31},
	} {
		if err := s.Check(); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%v.Check() = %v, want ErrUnsupported", s, err)
		}
	}
	if err := (Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 32767, 1<<31 - 1}).Check(); err != nil {
		t.Errorf("the largest spec: %v", err)
	}
}
