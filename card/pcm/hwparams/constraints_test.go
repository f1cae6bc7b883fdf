package hwparams_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

func TestNewRefusesContradictions(t *testing.T) {
	noRate := stereo
	noRate.RateMinHz = 192000
	noFormat := stereo
	noFormat.Formats = 0
	noAccess := stereo
	noAccess.Info = 0
	const nothing = abi.Param(5) // a number between the masks and the intervals
	tests := []struct {
		name string
		hw   hwparams.Hardware
		own  hwparams.Constraint
		want string
	}{
		{"lowest rate above the highest", noRate, nil, "RATE from 192000 to 96000"},
		{"no format", noFormat, nil, "FORMAT of 0x0"},
		{"no access", noAccess, nil, "ACCESS of 0x0"},
		{"limits of its own that exclude the hardware's", stereo, hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_CHANNELS, 4, 8), "CHANNELS from 2 to 2"},
		{"limits of a mask", stereo, hwparams.MinMax(abi.SNDRV_PCM_HW_PARAM_FORMAT, 0, 1), "FORMAT is no interval"},
		{"an integer mask", stereo, hwparams.Integer(abi.SNDRV_PCM_HW_PARAM_ACCESS), "ACCESS is no interval"},
		{"bits of an interval", stereo, hwparams.Mask64(abi.SNDRV_PCM_HW_PARAM_RATE, 1), "RATE is no mask"},
		{"a list for no parameter", stereo, hwparams.List(nothing, 1), "abi.Param(5) is no interval"},
		{"steps of 0", stereo, hwparams.Step(abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 0), "PERIOD_BYTES in steps of 0"},
		{"a rule for no parameter", stereo, hwparams.Rule{Target: nothing}, "rule for abi.Param(5)"},
		{"a rule that depends on no parameter", stereo, hwparams.Rule{Deps: []abi.Param{20}}, "depends on abi.Param(20)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var own []hwparams.Constraint
			if tt.own != nil {
				own = append(own, tt.own)
			}
			c, err := hwparams.New(tt.hw, own...)
			if c != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, %v, want an error with %q", c, err, tt.want)
			}
		})
	}
}

func TestAccessFollowsInfo(t *testing.T) {
	tests := []struct {
		name string
		info abi.PcmInfoFlags
		want uint32
	}{
		{"interleaved without mmap", abi.SNDRV_PCM_INFO_INTERLEAVED, 0b01000},
		{"noninterleaved without mmap", abi.SNDRV_PCM_INFO_NONINTERLEAVED, 0b10000},
		{"interleaved with mmap", abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_MMAP, 0b01001},
		{"noninterleaved with mmap", abi.SNDRV_PCM_INFO_NONINTERLEAVED | abi.SNDRV_PCM_INFO_MMAP, 0b10010},
		{"complex is mmap only", abi.SNDRV_PCM_INFO_COMPLEX | abi.SNDRV_PCM_INFO_MMAP, 0b00100},
		{"complex without mmap is nothing", abi.SNDRV_PCM_INFO_COMPLEX | abi.SNDRV_PCM_INFO_INTERLEAVED, 0b01000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hw := stereo
			hw.Info = tt.info
			p := mustRefine(t, hw, "")
			if got := p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS).Bits[0]; got != tt.want {
				t.Errorf("got %05b, want %05b", got, tt.want)
			}
		})
	}
}

// mustRefine returns what hw leaves of a request.
func mustRefine(t *testing.T, hw hwparams.Hardware, request string, own ...hwparams.Constraint) *abi.HwParams {
	t.Helper()
	c, err := hwparams.New(hw, own...)
	if err != nil {
		t.Fatal(err)
	}
	p := space(t, request)
	if err := c.Refine(p); err != nil {
		t.Fatalf("refine %q: %v", request, err)
	}
	return p
}

func TestConstraintsHoldTheEndsOfAnInterval(t *testing.T) {
	const rate, channels, periods = abi.SNDRV_PCM_HW_PARAM_RATE, abi.SNDRV_PCM_HW_PARAM_CHANNELS, abi.SNDRV_PCM_HW_PARAM_PERIODS
	wide := stereo
	wide.ChannelsMin, wide.ChannelsMax = 1, 9
	fractions := stereo
	fractions.PeriodsInteger = false
	tests := []struct {
		name    string
		hw      hwparams.Hardware
		own     hwparams.Constraint
		request string
		param   abi.Param
		want    string
	}{
		{"a list cuts to its own ends", stereo, hwparams.List(rate, 44100, 22050, 48000), "", rate, "[22050,48000]"},
		{"a list leaves gaps alone", stereo, hwparams.List(rate, 44100, 22050, 48000), "rate=[23000,48000]", rate, "[44100,48000]"},
		{"a list leaves one number", stereo, hwparams.List(rate, 44100, 22050, 48000), "rate=[23000,47999]", rate, "[44100,44100]i"},
		{"an open end excludes a number of the list", stereo, hwparams.List(rate, 44100, 22050, 48000), "rate=(44100,96000]", rate, "[48000,48000]i"},
		{"steps cut to multiples", wide, hwparams.Step(channels, 4), "", channels, "[4,8]i"},
		{"integer closes the ends", fractions, hwparams.Integer(periods), "periods=(2,5)", periods, "[3,4]i"},
		{"without integer the ends stay open", fractions, hwparams.MinMax(periods, 2, 9), "periods=(2,5)", periods, "(2,5)"},
		{"limits of the driver's own", wide, hwparams.MinMax(channels, 2, 6), "", channels, "[2,6]i"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := mustRefine(t, tt.hw, tt.request, tt.own)
			if got := writeInterval(*p.Interval(tt.param)); got != tt.want {
				t.Errorf("%v is %s, want %s", tt.param, got, tt.want)
			}
		})
	}
}

func TestMask64TakesFormatsAway(t *testing.T) {
	p := mustRefine(t, stereo, "", hwparams.Mask64(abi.SNDRV_PCM_HW_PARAM_FORMAT, 1<<abi.SNDRV_PCM_FORMAT_S32_LE))
	if got := hwparams.Format(p); got != abi.SNDRV_PCM_FORMAT_S32_LE {
		t.Errorf("first format is %v, want S32_LE", got)
	}
}

func TestSubformatsOfS32(t *testing.T) {
	msbits24 := stereo
	msbits24.Subformats = 1 << abi.SNDRV_PCM_SUBFORMAT_MSBITS_24
	tests := []struct {
		name    string
		hw      hwparams.Hardware
		request string
		want    uint32
	}{
		{"S32_LE has MSBITS_MAX unless the driver says otherwise", stereo, "format=400.0", 0b0011},
		{"S32_LE has what the driver says", msbits24, "format=400.0", 0b1001},
		{"S16_LE has MSBITS_MAX whatever the driver says", msbits24, "format=4.0", 0b0011},
		{"together they have all", msbits24, "", 0b1011},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := mustRefine(t, tt.hw, tt.request)
			if got := p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT).Bits[0]; got != tt.want {
				t.Errorf("got %04b, want %04b", got, tt.want)
			}
		})
	}
}

func TestAListIsCopied(t *testing.T) {
	rates := []uint32{44100, 48000}
	list := hwparams.List(abi.SNDRV_PCM_HW_PARAM_RATE, rates...)
	rates[0] = 8000
	p := mustRefine(t, stereo, "", list)
	if got, want := p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE).Min, uint32(44100); got != want {
		t.Errorf("lowest rate is %d, want %d", got, want)
	}
}

// A program asks for CD quality; the driver adds that periods come in steps.
func ExampleNew() {
	c, err := hwparams.New(
		hwparams.Hardware{
			Info:           abi.SNDRV_PCM_INFO_INTERLEAVED,
			Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE),
			RateMinHz:      44100,
			RateMaxHz:      48000,
			RatesHz:        []uint32{44100, 48000},
			ChannelsMin:    2,
			ChannelsMax:    2,
			BufferBytesMax: 64 << 10,
			PeriodBytesMin: 128,
			PeriodBytesMax: 32 << 10,
			PeriodsMin:     2,
			PeriodsMax:     32,
			PeriodsInteger: true,
		},
		hwparams.Step(abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, 128),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := hwparams.Any()
	*p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE) = abi.Interval{Min: 44000, Max: 47000}
	if err := c.Choose(p); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(hwparams.Format(p), hwparams.RateHz(p), "Hz,", hwparams.Periods(p), "periods of", hwparams.PeriodSize(p), "frames")
	// Output: S16_LE 44100 Hz, 32 periods of 32 frames
}
