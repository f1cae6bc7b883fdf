package hwparams_test

import (
	"errors"
	"math"
	"strings"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// mustOpen returns the constraints of a card.
func mustOpen(tb testing.TB, open func() (*hwparams.Constraints, error)) *hwparams.Constraints {
	tb.Helper()
	c, err := open()
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// space returns the space in which everything is allowed but for the given
// fields.
func space(tb testing.TB, text string) *abi.HwParams {
	tb.Helper()
	p := hwparams.Any()
	if err := readFields(p, strings.Fields(text)); err != nil {
		tb.Fatal(err)
	}
	return p
}

func TestRefineGivesUpOnRulesThatNeverSettle(t *testing.T) {
	restless := func(target, dep abi.Param) hwparams.Rule {
		return hwparams.Rule{
			Target: target,
			Deps:   []abi.Param{dep},
			Apply:  func(*abi.HwParams) (bool, error) { return true, nil },
		}
	}
	const rate, tick = abi.SNDRV_PCM_HW_PARAM_RATE, abi.SNDRV_PCM_HW_PARAM_TICK_TIME
	c, err := hwparams.New(stereo, restless(rate, tick), restless(tick, rate))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Refine(hwparams.Any()); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("got error %v, want EINVAL", err)
	}
}

func TestRefineFollowsManyPassesToTheEnd(t *testing.T) {
	c := mustOpen(t, openAloop)
	p := space(t, "buffer_bytes=[1024757,1024757]") // a prime number
	if err := c.Refine(p); err != nil {
		t.Fatal(err)
	}
	if got, want := *p.Interval(abi.SNDRV_PCM_HW_PARAM_PERIODS), (abi.Interval{Min: 1, Max: 1, Flags: abi.IntervalInteger}); got != want {
		t.Errorf("periods are %v, want %v", got, want)
	}
}

func TestARuleThatHasAConditionWaitsForIt(t *testing.T) {
	c, err := hwparams.New(stereo, hwparams.Rule{
		Target: abi.SNDRV_PCM_HW_PARAM_RATE,
		Deps:   []abi.Param{abi.SNDRV_PCM_HW_PARAM_RATE},
		When:   abi.SNDRV_PCM_HW_PARAMS_NORESAMPLE,
		Apply: func(p *abi.HwParams) (bool, error) {
			return hwparams.RefineInterval(p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE), abi.Interval{Min: 48000, Max: 48000})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		flags string
		want  abi.Interval
	}{
		{"without the flag every rate stays", "flags=0x4", abi.Interval{Min: 8000, Max: 96000}},
		{"with the flag one rate stays", "flags=0x5", abi.Interval{Min: 48000, Max: 48000, Flags: abi.IntervalInteger}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := space(t, tt.flags)
			if err := c.Refine(p); err != nil {
				t.Fatal(err)
			}
			if got := *p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE); got != tt.want {
				t.Errorf("rate is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnErrorOfARuleIsTheAnswer(t *testing.T) {
	busy := hwparams.Rule{
		Target: hwparams.NoTarget,
		Deps:   []abi.Param{abi.SNDRV_PCM_HW_PARAM_RATE},
		Apply:  func(*abi.HwParams) (bool, error) { return false, syscall.EBUSY },
	}
	c, err := hwparams.New(stereo, busy)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Refine(hwparams.Any()); !errors.Is(err, syscall.EBUSY) {
		t.Errorf("got error %v, want EBUSY", err)
	}
}

// FuzzRefine lets any bytes be a request to any of the cards.
func FuzzRefine(f *testing.F) {
	var all []*hwparams.Constraints
	for _, open := range cards {
		all = append(all, mustOpen(f, open))
	}
	seed := make([]byte, abi.Sizeof[abi.HwParams]())
	for _, text := range []string{"", "rmask=0x400", "rate=(44100,48000) periods=[3,3]i", "channels=(4294967295,4294967295]"} {
		if err := abi.Encode(seed, space(f, text)); err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		request := make([]byte, abi.Sizeof[abi.HwParams]())
		copy(request, data)
		in, err := abi.Decode[abi.HwParams](request)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			requireAnswer(t, c, in)
		}
	})
}

// requireAnswer requires that a request is narrowed and then chosen from, or
// refused.
func requireAnswer(t *testing.T, c *hwparams.Constraints, in *abi.HwParams) {
	t.Helper()
	p := *in
	if err := c.Refine(&p); err != nil {
		requireInvalid(t, "Refine", err)
		return
	}
	if p.Rmask != 0 || p.Cmask&in.Cmask != in.Cmask {
		t.Errorf("after Refine rmask is %#x and cmask %#x, want 0 and the bits of %#x", p.Rmask, p.Cmask, in.Cmask)
	}
	for m := range p.Masks {
		if p.Masks[m].Bits[0]&^in.Masks[m].Bits[0] != 0 || p.Masks[m].Bits[1]&^in.Masks[m].Bits[1] != 0 {
			t.Errorf("mask %d is %x, wider than %x", m, p.Masks[m].Bits, in.Masks[m].Bits)
		}
	}
	if err := c.FillInfo(&p); err != nil {
		requireInvalid(t, "FillInfo", err)
	}
	chosen := *in
	if err := c.Choose(&chosen); err != nil {
		if !ticksAboveInt(in) {
			requireInvalid(t, "Choose", err)
		}
		return
	}
	requireSetup(t, &chosen)
}

// ticksAboveInt reports whether the tick time, which no card limits, may become a
// value that Choose returns as an error.
func ticksAboveInt(p *abi.HwParams) bool {
	return p.Interval(abi.SNDRV_PCM_HW_PARAM_TICK_TIME).Max > math.MaxInt32
}

func requireInvalid(t *testing.T, call string, err error) {
	t.Helper()
	if !errors.Is(err, syscall.EINVAL) {
		t.Errorf("%s returned %v, want EINVAL", call, err)
	}
}

// requireSetup requires what a stream relies on after Choose.
func requireSetup(t *testing.T, p *abi.HwParams) {
	t.Helper()
	period, buffer := hwparams.PeriodSize(p), hwparams.BufferSize(p)
	if period == 0 || buffer < period || hwparams.Periods(p) == 0 {
		t.Errorf("%d periods of %d frames in a buffer of %d", hwparams.Periods(p), period, buffer)
	}
	if hwparams.RateHz(p) == 0 || hwparams.FrameBytes(p) == 0 {
		t.Errorf("%d frames a second of %d bytes", hwparams.RateHz(p), hwparams.FrameBytes(p))
	}
}
