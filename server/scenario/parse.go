package scenario

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/vsndfs/vsndfs/card/fault"
)

// Scenario is a list of steps, each of which comes after the one before.
type Scenario struct {
	// Name is the file's.
	Name  string
	Steps []Step
}

// Step is something that happens.
type Step struct {
	Line   int    // of the file
	Device string // "" until SetDevices
	// Moment is when it happens: after the step before, or, if Absolute, after the
	// start.
	Moment   fault.Moment
	Absolute bool
	Faults   []fault.Fault
}

// Read reads a scenario from a file. An error that is no os.PathError is one of what
// stands there, in one line with its place.
func Read(path string) (*Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}

// maxBytes is more than anybody writes.
const maxBytes = 1 << 20

// Parse reads a scenario; name is what its errors call it.
func Parse(name string, text []byte) (*Scenario, error) {
	s := &Scenario{Name: name}
	if len(text) > maxBytes {
		return nil, s.errorf(1, "a scenario has %d bytes at most", maxBytes)
	}
	var doc yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	err := decoder.Decode(&doc)
	switch {
	case errors.Is(err, io.EOF):
		return nil, s.errorf(1, "there are no steps: write a list of them, such as - do: xrun")
	case err != nil:
		return nil, fmt.Errorf("%s: %s", name, strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, s.errorf(doc.Line, "a file holds one scenario: leave the second document out")
	}
	list := doc.Content[0]
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return nil, s.errorf(list.Line, "a scenario is a list of steps, such as - do: xrun")
	}
	for _, n := range list.Content {
		step, err := s.step(n)
		if err != nil {
			return nil, err
		}
		s.Steps = append(s.Steps, step)
	}
	return s, nil
}

func (s *Scenario) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s.Name, line, fmt.Sprintf(format, args...))
}

// step reads one step.
func (s *Scenario) step(n *yaml.Node) (Step, error) {
	step := Step{Line: n.Line}
	if n.Kind != yaml.MappingNode {
		return step, s.errorf(n.Line, "a step is written as do: FAULT, with at:, after: or device: beside it")
	}
	seen := make(map[string]bool)
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			return step, s.errorf(key.Line, "%q stands there twice", key.Value)
		}
		seen[key.Value] = true
		if err := step.set(key.Value, value); err != nil {
			return step, s.errorf(value.Line, "%v", err)
		}
	}
	switch {
	case len(step.Faults) == 0:
		return step, s.errorf(n.Line, "the step does nothing: add do: FAULT")
	case seen["at"] && seen["after"]:
		return step, s.errorf(n.Line, "a step has at: or after:, not both")
	}
	return step, nil
}

// set reads what stands behind a key of a step.
func (step *Step) set(key string, value *yaml.Node) (err error) {
	switch key {
	case "at":
		step.Absolute = true
		step.Moment, err = moment(value)
	case "after":
		step.Moment, err = moment(value)
		if err == nil && step.Moment.ByFrames {
			err = fmt.Errorf("after: wants a time: frames are counted from the stream's open, at: takes them")
		}
	case "device":
		step.Device, err = scalar(value)
	case "do":
		step.Faults, err = faults(value)
	default:
		err = fmt.Errorf("a step has no %q: it has at, after, device and do", key)
	}
	return err
}

func scalar(n *yaml.Node) (string, error) {
	if n.Kind != yaml.ScalarNode || n.Value == "" {
		return "", fmt.Errorf("want a word or some, and no list or map")
	}
	return n.Value, nil
}

func moment(n *yaml.Node) (fault.Moment, error) {
	text, err := scalar(n)
	if err != nil {
		return fault.Moment{}, err
	}
	return fault.ParseMoment(strings.Fields(text))
}

// faults reads a fault, or a list of them.
func faults(n *yaml.Node) ([]fault.Fault, error) {
	words := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		words = n.Content
	}
	var all []fault.Fault
	for _, w := range words {
		text, err := scalar(w)
		if err != nil {
			return nil, err
		}
		f, err := fault.Parse(text)
		if err != nil {
			return nil, err
		}
		if !f.At.AtOnce() {
			return nil, fmt.Errorf("%q: when it happens is the step's own: write %s, and do: without it", text, strings.Replace(f.At.String(), "at ", "at: ", 1))
		}
		all = append(all, f)
	}
	return all, nil
}
