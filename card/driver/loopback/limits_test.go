package loopback

import (
	"errors"
	"math/bits"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

func TestTheEndsOfACableMustBeAlike(t *testing.T) {
	base := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, RateHz: 48000, FrameBytes: 4, BufferSize: 64}
	for _, tt := range []struct {
		name   string
		change func(*pcm.Params)
		err    error
	}{
		{"another buffer size is no matter", func(p *pcm.Params) { p.BufferSize = 99 }, nil},
		{"another format", func(p *pcm.Params) { p.Format = abi.SNDRV_PCM_FORMAT_S16_BE }, syscall.EIO},
		{"another rate", func(p *pcm.Params) { p.RateHz = 44100 }, syscall.EIO},
		{"other channels", func(p *pcm.Params) { p.Channels, p.FrameBytes = 1, 2 }, syscall.EIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var k cable
			play, _, _ := players{&k, nil}.Open(new(pcm.Substream))
			capture, _, _ := recorders{&k}.Open(new(pcm.Substream))
			other := base
			tt.change(&other)
			if err := errors.Join(play.HwParams(base), capture.HwParams(other)); err != nil {
				t.Fatal(err)
			}
			play.Prepare()
			capture.Prepare()
			if err := capture.Start(1); !errors.Is(err, tt.err) {
				t.Errorf("start of the capture: got error %v, want %v", err, tt.err)
			}
			capture.Stop(1)
			if err := play.Start(1); !errors.Is(err, tt.err) {
				t.Errorf("start of the playback: got error %v, want %v", err, tt.err)
			}
			play.Stop(1)
			capture.HwFree()
			if err := play.Start(1); err != nil {
				t.Errorf("start when the capture is free: got error %v", err)
			}
		})
	}
}

func TestAPreparedEndLimitsTheOther(t *testing.T) {
	var k cable
	play, own, _ := players{&k, nil}.Open(new(pcm.Substream))
	capture, others, _ := recorders{&k}.Open(new(pcm.Substream))
	set := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_S24_LE, Channels: 6, RateHz: 96000, FrameBytes: 24}
	if err := errors.Join(play.HwParams(set), capture.HwParams(set)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name    string
		do      func()
		limited bool
	}{
		{"with parameters it does not", func() {}, false},
		{"prepared it does", play.Prepare, true},
		{"when the other is prepared too it still does", capture.Prepare, true},
		{"without parameters it no longer does", play.HwFree, false},
	} {
		step.do()
		if got := refined(t, others); (got == set) != step.limited {
			t.Errorf("%s: got parameters %+v of the other end, set is %+v", step.name, got, set)
		}
	}
	if got := refined(t, own); got != set {
		t.Errorf("got parameters %+v of the playback, want those of the capture, %+v", got, set)
	}
}

// refined is what is left to choose under some constraints, zero where that is
// more than one thing.
func refined(t *testing.T, own []hwparams.Constraint) pcm.Params {
	t.Helper()
	c, err := hwparams.New(hardware, own...)
	if err != nil {
		t.Fatal(err)
	}
	p := hwparams.Any()
	if err := c.Refine(p); err != nil {
		t.Fatal(err)
	}
	only := func(param abi.Param) uint32 {
		if i := p.Interval(param); i.Min == i.Max {
			return i.Min
		}
		return 0
	}
	got := pcm.Params{
		Channels: only(abi.SNDRV_PCM_HW_PARAM_CHANNELS), RateHz: only(abi.SNDRV_PCM_HW_PARAM_RATE),
		FrameBytes: only(abi.SNDRV_PCM_HW_PARAM_FRAME_BITS) / 8,
	}
	if formats := p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT).Bits[0]; bits.OnesCount32(formats) == 1 {
		got.Format = abi.Format(bits.TrailingZeros32(formats))
	}
	return got
}
