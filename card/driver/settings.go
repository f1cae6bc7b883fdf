package driver

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/fault"
	"github.com/vsndfs/vsndfs/card/mixerstate"
	"github.com/vsndfs/vsndfs/card/wav"
)

// Settings are the options of one card. The zero value asks for nothing special.
type Settings struct {
	ID         string // the card's id, "" for the model's
	Index      int    // the card's number plus one, 0 for any
	Devices    int    // PCM devices plus one, 0 for the model's
	Substreams int    // in each direction, 0 for the model's
	Record     string // the file that keeps what is played, "" for none
	Clip       *wav.Clip
	State      *mixerstate.File // nil to keep no values of elements
	Strict     bool
	Free       bool // the card has no clock: frames pass as fast as programs go
	Resume     bool // a suspended stream can go on where it was
	Faults     []fault.Fault
}

// CardIndex is the number that the card must have, or -1 for any.
func (s Settings) CardIndex() int { return s.Index - 1 }

// DeviceCount is how many PCM devices the card has: the model's number, unless
// the user asked for another.
func (s Settings) DeviceCount(model int) int {
	if s.Devices == 0 {
		return model
	}
	return s.Devices - 1
}

// Option is one thing that a user can ask of a card.
type Option struct {
	Name    string
	Value   string // what the value is, "" for an option without one
	Summary string
	set     func(s *Settings, value string) error
}

// options are all that cards understand.
var options = []Option{
	{"record", "FILE.wav", "keep what is played: one WAV per stream, the second as FILE-2.wav", setRecord},
	{"play", "FILE.wav", "what is recorded is this file, from each start of a recording", setPlay},
	{"state", "FILE.yaml", "keep what the mixer is set to in this file, and begin with it: docs/state.md", setState},
	{"clock", "free", "no time passes: the card takes and gives frames as fast as programs do, and none is ever late", setClock},
	{"strict", "", "a node that nobody configured answers EBADFD to read and write, as a kernel's card does", setStrict},
	{"fault", "FAULT", "something goes wrong, such as fault=fail transfer 3 EIO; see vsndfs fault --help", setFault},
	{"resume", "", "a stream that was suspended can go on where it was (INFO_RESUME)", setResume},
	{"id", "NAME", "the card's id: hw:NAME names it", setID},
	{"index", "N", fmt.Sprintf("the card's number, 0 to %d", card.MaxCards-1), setIndex},
	{"devices", "N", fmt.Sprintf("PCM devices, 0 to %d", maxDevices), setDevices},
	{"substreams", "N", fmt.Sprintf("streams in each direction, 1 to %d", maxSubstreams), setSubstreams},
}

// maxDevices is how many devices snd-dummy can have.
const maxDevices = 4

// maxSubstreams is more than any program asks for; each costs a little memory.
const maxSubstreams = 1024

// Options are what cards understand, whatever their model.
func Options() []Option { return slices.Clone(options) }

// Options are what the model's cards understand.
func (m Model) Options() []Option {
	var all []Option
	for _, o := range options {
		if !slices.Contains(m.Without, o.Name) {
			all = append(all, o)
		}
	}
	return all
}

// ParseSettings reads options of the form NAME or NAME=VALUE. Its errors say
// what to write instead.
func (m Model) ParseSettings(words []string) (Settings, error) {
	var s Settings
	for _, text := range words {
		name, value, hasValue := strings.Cut(text, "=")
		o, ok := m.findOption(name)
		if !ok {
			return s, fmt.Errorf("%s has no option %q; it has %s", m.Name, name, m.optionNames())
		}
		if hasValue != (o.Value != "") || hasValue && value == "" {
			return s, fmt.Errorf("option %q must be written as %s", name, o.Usage())
		}
		if err := o.set(&s, value); err != nil {
			return s, fmt.Errorf("%q: %w", text, err)
		}
	}
	return s, nil
}

func (m Model) findOption(name string) (Option, bool) {
	for _, o := range m.Options() {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// Usage is how the option is written.
func (o Option) Usage() string {
	if o.Value == "" {
		return o.Name
	}
	return o.Name + "=" + o.Value
}

// Completion is how the option is written as far as that is certain: the value is
// there when there is but one.
func (o Option) Completion() string {
	if o.Value == strings.ToLower(o.Value) { // what is to be replaced is in capitals
		return o.Usage()
	}
	return o.Name + "="
}

func (m Model) optionNames() string {
	var names []string
	for _, o := range m.Options() {
		names = append(names, o.Usage())
	}
	return strings.Join(names, ", ")
}

func setRecord(s *Settings, path string) error { s.Record = path; return nil }

func setPlay(s *Settings, path string) (err error) {
	s.Clip, err = wav.Open(path)
	return err
}

func setState(s *Settings, path string) (err error) {
	s.State, err = mixerstate.Open(path)
	return err
}

func setClock(s *Settings, value string) error {
	if value != "free" {
		return errors.New("want free; a card without this option keeps time")
	}
	s.Free = true
	return nil
}

func setFault(s *Settings, text string) error {
	f, err := fault.Parse(text)
	s.Faults = append(s.Faults, f)
	return err
}

func setResume(s *Settings, _ string) error { s.Resume = true; return nil }
func setStrict(s *Settings, _ string) error { s.Strict = true; return nil }
func setID(s *Settings, id string) error    { s.ID = id; return nil }

func setIndex(s *Settings, value string) error {
	n, err := number(value, 0, card.MaxCards-1)
	s.Index = n + 1
	return err
}

func setDevices(s *Settings, value string) error {
	n, err := number(value, 0, maxDevices)
	s.Devices = n + 1
	return err
}

func setSubstreams(s *Settings, value string) (err error) {
	s.Substreams, err = number(value, 1, maxSubstreams)
	return err
}

func number(value string, low, high int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < low || n > high {
		return 0, errors.New("want a number from " + strconv.Itoa(low) + " to " + strconv.Itoa(high))
	}
	return n, nil
}

// HasOption reports whether the model's cards have an option of that name.
func (m Model) HasOption(name string) bool {
	_, ok := m.findOption(name)
	return ok
}
