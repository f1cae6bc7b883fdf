package model

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// What a stream has that says nothing of it.
const (
	defaultInfo = abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
		abi.SNDRV_PCM_INFO_BLOCK_TRANSFER
	defaultBufferBytes = 1 << 20
)

var (
	defaultPeriodBytes = Numbers{Min: 64, Max: defaultBufferBytes / 2}
	defaultPeriods     = Numbers{Min: 2, Max: 1024}
)

// maxBufferBytes bounds the memory of an open stream, maxSubstreams the number of
// those.
const (
	maxBufferBytes = 64 << 20
	maxSubstreams  = 1024
)

// Count is how many substreams there are.
func (s *Stream) Count() int { return cmp.Or(s.Substreams, 1) }

// Limits are what the stream can do, and what its driver adds to that. They contradict
// each other in no description that Check has found good.
func (s *Stream) Limits() (hwparams.Hardware, []hwparams.Constraint, error) {
	hw := hwparams.Hardware{
		Info:           defaultInfo,
		BufferBytesMax: cmp.Or(s.BufferBytes, defaultBufferBytes),
		PeriodsInteger: s.Whole,
		FifoSize:       abi.Uframes(s.FifoBytes),
	}
	if s.Info != nil {
		var err error
		if hw.Info, err = bits(infoFlags, s.Info); err != nil {
			return hw, nil, at(err, "info")
		}
	}
	bytes := cmp.Or(s.PeriodBytes.span(), defaultPeriodBytes.span())
	periods := cmp.Or(s.Periods.span(), defaultPeriods.span())
	hw.PeriodBytesMin, hw.PeriodBytesMax = bytes[0], bytes[1]
	if s.PeriodBytes.Max == 0 {
		hw.PeriodBytesMax = min(hw.PeriodBytesMax, hw.BufferBytesMax)
	}
	hw.PeriodsMin, hw.PeriodsMax = periods[0], periods[1]
	all, err := subformats.values(s.Subformats)
	if err != nil {
		return hw, nil, at(err, "subformats")
	}
	for _, sub := range all {
		hw.Subformats |= 1 << sub
	}
	settings, err := s.ReadSettings()
	if err != nil {
		return hw, nil, err
	}
	addSettings(&hw, settings)
	params, err := held.values(s.Held)
	if err != nil {
		return hw, nil, at(err, "held")
	}
	return hw, s.constraints(&hw, settings, params), nil
}

// span are the ends of numbers.
func (s Numbers) span() [2]uint32 { return [2]uint32{s.Min, s.Max} }

// ReadSettings are the ways in which the stream can run.
func (s *Stream) ReadSettings() ([]hwparams.Setting, error) {
	if len(s.Settings) == 0 {
		one, err := Setting{s.Formats, s.Rates, s.Channels}.read()
		return []hwparams.Setting{one}, err
	}
	if s.Formats != nil || s.Rates.Max != 0 || s.Channels.Max != 0 {
		return nil, problemf([]any{"settings"}, "a stream has settings, or formats, rates and channels, not both")
	}
	var all []hwparams.Setting
	for n, setting := range s.Settings {
		one, err := setting.read()
		if err != nil {
			return nil, at(err, "settings", n)
		}
		all = append(all, one)
	}
	return all, nil
}

func (s Setting) read() (one hwparams.Setting, err error) {
	all, err := formats.values(s.Formats)
	switch {
	case err != nil:
		return one, at(err, "formats")
	case len(all) == 0:
		return one, problemf(nil, "formats are missing, such as formats: [S16_LE]")
	case s.Rates.Min == 0:
		return one, problemf(nil, "rates are missing, such as rates: [44100, 48000]")
	case s.Channels.Min == 0:
		return one, problemf(nil, "channels are missing, such as channels: 2")
	}
	return hwparams.Setting{
		Formats:   hwparams.FormatSet(all...),
		RateMinHz: s.Rates.Min, RateMaxHz: s.Rates.Max, RatesHz: s.Rates.list(),
		ChannelsMin: s.Channels.Min, ChannelsMax: s.Channels.Max,
	}, nil
}

// addSettings lets the hardware do what any setting does.
func addSettings(hw *hwparams.Hardware, settings []hwparams.Setting) {
	hw.RateMinHz, hw.ChannelsMin = settings[0].RateMinHz, settings[0].ChannelsMin
	var rates []uint32
	between := false
	for _, s := range settings {
		hw.Formats |= s.Formats
		hw.RateMinHz, hw.RateMaxHz = min(hw.RateMinHz, s.RateMinHz), max(hw.RateMaxHz, s.RateMaxHz)
		hw.ChannelsMin, hw.ChannelsMax = min(hw.ChannelsMin, s.ChannelsMin), max(hw.ChannelsMax, s.ChannelsMax)
		rates = append(rates, s.RatesHz...)
		between = between || s.RatesHz == nil
	}
	if !between {
		slices.Sort(rates)
		hw.RatesHz = slices.Compact(rates)
	}
}

// constraints are what a driver adds when the stream is opened. params are held.
func (s *Stream) constraints(hw *hwparams.Hardware, settings []hwparams.Setting, params []abi.Param) []hwparams.Constraint {
	var all []hwparams.Constraint
	for _, t := range []struct {
		param abi.Param
		Numbers
	}{
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_TIME, s.PeriodTime},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_TIME, s.BufferTime},
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, s.PeriodSize},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, s.BufferSize},
	} {
		if t.Max != 0 {
			all = append(all, hwparams.MinMax(t.param, t.Min, t.Max))
		}
	}
	if s.Channels.List != nil {
		all = append(all, hwparams.List(abi.SNDRV_PCM_HW_PARAM_CHANNELS, s.Channels.List...))
	}
	for _, step := range s.Steps.each() {
		all = append(all, hwparams.Step(step.param, step.number))
	}
	if len(s.Settings) > 0 {
		all = append(all, hwparams.OneOf(settings...)...)
	}
	for _, param := range params {
		all = append(all, hw.Held(param))
	}
	for _, width := range slices.Sorted(maps.Keys(s.Msbits)) {
		all = append(all, hwparams.Msbits(width, s.Msbits[width]))
	}
	if s.Allocated != 0 {
		all = append(all, hwparams.Allocated(s.Allocated))
	}
	return all
}

type step struct {
	param  abi.Param
	number uint32
}

func (s Steps) each() []step {
	all := []step{
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES, s.BufferBytes},
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_BYTES, s.PeriodBytes},
		{abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, s.BufferSize},
		{abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, s.PeriodSize},
		{abi.SNDRV_PCM_HW_PARAM_CHANNELS, s.Channels},
	}
	return slices.DeleteFunc(all, func(s step) bool { return s.number == 0 })
}

// Maps are the stream's channel maps.
func (s *Stream) Maps() ([][]abi.Chmap, error) {
	var all [][]abi.Chmap
	for n, words := range s.ChannelMaps {
		one, err := positions.values(words)
		if err != nil {
			return nil, at(err, "channel_maps", n)
		}
		all = append(all, one)
	}
	return all, nil
}

// check finds what is wrong with a stream.
func (s *Stream) check() error {
	switch {
	case s.Substreams < 0 || s.Substreams > maxSubstreams:
		return problemf([]any{"substreams"}, "want a number from 1 to %d", maxSubstreams)
	}
	if err := s.checkSpans(); err != nil {
		return err
	}
	for width, significant := range s.Msbits {
		if significant == 0 || significant > width {
			return problemf([]any{"msbits"}, "of %d bits 1 to %d count, not %d", width, width, significant)
		}
	}
	hw, own, err := s.Limits()
	if err != nil {
		return err
	}
	if err := possible(hw, own); err != nil {
		return err
	}
	return s.checkMaps(hw)
}

func (s *Stream) checkSpans() error {
	for _, span := range []struct {
		key string
		Numbers
	}{
		{"period_bytes", s.PeriodBytes},
		{"periods", s.Periods},
		{"period_time", s.PeriodTime},
		{"buffer_time", s.BufferTime},
		{"period_size", s.PeriodSize},
		{"buffer_size", s.BufferSize},
	} {
		if span.List != nil {
			return problemf([]any{span.key}, "want a number or two, such as 64..4096, and no list")
		}
	}
	return nil
}

// possible says whether a program can use such a stream at all.
func possible(hw hwparams.Hardware, own []hwparams.Constraint) error {
	c, err := hwparams.New(hw, own...)
	if err != nil {
		return fmt.Errorf("the limits contradict each other: %w", err)
	}
	space := hwparams.Any()
	err = c.Refine(space)
	if err == nil && space.Interval(abi.SNDRV_PCM_HW_PARAM_BUFFER_BYTES).Max > maxBufferBytes {
		return problemf([]any{"buffer_bytes"}, "want %d at most", maxBufferBytes)
	}
	if err == nil {
		err = c.Choose(hwparams.Any())
	}
	if err != nil {
		return errors.New("the limits leave nothing for a program to choose")
	}
	return nil
}

func (s *Stream) checkMaps(hw hwparams.Hardware) error {
	maps, err := s.Maps()
	if err != nil {
		return err
	}
	for n, m := range maps {
		if len(m) == 0 || uint32(len(m)) > hw.ChannelsMax {
			return problemf([]any{"channel_maps", n}, "a map has a position for each channel, 1 to %d", hw.ChannelsMax)
		}
	}
	return nil
}
