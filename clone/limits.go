package clone

import (
	"bytes"
	"errors"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// impossible are the abilities that FUSE cannot carry: the ioctls PAUSE and LINK have a
// value where others have an address.
const impossible = abi.SNDRV_PCM_INFO_PAUSE | abi.SNDRV_PCM_INFO_SYNC_START

// isCardClock reports whether a sync id is the usual one, by which all streams of a card
// have the same clock: the card's number, and ones (snd_pcm_set_sync).
func isCardClock(id [16]byte) bool {
	return [12]byte(id[4:]) == [12]byte(bytes.Repeat([]byte{0xff}, 12))
}

// errNothing is of a stream that nobody could use either.
var errNothing = errors.New("it offers nothing to choose from")

// Stream finds the limits of a stream: its number of substreams and channel maps are
// not among them.
func Stream(of Refiner) (*model.Stream, error) {
	s := &search{stream: of}
	all, ok := s.refine(hwparams.Any())
	if s.err != nil {
		return nil, s.err
	}
	if !ok {
		return nil, errNothing
	}
	to := &model.Stream{Info: model.InfoWords(all.Info &^ impossible), Sync: isCardClock(all.Sync)}
	s.readSettings(to)
	s.readSizes(to)
	s.readSteps(to)
	s.readSpans(to)
	s.readHeld(to)
	s.readFifo(to)
	s.readBits(to)
	if s.err != nil {
		return nil, s.err
	}
	to.Shorten()
	return to, nil
}

func (s *search) readSizes(to *model.Stream) {
	period, buffer, count := s.alone(periodBytes), s.alone(bufferBytes), s.alone(periods)
	// Both begin with one number, and then each at a multiple of its own step.
	to.PeriodBytes = model.Numbers{Min: min(period.Min, buffer.Min), Max: period.Max}
	to.BufferBytes = buffer.Max
	to.Periods = model.Numbers{Min: count.Min, Max: count.Max}
	to.Whole = count.Flags&abi.IntervalInteger != 0 && count.Min < count.Max // a single number is whole anyway
	to.Allocated = s.allocated()
}

// aLot is more than any buffer that is allocated in advance, in bytes.
const aLot = 1 << 28

// allocated is the memory of the buffer: a rule holds its bytes to it also where only its
// frames count, of a byte each.
func (s *search) allocated() uint32 {
	p, ok := s.with(mark(bufferSize), between(bufferSize, 0, aLot), between(frameBits, 8, 8))
	if !ok {
		return 0
	}
	if bytes := p.Interval(bufferBytes).Max; bytes < min(aLot, s.alone(bufferSize).Max) {
		return bytes
	}
	return 0
}

// readSpans finds the limits of what is not limited usually.
func (s *search) readSpans(to *model.Stream) {
	for _, t := range []struct {
		param abi.Param
		to    *model.Numbers
		step  uint32
	}{
		{periodTime, &to.PeriodTime, 1},
		{bufferTime, &to.BufferTime, 1},
		{periodSize, &to.PeriodSize, max(to.Steps.PeriodSize, 1)},
		{bufferSize, &to.BufferSize, max(to.Steps.BufferSize, 1)},
	} {
		if i := s.alone(t.param); i.Min > t.step || i.Max < everything-everything%t.step {
			*t.to = model.Numbers{Min: i.Min, Max: i.Max}
		}
	}
}

// maxStep is more than any step.
const maxStep = 1 << 20

func (s *search) readSteps(to *model.Stream) {
	for _, t := range []struct {
		param abi.Param
		to    *uint32
	}{
		{periodBytes, &to.Steps.PeriodBytes},
		{bufferBytes, &to.Steps.BufferBytes},
		{periodSize, &to.Steps.PeriodSize},
		{bufferSize, &to.Steps.BufferSize},
	} {
		*t.to = s.step(t.param)
	}
	to.Steps.Channels = s.channelStep(to)
	if to.Steps.Channels > 0 {
		to.Channels.List = nil // of its multiples
	}
}

// step is what the numbers of a parameter are multiples of, 0 if they are all there are.
func (s *search) step(param abi.Param) uint32 {
	lowest, ok := s.from(param, 1)
	if !ok {
		return 0
	}
	second, ok := s.from(param, lowest+1)
	if !ok {
		return 0
	}
	third, ok := s.from(param, second+1)
	if step := second - lowest; step > 1 && step <= maxStep && lowest%step == 0 && (!ok || third == second+step) {
		return step
	}
	return 0
}

// from is the lowest number of a parameter that is not below another. Bytes may have a
// limit that leaves one number only, and so it is frames that count, of any size.
func (s *search) from(param abi.Param, number uint32) (uint32, bool) {
	ask := []setter{mark(param)}
	switch param {
	case periodBytes:
		ask = []setter{mark(periodSize), between(periodSize, 0, maxStep), between(frameBits, 8, 8<<10)}
	case bufferBytes:
		ask = []setter{mark(bufferSize), between(bufferSize, 0, maxStep), between(frameBits, 8, 8<<10)}
	}
	p, ok := s.with(append(ask, between(param, number, everything))...)
	if !ok {
		return 0, false
	}
	return p.Interval(param).Min, true
}

// sampleWidth is that of one of the formats.
func sampleWidth(to *model.Stream) uint32 {
	settings, err := to.ReadSettings()
	if err != nil || len(settings) == 0 {
		return 8
	}
	return uint32(settings[0].Formats.List()[0].PhysicalWidth())
}

// manyChannels is more than any card has, and a multiple of every step.
const manyChannels = 2 * 3 * 4 * 5 * 7 * 8

// unmarkedChannels is what rules say of channels that do not count themselves, from one
// to many.
func (s *search) unmarkedChannels(to *model.Stream) (abi.Interval, bool) {
	width := sampleWidth(to)
	p, ok := s.with(mark(frameBits), between(frameBits, width, width*manyChannels), between(sampleBits, width, width))
	if !ok {
		return abi.Interval{}, false
	}
	return *p.Interval(channels), true
}

// channelStep is what the numbers of channels are multiples of. Often there is only one
// of those, and so it must not count.
func (s *search) channelStep(to *model.Stream) uint32 {
	i, ok := s.unmarkedChannels(to)
	if !ok || i.Min <= 1 || i.Max < manyChannels {
		return 0
	}
	return i.Min
}

// readHeld finds which of formats, rates and channels are held to their limits also where
// they do not count.
func (s *search) readHeld(to *model.Stream) {
	if to.Settings != nil {
		return // whose rules do the same
	}
	width := sampleWidth(to)
	if p, ok := s.with(only(sampleBits, width)); ok && formatsOf(p)&^s.formats() == 0 {
		to.Held = append(to.Held, "format")
	}
	p, ok := s.with(only(periodTime, s.anyTime()), between(periodSize, 1, 1<<30))
	if to.Rates.List == nil && to.Rates.Min < to.Rates.Max && ok && p.Interval(rate).Max <= to.Rates.Max {
		to.Held = append(to.Held, "rate")
	}
	if i, ok := s.unmarkedChannels(to); to.Channels.List == nil && ok && i.Max <= to.Channels.Max {
		to.Held = append(to.Held, "channels")
	}
}

func (s *search) formats() hwparams.Formats {
	p, ok := s.with(mark(formatParam))
	if !ok {
		return 0
	}
	return formatsOf(p)
}

// anyTime is one that a period can take, in µs.
func (s *search) anyTime() uint32 {
	const usual = 10_000
	i := s.alone(periodTime)
	return min(max(usual, i.Min), i.Max)
}

// readFifo finds how much the hardware keeps, which is told in frames where there is one
// size of frames: the smallest.
func (s *search) readFifo(to *model.Stream) {
	settings, err := to.ReadSettings()
	if err != nil || len(settings) == 0 {
		return
	}
	f := slices.MinFunc(settings[0].Formats.List(), func(a, b abi.Format) int { return a.PhysicalWidth() - b.PhysicalWidth() })
	p, ok := s.with(onlyFormat(f), only(channels, settings[0].ChannelsMin))
	if ok {
		to.FifoBytes = uint32(uint64(p.FifoSize) * uint64(f.PhysicalWidth()) * uint64(settings[0].ChannelsMin) / 8)
	}
}

// readBits finds how many bits of a sample count.
func (s *search) readBits(to *model.Stream) {
	for _, f := range s.formats().List() {
		p, ok := s.with(onlyFormat(f), mark(sampleBits))
		if !ok {
			continue
		}
		width := uint32(max(f.PhysicalWidth(), 0))
		if fewer := p.Msbits; fewer != 0 && f.Width() > 0 && fewer < uint32(f.Width()) {
			if to.Msbits == nil {
				to.Msbits = make(model.Msbits)
			}
			to.Msbits[width] = fewer
		}
		if f == abi.SNDRV_PCM_FORMAT_S32_LE {
			to.Subformats = subformatsOf(p.Mask(abi.SNDRV_PCM_HW_PARAM_SUBFORMAT).Bits[0], p.Msbits)
		}
	}
}

// subformatsOf are those of S32_LE: none to tell of if all bits can count and nothing
// less. That goes without saying where fewer bits count, and refining takes it away.
func subformatsOf(mask, msbits uint32) model.Words {
	const all = 1 << abi.SNDRV_PCM_SUBFORMAT_MSBITS_MAX
	mask &^= 1 << abi.SNDRV_PCM_SUBFORMAT_STD
	if mask == all || mask == 0 && msbits < 32 {
		return nil
	}
	return model.SubformatWords(mask)
}
