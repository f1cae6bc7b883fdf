package lifelog

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is what a line tells.
type Kind string

// The kinds of lines.
const (
	Plug          Kind = "plug"
	Unplug        Kind = "unplug"
	Bind          Kind = "bind"
	Unbind        Kind = "unbind"
	Present       Kind = "resources present"
	ProbeFailed   Kind = "probe failed"
	Add           Kind = "devres add"
	Remove        Kind = "devres remove"
	Release       Kind = "devres release"
	Register      Kind = "register"
	Disconnect    Kind = "disconnect"
	Wait          Kind = "wait"
	Free          Kind = "free"
	PrivateFree   Kind = "private_free"
	Open          Kind = "open"
	Close         Kind = "close"
	DeviceRelease Kind = "device release"
	Stream        Kind = "stream"
	Record        Kind = "record"
	State         Kind = "state" // the file that keeps the values of elements
	Part          Kind = "part"  // of a device of the driver gallery
	Oops          Kind = "oops"
	// Fault is something that went wrong on demand, at any time.
	Fault Kind = "fault"
	// Jack and Key are what a hand did to the device, and Refused is what it could not.
	Jack    Kind = "jack"
	Key     Kind = "key"
	Refused Kind = "refused"
	// Notice is a line of the server's own, about no device. It has no order, and
	// whether it is welcome depends on what was done to the server.
	Notice Kind = "notice"
)

// Event is one line of a log.
type Event struct {
	At     time.Duration // on CLOCK_MONOTONIC, whole microseconds
	Device string
	Text   string // the line without its time and device

	Kind  Kind
	Name  string // of the managed resource
	Card  int    // the card's number
	Files int    // that a wait found open
	Node  string // that was opened or closed, or of the stream
	Pid   int    // of who opened it
	Comm  string // of who opened it

	Substream int    // of the node
	State     string // that the stream has come to, such as xrun
	Values    string // of the stream, NAME=VALUE with blanks between
}

// grammar is every line that a device may have.
var grammar = []struct {
	kind Kind
	text *regexp.Regexp
}{
	{Plug, line(`plug`)},
	{Unplug, line(`unplug`)},
	{Bind, line(`bind`)},
	{Unbind, line(`unbind`)},
	{Present, line(`resources present before probing: \[.+\]`)},
	{ProbeFailed, line(`probe failed: .+`)},
	{Add, line(`devres add (?<name>.+)`)},
	{Remove, line(`devres remove (?<name>.+)`)},
	{Release, line(`devres release (?<name>.+)`)},
	{Register, line(`card (?<card>\d+) register`)},
	{Disconnect, line(`card (?<card>\d+) disconnect`)},
	{Wait, line(`card (?<card>\d+) wait files=(?<files>\d+)`)},
	{Free, line(`card (?<card>\d+) free`)},
	{PrivateFree, line(`private_free`)},
	{Open, line(`open (?<node>\S+) pid=(?<pid>\d+) comm=(?<comm>.*)`)},
	{Close, line(`close (?<node>\S+) pid=(?<pid>\d+)`)},
	{DeviceRelease, line(`device release`)},
	{Stream, line(`stream (?<node>\S+) sub=(?<sub>\d+) (?<state>setup) (?<values>rate=\d+ channels=\d+ format=\S+ period=\d+ buffer=\d+` + skipped + `)`)},
	{Stream, line(`stream (?<node>\S+) sub=(?<sub>\d+) (?<state>setup|draining|xrun|suspended|disconnected) (?<values>frames=\d+` + skipped + `)`)},
	{Stream, line(`stream (?<node>\S+) sub=(?<sub>\d+) (?<state>open|setup|prepared|running|draining|xrun|suspended|disconnected)(?<values>` + skipped + `)`)},
	{Record, line(`record failed: .+`)},
	{Record, line(`record .+ frames=\d+`)},
	{Record, line(`record .+ lost frames: the disk was too slow`)},
	{State, line(`state failed: .+`)},
	{State, line(`state .+ restored=\d+`)},
	{Part, line(`free (?<name>\S+)`)},
	{Part, line(`\w+ refs=\d+`)},
	{Oops, line(`oops use after release of (?<name>\S+) by .+`)},
	{Oops, line(`oops touched in .+`)},
	{Oops, line(`oops while open (?<node>\S+) pid=(?<pid>\d+) comm=(?<comm>.*)`)},
	{Oops, line(`oops released at \d+\.\d+ in .+`)},
	{Fault, line(`fault .+`)},
	{Refused, line(`(?:jack|key) refused: .+`)},
	{Jack, line(`jack (?<name>.+) (?:in|out)`)},
	{Key, line(`key (?<name>\S+)`)},
}

// skipped may be at the end of a stream's line, when others were left out.
const skipped = `(?: skipped=\d+ xruns=\d+)?`

func line(pattern string) *regexp.Regexp { return regexp.MustCompile("^" + pattern + "$") }

// ofServer are the devices that the lines about no device name.
var ofServer = []string{"vsndfs", "fuse", "log"}

// Split takes time and device off a line, without its newline. The event's kind is
// not looked for.
func Split(line string) (Event, error) {
	at, rest, _ := strings.Cut(line, " ")
	device, text, found := strings.Cut(rest, " ")
	if !found || device == "" {
		return Event{}, fmt.Errorf("the line %q has no time, device and event", line)
	}
	e := Event{Device: device, Text: text}
	var err error
	if e.At, err = parseTime(at); err != nil {
		return Event{}, fmt.Errorf("the line %q: %w", line, err)
	}
	return e, nil
}

// Parse parses a line, without its newline.
func Parse(line string) (Event, error) {
	e, err := Split(line)
	if err != nil {
		return e, err
	}
	if slices.Contains(ofServer, e.Device) {
		e.Kind = Notice
		return e, nil
	}
	for _, rule := range grammar {
		if words := rule.text.FindStringSubmatch(e.Text); words != nil {
			e.Kind = rule.kind
			return e, e.fill(rule.text.SubexpNames(), words)
		}
	}
	return Event{}, fmt.Errorf("no event has the text of the line %q", line)
}

// timeOfLine is SECONDS.MICROSECONDS.
var timeOfLine = regexp.MustCompile(`^(\d{1,9})\.(\d{6})$`)

func parseTime(text string) (time.Duration, error) {
	digits := timeOfLine.FindStringSubmatch(text)
	if digits == nil {
		return 0, fmt.Errorf("%q is no time", text)
	}
	us, err := strconv.ParseInt(digits[1]+digits[2], 10, 64)
	return time.Duration(us) * time.Microsecond, err
}

// fill sets the fields that a rule names.
func (e *Event) fill(names, words []string) error {
	for i, name := range names {
		var err error
		switch name {
		case "name":
			e.Name = words[i]
		case "node":
			e.Node = words[i]
		case "comm":
			e.Comm = words[i]
		case "state":
			e.State = words[i]
		case "values":
			e.Values = strings.TrimSpace(words[i])
		case "card":
			e.Card, err = strconv.Atoi(words[i])
		case "files":
			e.Files, err = strconv.Atoi(words[i])
		case "pid":
			e.Pid, err = strconv.Atoi(words[i])
		case "sub":
			e.Substream, err = strconv.Atoi(words[i])
		}
		if err != nil {
			return fmt.Errorf("%s of %q: %w", name, e.Text, err)
		}
	}
	return nil
}
