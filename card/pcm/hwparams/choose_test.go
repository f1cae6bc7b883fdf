package hwparams_test

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// stereo is hardware without peculiarities.
var stereo = hwparams.Hardware{
	Info:           abi.SNDRV_PCM_INFO_INTERLEAVED,
	Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_S32_LE),
	RateMinHz:      8000,
	RateMaxHz:      96000,
	ChannelsMin:    2,
	ChannelsMax:    2,
	BufferBytesMax: 64 << 10,
	PeriodBytesMin: 64,
	PeriodBytesMax: 32 << 10,
	PeriodsMin:     2,
	PeriodsMax:     1024,
	PeriodsInteger: true,
}

// describe returns the values of a chosen configuration.
func describe(p *abi.HwParams) string {
	return fmt.Sprint(
		hwparams.Access(p), hwparams.Format(p), hwparams.Subformat(p),
		hwparams.Channels(p), hwparams.RateHz(p), hwparams.PeriodSize(p),
		hwparams.Periods(p), hwparams.BufferSize(p), hwparams.FrameBytes(p),
	)
}

func TestChoose(t *testing.T) {
	c, err := hwparams.New(stereo)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, request, want string
	}{
		{
			"of everything the lowest rate, shortest period and largest buffer",
			"",
			"RW_INTERLEAVED S16_LE STD 2 8000 16 1024 16384 4",
		},
		{
			"a request that has one value of each keeps it",
			"format=400.0 rate=[48000,48000] period_size=[480,480] buffer_size=[1920,1920]",
			"RW_INTERLEAVED S32_LE STD 2 48000 480 4 1920 8",
		},
		{
			"a rate between two whole numbers is the one below",
			"rate=(44100,44101) period_size=[441,441] periods=[2,2]",
			"RW_INTERLEAVED S16_LE STD 2 44100 441 2 882 4",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := space(t, tt.request)
			if err := c.Choose(p); err != nil {
				t.Fatal(err)
			}
			if got := describe(p); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestChooseRefuses(t *testing.T) {
	c, err := hwparams.New(stereo)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, request string }{
		{"what the hardware has not", "channels=[1,1]"},
		{"what contradicts itself", "period_size=[512,512] buffer_size=[256,256]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := c.Choose(space(t, tt.request)); !errors.Is(err, syscall.EINVAL) {
				t.Errorf("got error %v, want EINVAL", err)
			}
		})
	}
}

func TestFillInfo(t *testing.T) {
	fifo := func(info abi.PcmInfoFlags) hwparams.Hardware {
		hw := stereo
		hw.Info |= info
		hw.FifoSize = 64
		return hw
	}
	synced := stereo
	synced.Sync = [16]byte{1, 2}
	tests := []struct {
		name    string
		hw      hwparams.Hardware
		request string
		want    string
	}{
		{
			"bits, rate and FIFO are unknown while several are left", fifo(0), "",
			"msbits=0 rate=0/0 fifo=0 info=0x100 sync=0",
		},
		{
			"one format has significant bits, and frames for the FIFO", fifo(0), "format=400.0",
			"msbits=32 rate=0/0 fifo=8 info=0x100 sync=0",
		},
		{
			"one rate is a fraction over 1", stereo, "rate=[44100,44100]",
			"msbits=0 rate=44100/1 fifo=0 info=0x100 sync=0",
		},
		{
			"a FIFO in frames is passed on, the flag is not", fifo(abi.SNDRV_PCM_INFO_FIFO_IN_FRAMES), "format=400.0",
			"msbits=32 rate=0/0 fifo=64 info=0x100 sync=0",
		},
		{
			"what the drain needs is not passed on", fifo(abi.SNDRV_PCM_INFO_DRAIN_TRIGGER), "",
			"msbits=0 rate=0/0 fifo=0 info=0x100 sync=0",
		},
		{
			"the clock is named", synced, "",
			"msbits=0 rate=0/0 fifo=0 info=0x100 sync=1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := hwparams.New(tt.hw)
			if err != nil {
				t.Fatal(err)
			}
			p := space(t, tt.request)
			if err := errors.Join(c.Refine(p), c.FillInfo(p)); err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("msbits=%d rate=%d/%d fifo=%d info=%#x sync=%d",
				p.Msbits, p.RateNum, p.RateDen, p.FifoSize, uint32(p.Info), p.Sync[0])
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestFillInfoOfAFormatWithoutWidthKeepsTheFifoInBytes(t *testing.T) {
	hw := stereo
	hw.Formats = hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE, abi.SNDRV_PCM_FORMAT_SPECIAL)
	hw.FifoSize = 64
	c, err := hwparams.New(hw)
	if err != nil {
		t.Fatal(err)
	}
	p := space(t, "format=80000000.0 channels=[2,2] rmask=0")
	if err := errors.Join(c.Refine(p), c.FillInfo(p)); err != nil {
		t.Fatal(err)
	}
	if p.FifoSize != 64 {
		t.Errorf("FIFO size is %d, want 64", p.FifoSize)
	}
}

func TestFillInfoKeepsWhatARuleHasSet(t *testing.T) {
	c, err := hwparams.New(stereo, hwparams.Rule{
		Target: hwparams.NoTarget,
		Deps:   []abi.Param{abi.SNDRV_PCM_HW_PARAM_SAMPLE_BITS},
		Apply: func(p *abi.HwParams) (bool, error) {
			p.Msbits, p.RateNum, p.RateDen, p.FifoSize, p.Info = 24, 88200, 2, 5, abi.SNDRV_PCM_INFO_BATCH
			return false, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := space(t, "format=400.0 rate=[44100,44100]")
	if err := errors.Join(c.Refine(p), c.FillInfo(p)); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(p.Msbits, p.RateNum, p.RateDen, p.FifoSize, p.Info)
	if want := fmt.Sprint(24, 88200, 2, 5, abi.SNDRV_PCM_INFO_BATCH); got != want {
		t.Errorf("msbits, rate, FIFO and info are %s, want %s", got, want)
	}
}
