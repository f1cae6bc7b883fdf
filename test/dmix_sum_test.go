package test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestTwoAplaysAtOnceAreSummedSampleBySample plays a sound on default while another
// aplay plays there, from before it until after it.
func TestTwoAplaysAtOnceAreSummedSampleBySample(t *testing.T) {
	t.Parallel()
	oneTryDoes(t, func() error {
		_, err := heardSum(t, func(s *server) [][]byte {
			long, short := s.startDmixFeeder(1), loudSecond(2)
			s.startDmixAplay(stereo.writeWAV(t, stereo.amidSilence(short))).succeed()
			return [][]byte{long.finish(), short}
		})
		return err
	})
}

// TestTheSumOfThreeAplaysSaturates plays a sound while two aplays play, each from
// before the next until after it.
func TestTheSumOfThreeAplaysSaturates(t *testing.T) {
	t.Parallel()
	oneTryDoes(t, func() error {
		all, err := heardSum(t, func(s *server) [][]byte {
			longest, long, short := s.startDmixFeeder(3), s.startDmixFeeder(4), loudSecond(5)
			s.startDmixAplay(stereo.writeWAV(t, stereo.amidSilence(short))).succeed()
			longs := long.finish()
			return [][]byte{longest.finish(), longs, short}
		})
		if err == nil && !slices.ContainsFunc(all, func(v int32) bool { return v > math.MaxInt16 }) {
			err = errors.New("no sample of the sum is saturated")
		}
		return err
	})
}

// heardSum is the sum of the sounds that play plays on a card, which must be what
// the card has heard.
func heardSum(t testing.TB, play func(s *server) [][]byte) (sum, error) {
	t.Helper()
	option, path := recording(t)
	s := mount(t, option)
	sounds := play(s)
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	return isSum(stereo.readWAV(t, path), sounds[0], sounds[1:]...)
}

// loudSecond is a second of loud sound.
func loudSecond(seed uint64) []byte {
	return bytesOf(loud(rand.New(rand.NewPCG(seed, 0)), stereo.channels*stereo.rateHz))
}

// isSum says where what was heard is not, sample by sample, the sum of loud sounds:
// of one that is heard from its beginning to its end, and of others that begin in
// it, in their order, at one place each. The silence before a sound is nothing.
func isSum(heard, first []byte, others ...[]byte) (sum, error) {
	got := sounding(heard)
	all := make(sum, len(got))
	if err := all.add(0, sounding(first)); err != nil {
		return nil, err
	}
	for _, sound := range others {
		// Two never saturate, so that the next one shows at its first sample.
		at := all.differs(got)
		if at < 0 {
			return nil, errors.New("one of the sounds is not heard")
		}
		if err := all.add(at, sounding(sound)); err != nil {
			return nil, err
		}
	}
	if at := all.differs(got); at >= 0 {
		return nil, fmt.Errorf("sample %d of %d is %d, want %d", at, len(got), got[at], all.saturated(at))
	}
	return all, nil
}

// sounding is S16_LE from the first sound on.
func sounding(p []byte) []int16 {
	samples := samplesOf(p)
	begin := slices.IndexFunc(samples, func(v int16) bool { return v != 0 })
	return samples[max(0, begin):]
}

// sum is a sum of sounds as dmix keeps it, not saturated.
type sum []int32

// add adds a sound from a place on.
func (s sum) add(at int, sound []int16) error {
	if len(s) < at+len(sound) {
		return fmt.Errorf("of %d samples %d are heard", len(sound), len(s)-at)
	}
	for i, v := range sound {
		s[at+i] += int32(v)
	}
	return nil
}

// differs is where the first sample is heard that is not the sum, -1 if there is none.
func (s sum) differs(heard []int16) int {
	for i := range s {
		if s.saturated(i) != heard[i] {
			return i
		}
	}
	return -1
}

func (s sum) saturated(i int) int16 {
	return int16(min(max(s[i], math.MinInt16), math.MaxInt16))
}
