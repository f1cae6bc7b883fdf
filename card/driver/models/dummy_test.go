package models_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/driver/models"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// TestHardwareIsThatOfSndDummy compares what HW_REFINE leaves of everything with
// what it left on Linux 6.12, with pcm_devs=4.
func TestHardwareIsThatOfSndDummy(t *testing.T) {
	for device, want := range []struct {
		accesses uint32
		info     abi.PcmInfoFlags
	}{{0x09, 0x40103}, {0x12, 0x40203}, {0x08, 0x40100}, {0x10, 0x40200}} {
		p := hwparams.Any()
		refine(t, "dummy", device, p)
		if got := p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS).Bits[0]; got != want.accesses || p.Info != want.info {
			t.Errorf("device %d: got accesses %#x and info %#x, want %#x and %#x", device, got, p.Info, want.accesses, want.info)
		}
		if got := p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT).Bits; got[0] != 6 || got[1] != 0 {
			t.Errorf("device %d: got formats %#x, want U8 and S16_LE", device, got)
		}
		expectLimits(t, p, []limit{
			{abi.SNDRV_PCM_HW_PARAM_CHANNELS, 1, 2},
			{abi.SNDRV_PCM_HW_PARAM_RATE, 5500, 48000},
			{abi.SNDRV_PCM_HW_PARAM_PERIOD_TIME, 333, 11915637},
			{abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, 16, 65536},
			{abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 64, 65536},
			{abi.SNDRV_PCM_HW_PARAM_PERIODS, 1, 1024},
			{abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, 16, 65536},
			{abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, 64, 65536},
		})
	}
}

// limit is what is left of an interval.
type limit struct {
	param     abi.Param
	low, high uint32
}

func expectLimits(t *testing.T, p *abi.HwParams, limits []limit) {
	t.Helper()
	for _, l := range limits {
		if got := p.Interval(l.param); got.Min != l.low || got.Max != l.high {
			t.Errorf("parameter %v: got %d to %d, want %d to %d", l.param, got.Min, got.Max, l.low, l.high)
		}
	}
}

// parsed is the description of a model.
func parsed(t *testing.T, name string) *model.Description {
	t.Helper()
	text, err := models.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := model.Parse(name+".yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// refine leaves of p what the playback of one of a model's PCMs can do.
func refine(t *testing.T, name string, pcm int, p *abi.HwParams) {
	t.Helper()
	hw, own, err := parsed(t, name).PCMs[pcm].Playback.Limits()
	if err != nil {
		t.Fatal(err)
	}
	c, err := hwparams.New(hw, own...)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Refine(p); err != nil {
		t.Fatal(err)
	}
	if err := c.FillInfo(p); err != nil {
		t.Fatal(err)
	}
}
