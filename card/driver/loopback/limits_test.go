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

// The ends are set up before either is prepared, when the cable cannot tell them
// yet: then a capture is refused, and a playback is not.
func TestTheEndsOfACableMustBeAlike(t *testing.T) {
	base := pcm.Params{
		Access: abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED, Format: abi.SNDRV_PCM_FORMAT_S16_LE,
		Channels: 2, RateHz: 48000, FrameBytes: 4, BufferSize: 64,
	}
	for _, tt := range []struct {
		name   string
		change func(*pcm.Params)
		err    error
	}{
		{"another buffer size is no matter", func(p *pcm.Params) { p.BufferSize = 99 }, nil},
		{"nor is a mapping", func(p *pcm.Params) { p.Access = abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED }, nil},
		{"another format", func(p *pcm.Params) { p.Format = abi.SNDRV_PCM_FORMAT_S16_BE }, syscall.EIO},
		{"another rate", func(p *pcm.Params) { p.RateHz = 44100 }, syscall.EIO},
		{"other channels", func(p *pcm.Params) { p.Channels, p.FrameBytes = 1, 2 }, syscall.EIO},
		{"channels apart", func(p *pcm.Params) { p.Access = abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED }, syscall.EIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var k cable
			play, _, _ := players{cable: &k}.Open(new(pcm.Substream))
			capture, _, _ := recorders{cable: &k}.Open(new(pcm.Substream))
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
			if err := play.Start(1); err != nil {
				t.Errorf("start of the playback: got error %v", err)
			}
			play.HwFree()
			if err := capture.Start(1); err != nil {
				t.Errorf("start of the capture when the playback is free: got error %v", err)
			}
		})
	}
}

// The steps and their answers are those of snd-aloop on Linux 6.12.
func TestTheFirstPrepareDecidesWhatACableCarries(t *testing.T) {
	k := newCables(1, hardware, nil)[0][0]
	play, own, _ := players{cable: k}.Open(new(pcm.Substream))
	capture, others, _ := recorders{cable: k}.Open(new(pcm.Substream))
	set := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_S24_LE, Channels: 6, RateHz: 96000, FrameBytes: 24}
	later := pcm.Params{Format: abi.SNDRV_PCM_FORMAT_S32_LE, Channels: 2, RateHz: 8000, FrameBytes: 8}
	if err := errors.Join(play.HwParams(set), capture.HwParams(later)); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name string
		do   func()
		want pcm.Params // of either end; zero for anything
	}{
		{"parameters do not", func() {}, pcm.Params{}},
		{"the first PREPARE does", func() { _ = play.Prepare() }, set},
		{"a second one of another end does not", func() { _ = capture.Prepare() }, set},
		{"it does still when the first has no parameters", play.HwFree, set},
		{"but then the other decides anew", func() { _ = capture.Prepare() }, later},
		{"it does still when nobody has parameters", capture.HwFree, later},
		{"and when one end is closed", play.Close, later},
		{"until a new one finds both closed", func() { capture.Close(); play, own, _ = players{cable: k}.Open(new(pcm.Substream)) }, pcm.Params{}},
	} {
		step.do()
		for end, limits := range map[string][]hwparams.Constraint{"playback": own, "capture": others} {
			if got := refined(t, limits); got != step.want {
				t.Errorf("%s: got parameters %+v of the %s, want %+v", step.name, got, end, step.want)
			}
		}
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
