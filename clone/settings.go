package clone

import (
	"fmt"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// readSettings finds which formats, rates and channels the stream has, and which of them
// go together.
func (s *search) readSettings(to *model.Stream) {
	p, ok := s.with(mark(formatParam))
	if !ok {
		return
	}
	formats := formatsOf(p)
	if !s.coupled() {
		s.readApart(to, formats)
		return
	}
	to.Settings = s.findSettings(formats)
}

// coupled reports whether formats, rates and channels have rules about each other: then
// one of them limits another that does not count.
func (s *search) coupled() bool {
	for _, marked := range []abi.Param{formatParam, rate, channels} {
		p, ok := s.with(mark(marked))
		if !ok {
			continue
		}
		if marked != rate && p.Interval(rate).Max < everything {
			return true
		}
		// A rule about the format as a whole would have dropped the formats that there are not.
		if marked != formatParam && formatsOf(p) != formatsOf(hwparams.Any()) {
			return true
		}
	}
	return false
}

// readApart finds formats, rates and channels that have nothing to do with each other.
func (s *search) readApart(to *model.Stream, formats hwparams.Formats) {
	rates, counts := s.spans(rate), s.spans(channels)
	if len(rates) == 0 || len(counts) == 0 {
		return
	}
	var simple bool
	to.Formats = model.FormatWords(formats)
	if to.Rates, simple = numbers(rates); !simple {
		to.Rates.List = nil
	}
	if to.Channels, simple = numbers(counts); !simple {
		to.Channels.List = listed(counts)
	}
}

// ratesOf are the rates of one format, with one number of channels.
type ratesOf struct {
	format   abi.Format
	channels uint32
	rates    []span
}

// findSettings finds the rates of every format with every number of channels, and puts
// together what is alike.
func (s *search) findSettings(formats hwparams.Formats) []model.Setting {
	groups := newGroups()
	for _, f := range formats.List() {
		var all []ratesOf
		for _, n := range listed(s.spans(channels, onlyFormat(f))) {
			if rates := s.spans(rate, onlyFormat(f), only(channels, n)); len(rates) > 0 {
				all = append(all, ratesOf{f, n, rates})
			}
		}
		for _, row := range mergeChannels(all) {
			groups.add(f, row)
		}
	}
	return groups.settings()
}

// row is a range of channels that have the same rates.
type row struct {
	channels span
	rates    []span
}

// mergeChannels puts numbers of channels together that follow each other and have the
// same rates.
func mergeChannels(all []ratesOf) []row {
	var rows []row
	for _, one := range all {
		if n := len(rows) - 1; n >= 0 && rows[n].channels.high+1 == one.channels && slices.Equal(rows[n].rates, one.rates) {
			rows[n].channels.high++
			continue
		}
		rows = append(rows, row{span{one.channels, one.channels}, one.rates})
	}
	return rows
}

// groups are rows with the formats that have them.
type groups struct {
	rows    []row
	formats map[string]hwparams.Formats // by the row's text
}

func newGroups() *groups { return &groups{formats: make(map[string]hwparams.Formats)} }

func (g *groups) add(f abi.Format, r row) {
	key := fmt.Sprint(r)
	if g.formats[key] == 0 {
		g.rows = append(g.rows, r)
	}
	g.formats[key] |= hwparams.FormatSet(f)
}

// settings says the rows in a description's words.
func (g *groups) settings() []model.Setting {
	var all []model.Setting
	for _, r := range g.rows {
		for _, rates := range ratesInParts(r.rates) {
			all = append(all, model.Setting{
				Formats:  model.FormatWords(g.formats[fmt.Sprint(r)]),
				Rates:    rates,
				Channels: model.Numbers{Min: r.channels.low, Max: r.channels.high},
			})
		}
	}
	return all
}

// ratesInParts is a list of the single rates, and each range by itself.
func ratesInParts(all []span) []model.Numbers {
	if n, simple := numbers(all); simple {
		return []model.Numbers{n}
	}
	var singles []span
	var parts []model.Numbers
	for _, s := range all {
		if s.low == s.high {
			singles = append(singles, s)
		} else {
			parts = append(parts, model.Numbers{Min: s.low, Max: s.high})
		}
	}
	if len(singles) == 0 {
		return parts
	}
	n, _ := numbers(singles)
	return append([]model.Numbers{n}, parts...)
}
