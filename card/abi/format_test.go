package abi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestFormatTraits(t *testing.T) {
	tests := []struct {
		format          abi.Format
		width, physical int
		silence         string
		kind            string
	}{
		{abi.SNDRV_PCM_FORMAT_S8, 8, 8, "0000000000000000", "signed"},
		{abi.SNDRV_PCM_FORMAT_U8, 8, 8, "8000000000000000", "unsigned"},
		{abi.SNDRV_PCM_FORMAT_S16_LE, 16, 16, "0000000000000000", "signed little"},
		{abi.SNDRV_PCM_FORMAT_U16_BE, 16, 16, "8000000000000000", "unsigned big"},
		{abi.SNDRV_PCM_FORMAT_S24_LE, 24, 32, "0000000000000000", "signed little"},
		{abi.SNDRV_PCM_FORMAT_U24_BE, 24, 32, "0080000000000000", "unsigned big"},
		{abi.SNDRV_PCM_FORMAT_FLOAT_LE, 32, 32, "0000000000000000", "float little"},
		{abi.SNDRV_PCM_FORMAT_FLOAT64_BE, 64, 64, "0000000000000000", "float big"},
		{abi.SNDRV_PCM_FORMAT_IEC958_SUBFRAME_LE, 32, 32, "0000000000000000", "little"},
		{abi.SNDRV_PCM_FORMAT_MU_LAW, 8, 8, "7f00000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_A_LAW, 8, 8, "5500000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_IMA_ADPCM, 4, 4, "0000000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_GSM, 0, 0, "0000000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_U20_LE, 20, 32, "0000080000000000", "unsigned little"},
		{abi.SNDRV_PCM_FORMAT_U18_3BE, 18, 24, "0200000000000000", "unsigned big"},
		{abi.SNDRV_PCM_FORMAT_G723_40_1B, 5, 8, "0000000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_DSD_U16_BE, 16, 16, "6969000000000000", "unsigned big"},
		{abi.Format(29), 0, 0, "0000000000000000", "unsigned"},
		{abi.Format(-1), 0, 0, "0000000000000000", ""},
		{abi.SNDRV_PCM_FORMAT_LAST + 1, 0, 0, "0000000000000000", ""},
	}
	for _, tt := range tests {
		t.Run(tt.format.String(), func(t *testing.T) {
			f := tt.format
			got := fmt.Sprintf("%d %d %x %s", f.Width(), f.PhysicalWidth(), f.Silence(), kindOf(f))
			if want := fmt.Sprintf("%d %d %s %s", tt.width, tt.physical, tt.silence, tt.kind); got != want {
				t.Errorf("width, physical width, silence, kind: got %s, want %s", got, want)
			}
		})
	}
}

// kindOf puts the yes-or-no traits of f into words.
func kindOf(f abi.Format) string {
	var words []string
	for _, trait := range []struct {
		holds bool
		word  string
	}{
		{f.Signed(), "signed"},
		{f.Unsigned(), "unsigned"},
		{f.Float(), "float"},
		{f.LittleEndian(), "little"},
		{f.BigEndian(), "big"},
	} {
		if trait.holds {
			words = append(words, trait.word)
		}
	}
	return strings.Join(words, " ")
}

func TestLinearFormatsAreThoseWithWholeNumbers(t *testing.T) {
	tests := []struct {
		format abi.Format
		want   bool
	}{
		{abi.SNDRV_PCM_FORMAT_S24_3LE, true},
		{abi.SNDRV_PCM_FORMAT_U8, true},
		{abi.SNDRV_PCM_FORMAT_DSD_U8, true},
		{abi.SNDRV_PCM_FORMAT_FLOAT_LE, false},
		{abi.SNDRV_PCM_FORMAT_A_LAW, false},
	}
	for _, tt := range tests {
		if got := tt.format.Linear(); got != tt.want {
			t.Errorf("%v is linear: got %t, want %t", tt.format, got, tt.want)
		}
	}
}

func TestEveryFormatHasItsName(t *testing.T) {
	skip := map[string]bool{"FIRST": true, "LAST": true}
	for key, value := range readGolden(t) {
		name, isFormat := strings.CutPrefix(key, "const SNDRV_PCM_FORMAT_")
		if !isFormat || skip[name] {
			continue
		}
		var number int32
		if _, err := fmt.Sscan(value, &number); err != nil {
			t.Fatalf("number of %s: %v", name, err)
		}
		if got := abi.Format(number).String(); got != name {
			t.Errorf("name of format %d: got %s, want %s", number, got, name)
		}
	}
}

func TestNamesOfNumbers(t *testing.T) {
	tests := []struct {
		value fmt.Stringer
		want  string
	}{
		{abi.SNDRV_PCM_STATE_DRAINING, "DRAINING"},
		{abi.State(9), "abi.State(9)"},
		{abi.State(-1), "abi.State(-1)"},
		{abi.SNDRV_PCM_STREAM_CAPTURE, "CAPTURE"},
		{abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED, "RW_INTERLEAVED"},
		{abi.SNDRV_PCM_SUBFORMAT_MSBITS_24, "MSBITS_24"},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, "BUFFER_BYTES"},
		{abi.Param(3), "abi.Param(3)"},
		{abi.Format(29), "abi.Format(29)"},
	}
	for _, tt := range tests {
		if got := tt.value.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
