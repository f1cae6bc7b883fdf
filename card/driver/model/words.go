package model

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// Words are one word, or a list of them.
type Words []string

// UnmarshalYAML takes a single word for a list of one.
func (w *Words) UnmarshalYAML(n *yaml.Node) error {
	list, err := scalars(n)
	for _, n := range list {
		*w = append(*w, n.Value)
	}
	return err
}

// MarshalYAML is a single word, or a list in one line. No word is quoted for being on, off or a number.
func (w Words) MarshalYAML() (any, error) {
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, text := range w {
		n := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
		if strings.ContainsAny(text, ",[]{}#:&*!|>'\"%@`") || text == "" || text != strings.TrimSpace(text) {
			n.Style = yaml.SingleQuotedStyle
		}
		list.Content = append(list.Content, n)
	}
	if len(w) == 1 {
		return list.Content[0], nil
	}
	return list, nil
}

// vocabulary is what the words of one kind stand for. They are ALSA's.
type vocabulary[T comparable] struct {
	what  string // such as format
	words []word[T]
}

type word[T comparable] struct {
	text  string
	value T
}

// value is what a word stands for.
func (v vocabulary[T]) value(text string) (T, error) {
	for _, w := range v.words {
		if w.text == text {
			return w.value, nil
		}
	}
	var none T
	return none, fmt.Errorf("there is no %s %q; there are %s", v.what, text, strings.Join(v.texts(), ", "))
}

// values are what the words stand for.
func (v vocabulary[T]) values(texts []string) ([]T, error) {
	var all []T
	for _, text := range texts {
		value, err := v.value(text)
		if err != nil {
			return nil, err
		}
		all = append(all, value)
	}
	return all, nil
}

func (v vocabulary[T]) texts() []string {
	var all []string
	for _, w := range v.words {
		all = append(all, w.text)
	}
	return all
}

// text is the word for a value, "" if there is none.
func (v vocabulary[T]) text(value T) string {
	i := slices.IndexFunc(v.words, func(w word[T]) bool { return w.value == value })
	if i < 0 {
		return ""
	}
	return v.words[i].text
}

// bits are the words as one set of flags.
func bits[T ~uint32](v vocabulary[T], texts []string) (set T, err error) {
	all, err := v.values(texts)
	for _, flag := range all {
		set |= flag
	}
	return set, err
}

// formats are the sample formats, by alsa-lib's names.
var formats = func() vocabulary[abi.Format] {
	v := vocabulary[abi.Format]{what: "format"}
	for _, f := range hwparams.Formats(1<<(abi.SNDRV_PCM_FORMAT_LAST+1) - 1).List() {
		if f.PhysicalWidth() > 0 {
			v.words = append(v.words, word[abi.Format]{f.String(), f})
		}
	}
	return v
}()

// subformats say how many of the bits of S32_LE mean something.
var subformats = vocabulary[abi.Subformat]{"subformat", []word[abi.Subformat]{
	{"msbits_max", abi.SNDRV_PCM_SUBFORMAT_MSBITS_MAX},
	{"msbits_20", abi.SNDRV_PCM_SUBFORMAT_MSBITS_20},
	{"msbits_24", abi.SNDRV_PCM_SUBFORMAT_MSBITS_24},
}}

// infoFlags say how a stream moves frames: SNDRV_PCM_INFO_*.
var infoFlags = vocabulary[abi.PcmInfoFlags]{"info flag", []word[abi.PcmInfoFlags]{
	{"mmap", abi.SNDRV_PCM_INFO_MMAP},
	{"mmap_valid", abi.SNDRV_PCM_INFO_MMAP_VALID},
	{"double", abi.SNDRV_PCM_INFO_DOUBLE},
	{"batch", abi.SNDRV_PCM_INFO_BATCH},
	{"sync_applptr", abi.SNDRV_PCM_INFO_SYNC_APPLPTR},
	{"perfect_drain", abi.SNDRV_PCM_INFO_PERFECT_DRAIN},
	{"interleaved", abi.SNDRV_PCM_INFO_INTERLEAVED},
	{"noninterleaved", abi.SNDRV_PCM_INFO_NONINTERLEAVED},
	{"complex", abi.SNDRV_PCM_INFO_COMPLEX},
	{"block_transfer", abi.SNDRV_PCM_INFO_BLOCK_TRANSFER},
	{"overrange", abi.SNDRV_PCM_INFO_OVERRANGE},
	{"resume", abi.SNDRV_PCM_INFO_RESUME},
	{"pause", abi.SNDRV_PCM_INFO_PAUSE},
	{"half_duplex", abi.SNDRV_PCM_INFO_HALF_DUPLEX},
	{"joint_duplex", abi.SNDRV_PCM_INFO_JOINT_DUPLEX},
	{"sync_start", abi.SNDRV_PCM_INFO_SYNC_START},
	{"no_period_wakeup", abi.SNDRV_PCM_INFO_NO_PERIOD_WAKEUP},
	{"has_link_atime", abi.SNDRV_PCM_INFO_HAS_LINK_ATIME},
	{"has_link_absolute_atime", abi.SNDRV_PCM_INFO_HAS_LINK_ABSOLUTE_ATIME},
	{"has_link_estimated_atime", abi.SNDRV_PCM_INFO_HAS_LINK_ESTIMATED_ATIME},
	{"has_link_synchronized_atime", abi.SNDRV_PCM_INFO_HAS_LINK_SYNCHRONIZED_ATIME},
	{"explicit_sync", abi.SNDRV_PCM_INFO_EXPLICIT_SYNC},
	{"no_rewinds", abi.SNDRV_PCM_INFO_NO_REWINDS},
}}

// held are the parameters that can be held to their limits at any time.
var held = vocabulary[abi.Param]{"parameter", []word[abi.Param]{
	{"format", abi.SNDRV_PCM_HW_PARAM_FORMAT},
	{"rate", abi.SNDRV_PCM_HW_PARAM_RATE},
	{"channels", abi.SNDRV_PCM_HW_PARAM_CHANNELS},
}}

// positions are where a channel can be: SNDRV_CHMAP_*.
var positions = func() vocabulary[abi.Chmap] {
	v := vocabulary[abi.Chmap]{what: "channel position"}
	for p, text := range strings.Fields(`UNKNOWN NA MONO FL FR RL RR FC LFE SL SR RC FLC FRC RLC RRC FLW FRW
		FLH FCH FRH TC TFL TFR TFC TRL TRR TRC TFLC TFRC TSL TSR LLFE RLFE BC BLC BRC`) {
		v.words = append(v.words, word[abi.Chmap]{text, abi.Chmap(p)})
	}
	return v
}()

// ifaces are where an element belongs.
var ifaces = vocabulary[abi.CtlElemIface]{"iface", []word[abi.CtlElemIface]{
	{"card", abi.SNDRV_CTL_ELEM_IFACE_CARD},
	{"hwdep", abi.SNDRV_CTL_ELEM_IFACE_HWDEP},
	{"mixer", abi.SNDRV_CTL_ELEM_IFACE_MIXER},
	{"pcm", abi.SNDRV_CTL_ELEM_IFACE_PCM},
	{"rawmidi", abi.SNDRV_CTL_ELEM_IFACE_RAWMIDI},
	{"timer", abi.SNDRV_CTL_ELEM_IFACE_TIMER},
	{"sequencer", abi.SNDRV_CTL_ELEM_IFACE_SEQUENCER},
}}

// types are those of an element.
var types = vocabulary[abi.CtlElemType]{"type", []word[abi.CtlElemType]{
	{"boolean", abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN},
	{"integer", abi.SNDRV_CTL_ELEM_TYPE_INTEGER},
	{"enumerated", abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED},
	{"bytes", abi.SNDRV_CTL_ELEM_TYPE_BYTES},
	{"iec958", abi.SNDRV_CTL_ELEM_TYPE_IEC958},
	{"integer64", abi.SNDRV_CTL_ELEM_TYPE_INTEGER64},
}}

// accesses say what programs can do with an element. A described card carries out no
// TLV that is written.
var accesses = vocabulary[abi.CtlElemAccess]{"access", []word[abi.CtlElemAccess]{
	{"read", abi.SNDRV_CTL_ELEM_ACCESS_READ},
	{"write", abi.SNDRV_CTL_ELEM_ACCESS_WRITE},
	{"volatile", abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE},
	{"inactive", abi.SNDRV_CTL_ELEM_ACCESS_INACTIVE},
	{"tlv_read", abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ},
	{"tlv_callback", abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK},
}}

// Write is what becomes of a value out of range that a program writes.
type Write int

// The ways to take values. In all of them but one a value is an int of C.
const (
	Refuse   Write = iota // EINVAL, and nothing has changed
	Clamp                 // the nearest value in range is taken
	Each                  // EINVAL, but the values before it are taken (snd-usb-audio)
	EachLong              // the same of a long (snd_hda_mixer_amp_switch_put)
	LowBit                // the lowest bit is taken
)

var writes = vocabulary[Write]{"write", []word[Write]{
	{"refuse", Refuse}, {"clamp", Clamp}, {"each", Each}, {"each_long", EachLong}, {"low_bit", LowBit},
}}

// Notify is when a write is a change that subscribers are told of.
type Notify int

// When a write is a change.
const (
	AnyChange Notify = iota // one value is another
	AllChange               // every value is another (snd-dummy's capture switches)
)

var notifies = vocabulary[Notify]{"notify", []word[Notify]{{"any", AnyChange}, {"all", AllChange}}}

// Engine is where frames go that are played, and where those come from that are
// recorded.
type Engine int

// The engines.
const (
	Virtual  Engine = iota // to a WAV file and from one
	Loopback               // from one PCM to the other, as snd-aloop's
)

// Speed is how fast a USB device is.
type Speed int

// The speeds.
const (
	FullSpeed Speed = iota // a packet each millisecond
	HighSpeed              // one each 125 µs
)

var speeds = vocabulary[Speed]{"speed", []word[Speed]{{"full", FullSpeed}, {"high", HighSpeed}}}

// ReadSpeed is the speed by its number.
func (u *USB) ReadSpeed() (Speed, error) {
	if u.Speed == "" {
		return FullSpeed, nil
	}
	return speeds.value(u.Speed)
}

// engines are where frames go and come from.
var engines = vocabulary[Engine]{"engine", []word[Engine]{{"virtual", Virtual}, {"loopback", Loopback}}}
