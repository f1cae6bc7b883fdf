package clone

import (
	"slices"
	"sort"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// span are all numbers from low to high.
type span struct{ low, high uint32 }

// maxSpans is more than the rates of any card, each by itself.
const maxSpans = 512

// spans are the numbers that a parameter can have, if the setters hold: for each number
// the card is asked for the next one above it. A parameter with more gaps than can
// be told is said to have none.
func (s *search) spans(param abi.Param, setters ...setter) []span {
	p, ok := s.with(append(slices.Clone(setters), mark(param))...)
	if !ok {
		return nil
	}
	whole := span{p.Interval(param).Min, p.Interval(param).Max}
	all := []span{{whole.low, whole.low}}
	for len(all) <= maxSpans {
		last := &all[len(all)-1]
		next, open, ok := s.next(param, last.high, setters)
		switch {
		case !ok:
			return all
		case open:
			last.high = s.end(param, span{last.high, whole.high}, setters)
		case param == channels && next == last.high+1: // which are whole numbers
			last.high = next
		default:
			all = append(all, span{next, next})
		}
	}
	return []span{whole}
}

// next is the lowest number above another one, or open if there is none between it
// and that one, since fractions are numbers too.
func (s *search) next(param abi.Param, number uint32, setters []setter) (next uint32, open, ok bool) {
	if number == everything {
		return 0, false, false
	}
	p, ok := s.with(append(slices.Clone(setters), above(param, number))...)
	if !ok {
		return 0, false, false
	}
	i := p.Interval(param)
	return i.Min, i.Flags&abi.IntervalOpenMin != 0 && i.Min == number, true
}

// end is where the numbers end that begin without a gap. It goes there in steps that
// double, since another range may begin behind the gap.
func (s *search) end(param abi.Param, within span, setters []setter) uint32 {
	gap := func(n int) bool {
		_, open, _ := s.next(param, within.low+uint32(n), setters)
		return !open
	}
	room := int(within.high - within.low)
	step := 1
	for step < room && !gap(step) {
		step *= 2
	}
	return within.low + uint32(sort.Search(min(step, room), gap))
}

// numbers are those of the spans, if a description can say them at once: a range, or
// a list.
func numbers(all []span) (model.Numbers, bool) {
	if len(all) == 1 {
		return model.Numbers{Min: all[0].low, Max: all[0].high}, true
	}
	n := model.Numbers{Min: all[0].low, Max: all[len(all)-1].high}
	for _, s := range all {
		if s.low != s.high {
			return n, false
		}
		n.List = append(n.List, s.low)
	}
	return n, true
}

// listed are all numbers of the spans.
func listed(all []span) []uint32 {
	var list []uint32
	for _, s := range all {
		for n := s.low; ; n++ {
			list = append(list, n)
			if n == s.high {
				break
			}
		}
	}
	return list
}
