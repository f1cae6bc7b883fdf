package fault

import (
	"fmt"
	"strings"
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/panel"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// Fault is one thing that goes wrong. Use Parse.
type Fault struct {
	verb *Verb

	call        pcm.Callback  // delay, fail
	first, last uint64        // fail: which calls, from 1 on
	errno       syscall.Errno // fail
	span        time.Duration // delay
	frames      uint64        // shorten
	ppm         int           // drift
	off         bool          // ends an earlier fault of this verb
	jack        bus.Jack      // jack
	key         panel.Key     // key

	On Where
	At Moment
}

// Parse reads a fault: VERB, what the verb wants, then `on STREAM` and `at MOMENT`,
// as far as they are wanted. The error says in one line what to write instead.
func Parse(text string) (Fault, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Fault{}, fmt.Errorf("a fault begins with a verb: %s", verbNames())
	}
	v, ok := findVerb(words[0])
	if !ok {
		return Fault{}, fmt.Errorf("%q is no fault; there are %s", words[0], verbNames())
	}
	f := Fault{verb: v}
	args, clauses := splitClauses(words[1:])
	if err := v.parse(&f, args); err != nil {
		return f, fmt.Errorf("%s: %w", v.Name, err)
	}
	for _, clause := range clauses {
		if err := f.parseClause(clause); err != nil {
			return f, fmt.Errorf("%s: %w", v.Name, err)
		}
	}
	return f, nil
}

// splitClauses takes the words from on and at apart from those before.
func splitClauses(words []string) (args []string, clauses [][]string) {
	for _, w := range words {
		switch {
		case w == "on" || w == "at":
			clauses = append(clauses, []string{w})
		case len(clauses) == 0:
			args = append(args, w)
		default:
			last := &clauses[len(clauses)-1]
			*last = append(*last, w)
		}
	}
	return args, clauses
}

func (f *Fault) parseClause(words []string) (err error) {
	word, rest := words[0], words[1:]
	switch {
	case word == "on" && f.verb.whole:
		return fmt.Errorf("it strikes the whole card: leave %q out", strings.Join(words, " "))
	case word == "on" && f.On != "", word == "at" && !f.At.AtOnce():
		return fmt.Errorf("%q stands there twice", word)
	case word == "on" && len(rest) != 1:
		return fmt.Errorf("want on STREAM, such as on playback")
	case word == "on":
		f.On, err = parseWhere(rest[0])
	default:
		f.At, err = ParseMoment(rest)
	}
	return err
}

// String is how the fault is written.
func (f Fault) String() string {
	words := []string{f.verb.Name}
	words = append(words, f.args()...)
	if f.On != "" {
		words = append(words, "on", string(f.On))
	}
	if !f.At.AtOnce() {
		words = append(words, f.At.String())
	}
	return strings.Join(words, " ")
}

func (f Fault) args() []string {
	if f.off {
		if f.call != "" {
			return []string{string(f.call), "off"}
		}
		return []string{"off"}
	}
	switch f.verb.Name {
	case "fail":
		return []string{string(f.call), f.calls(), errnoName(f.errno)}
	case "delay":
		return []string{string(f.call), f.span.String()}
	case "shorten":
		return []string{fmt.Sprint(f.frames)}
	case "drift":
		return []string{fmt.Sprintf("%+d", f.ppm)}
	case "jack":
		return []string{f.jack.String()}
	case "key":
		return []string{string(f.key)}
	}
	return nil
}

// calls is which calls fail.
func (f Fault) calls() string {
	switch f.last {
	case f.first:
		return fmt.Sprint(f.first)
	case always:
		return fmt.Sprintf("%d..", f.first)
	}
	return fmt.Sprintf("%d..%d", f.first, f.last)
}

// happened is how the log tells a fault that has struck one node, or the card: as
// it is written, without its moment.
func (f Fault) happened(node string) string {
	f.At = Moment{}
	if node != "" {
		f.On = Where(node)
	}
	return f.String()
}
