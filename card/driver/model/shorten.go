package model

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// What turns what a card says into the words of a description, and leaves out of a
// description what goes without saying.

// IsID reports whether a card can have this id.
func IsID(id string) bool { return cardID.MatchString(id) }

// Printable is text without what cannot be printed.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(text, ""))
}

// InfoWords are flags as words. Those that have none are left out.
func InfoWords(flags abi.PcmInfoFlags) Words {
	all := Words{}
	for _, w := range infoFlags.words {
		if flags&w.value != 0 {
			all = append(all, w.text)
		}
	}
	return all
}

// SubformatWords are the subformats in a mask as words. STD, which is always there, has
// none.
func SubformatWords(mask uint32) Words {
	var all Words
	for _, w := range subformats.words {
		if mask>>w.value&1 != 0 {
			all = append(all, w.text)
		}
	}
	return all
}

// FormatWords are formats as words. Those whose samples have no width are left out.
func FormatWords(set hwparams.Formats) Words {
	var all Words
	for _, f := range set.List() {
		if text := formats.text(f); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// PositionWords is a channel map as words, false if one of its positions has none.
func PositionWords(m []abi.Chmap) (Words, bool) {
	var all Words
	for _, p := range m {
		text := positions.text(p)
		if text == "" {
			return nil, false
		}
		all = append(all, text)
	}
	return all, true
}

// IfaceWord is where an element belongs.
func IfaceWord(i abi.CtlElemIface) string { return ifaces.text(i) }

// TypeWord is the type of an element, "" if there is none.
func TypeWord(t abi.CtlElemType) string { return types.text(t) }

// AccessWords are access bits as words. Those that have none are left out.
func AccessWords(a abi.CtlElemAccess) Words {
	all := Words{}
	for _, w := range accesses.words {
		if a&w.value != 0 {
			all = append(all, w.text)
		}
	}
	return all
}

// jackName is how an element is called that belongs to a jack.
var jackName = regexp.MustCompile(`^(.+?)( Phantom)? Jack$`)

// JackOf is the jack whose element is called that, with a plug in it or not; false if
// no jack's is.
func JackOf(element string, in bool) (Jack, bool) {
	m := jackName.FindStringSubmatch(element)
	switch {
	case m == nil:
		return Jack{}, false
	case m[2] != "" && in:
		return Jack{m[1], Phantom}, true
	case in:
		return Jack{m[1] + m[2], In}, true
	}
	return Jack{m[1] + m[2], Out}, true
}

// DBOf is the scale that TLV data tell, nil if no scale tells exactly these.
func DBOf(tlv []uint32) *DB {
	if len(tlv) != 4 {
		return nil
	}
	level := func(word uint32) *float64 { db := float64(int32(word)) / 100; return &db }
	d := &DB{Min: *level(tlv[2]), Max: level(tlv[3])}
	switch tlv[0] {
	case abi.SNDRV_CTL_TLVT_DB_SCALE:
		d.Max, d.Step = nil, level(tlv[3]&abi.SNDRV_CTL_TLVD_DB_SCALE_MASK)
		d.Mute = tlv[3]&abi.SNDRV_CTL_TLVD_DB_SCALE_MUTE != 0
	case abi.SNDRV_CTL_TLVT_DB_LINEAR:
		d.Linear = true
	case abi.SNDRV_CTL_TLVT_DB_MINMAX_MUTE:
		d.Mute = true
	}
	again, err := d.tlv()
	if err != nil || len(again) != len(tlv) || [4]uint32(again) != [4]uint32(tlv) {
		return nil
	}
	return d
}

// Shorten leaves out of a card's names those that follow from others.
func (d *Description) Shorten() {
	words := strings.Fields(d.Name)
	if len(words) > 0 && d.ID == words[len(words)-1] {
		d.ID = ""
	}
	if d.Mixer == d.Name {
		d.Mixer = ""
	}
	if d.Driver == DefaultDriver {
		d.Driver = ""
	}
}

// Shorten leaves out of a stream's limits those that it has anyway.
func (s *Stream) Shorten() {
	if flags, err := bits(infoFlags, s.Info); err == nil && flags == defaultInfo {
		s.Info = nil
	}
	if s.Substreams == 1 {
		s.Substreams = 0
	}
	if s.BufferBytes == defaultBufferBytes {
		s.BufferBytes = 0
	}
	if s.PeriodBytes.span() == defaultPeriodBytes.span() {
		s.PeriodBytes = Numbers{}
	}
	if s.Periods.span() == defaultPeriods.span() {
		s.Periods = Numbers{}
	}
}

// Shorten leaves out of an element what follows from the rest of it. It is an error if
// the element cannot be described.
func (c *Control) Shorten() error {
	whole, err := c.Element()
	if err != nil {
		return err
	}
	for _, leave := range []func(*Control){
		func(c *Control) { c.Type = "" },
		func(c *Control) { c.Access = nil },
		func(c *Control) { c.Values = nil },
	} {
		shorter := *c
		leave(&shorter)
		if e, err := shorter.Element(); err == nil && e.same(whole) {
			*c = shorter
		}
	}
	if cmp.Or(c.Iface, "mixer") == "mixer" {
		c.Iface = ""
	}
	return nil
}

// same reports whether a program cannot tell one element from another that it was
// shortened from.
func (e *Element) same(other Element) bool {
	if len(e.Values) != len(other.Values) {
		return false
	}
	for n := range e.Values {
		if e.Values[n] != other.Values[n] {
			return false
		}
	}
	return e.Type == other.Type && e.Template.Access == other.Template.Access
}

// Shorten leaves out of a PCM's names those that it has anyway.
func (p *PCM) Shorten() {
	if p.Name == cmp.Or(p.ID, DefaultPCMID) {
		p.Name = ""
	}
	if p.ID == DefaultPCMID {
		p.ID = ""
	}
}
