package wav

import (
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestSilenceRepeatsOneSilentSample(t *testing.T) {
	for _, c := range []struct {
		format abi.Format
		want   string
	}{
		{abi.SNDRV_PCM_FORMAT_S8, "00 00 00"},
		{abi.SNDRV_PCM_FORMAT_U8, "80 80 80"},
		{abi.SNDRV_PCM_FORMAT_S16_LE, "0000 0000 0000"},
		{abi.SNDRV_PCM_FORMAT_U16_LE, "0080 0080 0080"},
		{abi.SNDRV_PCM_FORMAT_U16_BE, "8000 8000 8000"},
		{abi.SNDRV_PCM_FORMAT_U24_LE, "00008000 00008000 00008000"},
		{abi.SNDRV_PCM_FORMAT_U24_BE, "00800000 00800000 00800000"},
		{abi.SNDRV_PCM_FORMAT_U24_3LE, "000080 000080 000080"},
		{abi.SNDRV_PCM_FORMAT_FLOAT64_LE, "0000000000000000 0000000000000000"},
		{abi.SNDRV_PCM_FORMAT_MU_LAW, "7f 7f 7f"},
		{abi.SNDRV_PCM_FORMAT_IMA_ADPCM, "00 00 00"},
		{-1, "00 00 00"},
		{abi.SNDRV_PCM_FORMAT_U8, ""},
	} {
		want := unhex(t, c.want)
		got := make([]byte, len(want))
		for i := range got {
			got[i] = 0x55
		}
		Silence(c.format, got)
		wantBytes(t, c.format.String(), got, want)
	}
}
