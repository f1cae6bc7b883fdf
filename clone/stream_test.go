package clone_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/clone"
)

// described answers as the driver of a description does.
type described struct{ *hwparams.Constraints }

func (d described) Refine(p *abi.HwParams) error {
	if err := d.Constraints.Refine(p); err != nil {
		return err
	}
	return d.FillInfo(p)
}

func open(t rapid.TB, s *model.Stream) described {
	t.Helper()
	hw, own, err := s.Limits()
	if err != nil {
		t.Fatal(err)
	}
	if s.Sync {
		hw.Sync = hwparams.CardSync(3)
	}
	c, err := hwparams.New(hw, own...)
	if err != nil {
		t.Fatal(err)
	}
	return described{c}
}

// find finds a stream's limits, from nothing but its answers.
func find(t rapid.TB, s *model.Stream) *model.Stream {
	t.Helper()
	found, err := clone.Stream(open(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func all(low, high uint32) model.Numbers { return model.Numbers{Min: low, Max: high} }

func list(numbers ...uint32) model.Numbers {
	return model.Numbers{Min: slices.Min(numbers), Max: slices.Max(numbers), List: numbers}
}

// What one is told of a stream is what is found of it, key by key.
func TestTheLimitsOfAStreamAreFound(t *testing.T) {
	usual := func() *model.Stream {
		return &model.Stream{Formats: model.Words{"U8", "S16_LE"}, Rates: all(5500, 48000), Channels: all(1, 2)}
	}
	for name, change := range map[string]func(*model.Stream){
		"nothing special":       func(*model.Stream) {},
		"one format":            func(s *model.Stream) { s.Formats = model.Words{"FLOAT_LE"} },
		"flags":                 func(s *model.Stream) { s.Info = model.Words{"batch", "interleaved", "noninterleaved", "resume"} },
		"a list of rates":       func(s *model.Stream) { s.Rates = list(8000, 11025, 48000) },
		"two rates in a row":    func(s *model.Stream) { s.Rates = list(8000, 8001) },
		"one rate":              func(s *model.Stream) { s.Rates = all(48000, 48000) },
		"a list of channels":    func(s *model.Stream) { s.Channels = list(2, 4, 8) },
		"an even number":        func(s *model.Stream) { s.Channels, s.Steps.Channels = all(2, 8), 2 },
		"an even number of two": func(s *model.Stream) { s.Channels, s.Steps.Channels = all(2, 2), 2 },
		"a small buffer":        func(s *model.Stream) { s.BufferBytes, s.PeriodBytes = 65536, all(32, 16384) },
		"one size of period":    func(s *model.Stream) { s.PeriodBytes = all(4096, 4096) },
		"whole periods":         func(s *model.Stream) { s.Whole, s.Periods = true, all(2, 32) },
		"two periods":           func(s *model.Stream) { s.Periods = all(2, 2) },
		"times":                 func(s *model.Stream) { s.PeriodTime, s.BufferTime = all(1000, 1000000), all(0, 2000000) },
		"sizes in frames":       func(s *model.Stream) { s.PeriodSize, s.BufferSize = all(64, 4096), all(128, 16384) },
		"steps of bytes": func(s *model.Stream) {
			s.PeriodBytes, s.Steps = all(128, 1<<18), model.Steps{PeriodBytes: 128, BufferBytes: 128}
		},
		"steps of frames":   func(s *model.Stream) { s.Steps = model.Steps{PeriodSize: 32, BufferSize: 64} },
		"memory in advance": func(s *model.Stream) { s.Allocated, s.BufferBytes = 1<<18, 1<<18; s.PeriodBytes = all(64, 1<<17) },
		"held":              func(s *model.Stream) { s.Held = model.Words{"format", "rate", "channels"} },
		"one held":          func(s *model.Stream) { s.Held = model.Words{"channels"} },
		"a fifo":            func(s *model.Stream) { s.FifoBytes = 64 },
		"20 bits of 32": func(s *model.Stream) {
			s.Formats, s.Msbits = model.Words{"S16_LE", "S24_LE", "S32_LE"}, model.Msbits{32: 20}
		},
		"subformats": func(s *model.Stream) {
			s.Formats, s.Subformats = model.Words{"S32_LE"}, model.Words{"msbits_max", "msbits_20"}
		},
		"one subformat":    func(s *model.Stream) { s.Formats, s.Subformats = model.Words{"S32_LE"}, model.Words{"msbits_24"} },
		"the card's clock": func(s *model.Stream) { s.Sync = true },
		"one setting": func(s *model.Stream) {
			s.Formats, s.Rates, s.Channels = nil, model.Numbers{}, model.Numbers{}
			s.Settings = []model.Setting{{Formats: model.Words{"S16_LE"}, Rates: all(48000, 48000), Channels: all(2, 2)}}
		},
		"settings": func(s *model.Stream) {
			s.Formats, s.Rates, s.Channels = nil, model.Numbers{}, model.Numbers{}
			s.Settings = []model.Setting{
				{Formats: model.Words{"S16_LE", "S24_3LE"}, Rates: list(44100, 48000, 96000), Channels: all(2, 2)},
				{Formats: model.Words{"S16_LE", "S24_3LE"}, Rates: list(44100, 48000), Channels: all(4, 8)},
				{Formats: model.Words{"S32_LE"}, Rates: all(8000, 16000), Channels: all(1, 1)},
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := usual()
			change(want)
			if got := find(t, want); !reflect.DeepEqual(got, want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, want)
			}
		})
	}
}

// Whatever a stream can do, what is found of it answers as it does.
func TestWhatIsFoundAnswersAsTheStreamDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStream(t)
		hw, own, err := s.Limits()
		if err != nil {
			t.Fatal(err)
		}
		c, err := hwparams.New(hw, own...)
		if err != nil || c.Choose(hwparams.Any()) != nil {
			t.Skip("the limits contradict each other")
		}
		found := find(t, s)
		wrong, all, err := clone.Prove(open(t, s), open(t, found))
		if err != nil {
			t.Fatal(err)
		}
		if wrong > 0 {
			t.Errorf("%d of %d answers differ: got\n%+v\nwant\n%+v", wrong, all, found, s)
		}
	})
}

var (
	anyFormats = []string{"S8", "U8", "S16_LE", "S16_BE", "S24_LE", "S32_LE", "FLOAT_LE", "S24_3LE", "DSD_U8"}
	anyRates   = []uint32{5512, 8000, 11025, 16000, 22050, 32000, 44100, 48000, 64000, 88200, 96000, 192000}
)

func drawStream(t *rapid.T) *model.Stream {
	s := &model.Stream{
		PeriodBytes: all(rapid.Uint32Range(16, 1<<12).Draw(t, "fewest period bytes"), rapid.Uint32Range(1<<13, 1<<16).Draw(t, "most period bytes")),
		Periods:     drawSpan(t, "periods", 1, 64),
		BufferBytes: uint32(rapid.IntRange(1<<16, 1<<22).Draw(t, "buffer bytes")),
		Whole:       rapid.Bool().Draw(t, "whole"),
	}
	if rapid.Bool().Draw(t, "settings") {
		for range rapid.IntRange(1, 3).Draw(t, "number of settings") {
			s.Settings = append(s.Settings, drawSetting(t))
		}
	} else {
		one := drawSetting(t)
		s.Formats, s.Rates, s.Channels = one.Formats, one.Rates, one.Channels
		s.Held = drawWords(t, "held", 0, []string{"format", "rate", "channels"})
	}
	drawBits(t, s)
	if rapid.Bool().Draw(t, "times") {
		s.PeriodTime, s.BufferTime = drawSpan(t, "period time", 100, 1<<20), drawSpan(t, "buffer time", 100, 1<<22)
	}
	if rapid.Bool().Draw(t, "steps") {
		const largest = 256 // whose multiples the limits are, as drivers have them
		s.Steps = model.Steps{PeriodBytes: 1 << rapid.IntRange(1, 8).Draw(t, "step"), BufferBytes: 1 << rapid.IntRange(1, 8).Draw(t, "step")}
		for _, number := range []*uint32{&s.PeriodBytes.Min, &s.PeriodBytes.Max, &s.BufferBytes} {
			*number = max(*number/largest, 1) * largest
		}
	}
	if rapid.Bool().Draw(t, "allocated") {
		const page = 4096
		s.Allocated = uint32(rapid.IntRange(4, 1024).Draw(t, "allocated pages")) * page
	}
	return s
}

// drawBits says how many bits count, where there are samples that have so many: as a rule
// or as subformats, as drivers do.
func drawBits(t *rapid.T, s *model.Stream) {
	hw, _, err := s.Limits()
	if err != nil {
		t.Fatal(err)
	}
	wide := slices.ContainsFunc(hw.Formats.List(), func(f abi.Format) bool { return f.PhysicalWidth() == 32 })
	if wide && rapid.Bool().Draw(t, "bits") {
		s.Msbits = model.Msbits{32: rapid.Uint32Range(17, 23).Draw(t, "of 32")}
	} else if slices.Contains(hw.Formats.List(), abi.SNDRV_PCM_FORMAT_S32_LE) {
		s.Subformats = drawWords(t, "subformats", 0, []string{"msbits_max", "msbits_20", "msbits_24"})
	}
}

func drawSpan(t *rapid.T, name string, low, high uint32) model.Numbers {
	a := rapid.Uint32Range(low, high).Draw(t, name)
	return all(a, rapid.Uint32Range(a, high).Draw(t, name))
}

func drawWords(t *rapid.T, name string, least int, of []string) model.Words {
	words := rapid.SliceOfNDistinct(rapid.SampledFrom(of), least, 3, rapid.ID[string]).Draw(t, name)
	if len(words) == 0 {
		return nil
	}
	return words
}

func drawSetting(t *rapid.T) model.Setting {
	s := model.Setting{Formats: drawWords(t, "formats", 1, anyFormats), Channels: drawSpan(t, "channels", 1, 8)}
	rates := rapid.SliceOfNDistinct(rapid.SampledFrom(anyRates), 1, 4, rapid.ID[uint32]).Draw(t, "rates")
	slices.Sort(rates)
	switch {
	case len(rates) == 1:
		s.Rates = all(rates[0], rates[0])
	case rapid.Bool().Draw(t, "a list"):
		s.Rates = list(rates...)
	default: // not two ranges with a gap in between, which no card has
		s.Rates = all(8000, 48000)
	}
	return s
}
