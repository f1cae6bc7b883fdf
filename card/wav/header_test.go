package wav

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestHeaderBytes(t *testing.T) {
	for _, c := range []struct {
		name   string
		spec   Spec
		frames uint64
		want   string
	}{
		{
			"the classic 44 bytes for 16-bit stereo", Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000}, 100, `
			52494646 b4010000 57415645
			666d7420 10000000 0100 0200 80bb0000 00ee0200 0400 1000
			64617461 90010000`,
		},
		{
			"a pad byte that only RIFF counts for 8-bit mono", Spec{abi.SNDRV_PCM_FORMAT_U8, 1, 8000}, 3, `
			52494646 28000000 57415645
			666d7420 10000000 0100 0100 401f0000 401f0000 0100 0800
			64617461 03000000`,
		},
		{
			"extensible for 24 bits", Spec{abi.SNDRV_PCM_FORMAT_S24_3LE, 2, 44100}, 10, `
			52494646 84000000 57415645
			666d7420 28000000 feff 0200 44ac0000 98090400 0600 1800
			1600 1800 03000000 0100 000000001000800000aa00389b71
			66616374 04000000 0a000000
			64617461 3c000000`,
		},
		{
			"extensible without speakers for six channels", Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 6, 48000}, 1, `
			52494646 54000000 57415645
			666d7420 28000000 feff 0600 80bb0000 00ca0800 0c00 1000
			1600 1000 00000000 0100 000000001000800000aa00389b71
			66616374 04000000 01000000
			64617461 0c000000`,
		},
		{
			"format 3 and a fact for float", Spec{abi.SNDRV_PCM_FORMAT_FLOAT_LE, 1, 48000}, 2, `
			52494646 3a000000 57415645
			666d7420 12000000 0300 0100 80bb0000 00ee0200 0400 2000 0000
			66616374 04000000 02000000
			64617461 08000000`,
		},
		{
			"extensible for float of four channels", Spec{abi.SNDRV_PCM_FORMAT_FLOAT64_LE, 4, 96000}, 1, `
			52494646 68000000 57415645
			666d7420 28000000 feff 0400 00770100 00e02e00 2000 4000
			1600 4000 00000000 0300 000000001000800000aa00389b71
			66616374 04000000 01000000
			64617461 20000000`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := appendHeader(nil, c.spec, c.frames*uint64(c.spec.frameBytes()))
			wantBytes(t, "header", got, unhex(t, c.want))
		})
	}
}

func TestSizesBeyond32BitsSaturate(t *testing.T) {
	le := binary.LittleEndian
	mono8 := Spec{abi.SNDRV_PCM_FORMAT_U8, 1, 8000}
	for _, c := range []struct {
		name       string
		dataBytes  uint64
		riff, data uint32
	}{
		{"the last file whose sizes fit", math.MaxUint32 - 37, math.MaxUint32 - 1, math.MaxUint32 - 37},
		{"the RIFF header first", math.MaxUint32 - 35, math.MaxUint32, math.MaxUint32 - 35},
		{"then the data chunk", 1 << 40, math.MaxUint32, math.MaxUint32},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := appendHeader(nil, mono8, c.dataBytes)
			if riff, data := le.Uint32(b[4:]), le.Uint32(b[40:]); riff != c.riff || data != c.data {
				t.Errorf("sizes %d and %d, want %d and %d", riff, data, c.riff, c.data)
			}
		})
	}
}

func TestBytesPerSecondAndTheFactSaturateToo(t *testing.T) {
	le := binary.LittleEndian
	b := appendHeader(nil, Spec{abi.SNDRV_PCM_FORMAT_FLOAT64_LE, 1000, math.MaxInt32}, 1<<60)
	if got := le.Uint32(b[28:]); got != math.MaxUint32 {
		t.Errorf("%d bytes per second, want %d", got, uint32(math.MaxUint32))
	}
	if got := le.Uint32(b[68:]); got != math.MaxUint32 {
		t.Errorf("fact of %d frames, want %d", got, uint32(math.MaxUint32))
	}
}
