package models_test

import (
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// What HW_REFINE leaves of S16_LE is what Linux 6.12 left of it on an HD Audio card of
// an emulator.
func TestHardwareIsThatOfSndHdaIntel(t *testing.T) {
	p := hwparams.Any()
	formats := p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT)
	clear(formats.Bits[:])
	formats.Bits[0] = 1 << abi.SNDRV_PCM_FORMAT_S16_LE
	refine(t, "hda-laptop", 0, p)
	expectLimits(t, p, []limit{
		{abi.SNDRV_PCM_HW_PARAM_CHANNELS, 2, 2},
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, 32, 262144},
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 128, 1048576},
		{abi.SNDRV_PCM_HW_PARAM_PERIODS, 2, 32},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, 64, 524288},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, 256, 2097152},
	})
}

// HDMI has even numbers of channels, and a map for each of them.
func TestTheChannelMapsOfHDMI(t *testing.T) {
	p := hwparams.Any()
	p.Interval(abi.SNDRV_PCM_HW_PARAM_CHANNELS).Min = 3
	refine(t, "hda-laptop", 1, p)
	if got := p.Interval(abi.SNDRV_PCM_HW_PARAM_CHANNELS); got.Min != 4 || got.Max != 8 {
		t.Errorf("from 3 on there are %d to %d channels, want 4 to 8", got.Min, got.Max)
	}
	maps, err := parsed(t, "hda-laptop").PCMs[1].Playback.Maps()
	if err != nil {
		t.Fatal(err)
	}
	for channels := 2; channels <= 8; channels += 2 {
		if !slices.ContainsFunc(maps, func(m []abi.Chmap) bool { return len(m) == channels }) {
			t.Errorf("there is no map of %d channels", channels)
		}
	}
}
