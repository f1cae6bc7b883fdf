package abi_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestParamsAreFoundByNumber(t *testing.T) {
	var p abi.HwParams
	if got, want := p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT), &p.Masks[2]; got != want {
		t.Errorf("SUBFORMAT is at %p, want %p", got, want)
	}
	if got, want := p.Interval(abi.SNDRV_PCM_HW_PARAM_SAMPLE_BITS), &p.Intervals[0]; got != want {
		t.Errorf("SAMPLE_BITS are at %p, want %p", got, want)
	}
	if got, want := p.Interval(abi.SNDRV_PCM_HW_PARAM_TICK_TIME), &p.Intervals[11]; got != want {
		t.Errorf("TICK_TIME is at %p, want %p", got, want)
	}
}
