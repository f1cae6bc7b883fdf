package fault

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Verb is a kind of fault.
type Verb struct {
	Name    string
	Args    string // how what it wants is written
	Summary string

	whole bool // it strikes the whole card
	parse func(f *Fault, args []string) error
}

// Usage is how a fault of the verb is written.
func (v *Verb) Usage() string {
	words := []string{v.Name}
	if v.Args != "" {
		words = append(words, v.Args)
	}
	if !v.whole {
		words = append(words, "[on STREAM]")
	}
	return strings.Join(append(words, "[at MOMENT]"), " ")
}

// always is the last call of a fault that does not end.
const always = math.MaxUint64

var verbs = []*Verb{
	{Name: "fail", Args: "CALL [N|N..|N..M] [ERRNO]", Summary: "the Nth call (the next one) ends with ERRNO (EIO)", parse: parseFail},
	{Name: "xrun", Summary: "a running stream under- or overruns", parse: noArgs},
	{Name: "stall", Args: "[off]", Summary: "the position stands still", parse: parseOff},
	{Name: "shorten", Args: "FRAMES|off", Summary: "a transfer moves FRAMES frames at most", parse: parseShorten},
	{Name: "delay", Args: "CALL TIME|off", Summary: "each CALL takes TIME longer", parse: parseDelay},
	{Name: "drift", Args: "PPM|off", whole: true, Summary: "the card's clock runs fast by PPM parts per million, or slow", parse: parseDrift},
	{Name: "suspend", whole: true, Summary: "the machine goes to sleep: streams are suspended, and calls wait", parse: noArgs},
	{Name: "resume", whole: true, Summary: "the machine wakes up", parse: noArgs},
	{Name: "unplug", whole: true, Summary: "the device is unplugged", parse: noArgs},
	{Name: "plug", whole: true, Summary: "a device is plugged in again", parse: noArgs},
	{Name: "unbind", whole: true, Summary: "the driver is unbound", parse: noArgs},
	{Name: "bind", whole: true, Summary: "the driver is bound again", parse: noArgs},
	{Name: "jack", Args: "NAME in|out", whole: true, Summary: "a plug is put into a jack, or pulled out", parse: parseJack},
	{Name: "key", Args: "KEY", whole: true, Summary: "a key of the device is pressed, such as volume-up", parse: parseKey},
	{Name: "clear", whole: true, Summary: "all faults end, and those to come are forgotten", parse: noArgs},
}

// Verbs are all verbs.
func Verbs() []*Verb { return slices.Clone(verbs) }

func findVerb(name string) (*Verb, bool) {
	i := slices.IndexFunc(verbs, func(v *Verb) bool { return v.Name == name })
	if i < 0 {
		return nil, false
	}
	return verbs[i], true
}

func verbNames() string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ")
}

// Calls are the calls that can fail or be slow.
var Calls = []pcm.Callback{pcm.CallOpen, pcm.CallHwParams, pcm.CallPrepare, pcm.CallStart, pcm.CallTransfer}

func parseCall(args []string) (pcm.Callback, error) {
	if len(args) > 0 && slices.Contains(Calls, pcm.Callback(args[0])) {
		return pcm.Callback(args[0]), nil
	}
	return "", fmt.Errorf("want a call: open, hw_params, prepare, start or transfer")
}

func noArgs(_ *Fault, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected %q", args[0])
	}
	return nil
}

func parseOff(f *Fault, args []string) error {
	if len(args) == 1 && args[0] == "off" {
		f.off = true
		return nil
	}
	return noArgs(f, args)
}

func parseFail(f *Fault, args []string) (err error) {
	if f.call, err = parseCall(args); err != nil {
		return err
	}
	f.first, f.last, f.errno = 1, 1, syscall.EIO
	rest := args[1:]
	if len(rest) > 0 && rest[0][0] >= '0' && rest[0][0] <= '9' {
		if f.first, f.last, err = parseRange(rest[0]); err != nil {
			return err
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		if f.errno, err = parseErrno(rest[0]); err != nil {
			return err
		}
		rest = rest[1:]
	}
	return noArgs(f, rest)
}

// parseRange reads N, N.. or N..M.
func parseRange(word string) (first, last uint64, err error) {
	from, to, isRange := strings.Cut(word, "..")
	if first, err = parseNumber(from, 1); err != nil {
		return 0, 0, err
	}
	switch {
	case !isRange:
		return first, first, nil
	case to == "":
		return first, always, nil
	}
	if last, err = parseNumber(to, first); err != nil {
		return 0, 0, err
	}
	return first, last, nil
}

func parseShorten(f *Fault, args []string) (err error) {
	if len(args) != 1 {
		return fmt.Errorf("want FRAMES or off")
	}
	if args[0] == "off" {
		f.off = true
		return nil
	}
	f.frames, err = parseNumber(args[0], 1)
	return err
}

func parseDelay(f *Fault, args []string) (err error) {
	if f.call, err = parseCall(args); err != nil {
		return err
	}
	if len(args) != 2 {
		return fmt.Errorf("want CALL and TIME or off, such as prepare 200ms")
	}
	if args[1] == "off" {
		f.off = true
		return nil
	}
	f.span, err = parseTime(args[1])
	return err
}

func parseDrift(f *Fault, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("want PPM or off")
	}
	if args[0] == "off" {
		f.off = true
		return nil
	}
	ppm, err := strconv.Atoi(args[0])
	if err != nil || ppm < -clock.MaxDrift || ppm > clock.MaxDrift {
		return fmt.Errorf("%q is no drift: write parts per million, from -%d to %d", args[0], clock.MaxDrift, clock.MaxDrift)
	}
	f.ppm = ppm
	return nil
}

func parseJack(f *Fault, args []string) (err error) {
	f.jack, err = panel.ParseJack(args)
	return err
}

func parseKey(f *Fault, args []string) (err error) {
	f.key, err = panel.ParseKey(args)
	return err
}

func errnoName(e syscall.Errno) string { return unix.ErrnoName(e) }
