// Package tracecheck reads a file in Chrome's trace event format, as tests must: it
// refuses what the format does not allow, and what viewers would show wrongly.
package tracecheck

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Trace is a file in the JSON object format.
type Trace struct {
	Unit   string         `json:"displayTimeUnit"`
	Other  map[string]any `json:"otherData"`
	Events []Event        `json:"traceEvents"`
}

// Event is one event, of any phase.
type Event struct {
	Name     string         `json:"name"`
	Phase    string         `json:"ph"`
	Category string         `json:"cat"`
	At       *int64         `json:"ts"` // µs
	Duration *int64         `json:"dur"`
	Process  *int           `json:"pid"`
	Thread   *int           `json:"tid"`
	ID       *int           `json:"id"`
	Scope    string         `json:"s"`
	Binds    string         `json:"bp"`
	Color    string         `json:"cname"`
	Args     map[string]any `json:"args"`
}

// row is a thread of a process.
type row struct{ process, thread int }

func (e Event) row() row { return row{*e.Process, *e.Thread} }

func (e Event) end() int64 { return *e.At + *e.Duration }

// Parse reads a trace and checks it.
func Parse(text []byte) (*Trace, error) {
	var t Trace
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errors.New("something follows the object")
	}
	if t.Unit != "ms" && t.Unit != "ns" {
		return nil, fmt.Errorf("the unit is %q", t.Unit)
	}
	for i, e := range t.Events {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("event %d, %q: %w", i, e.Name, err)
		}
	}
	return &t, errors.Join(t.checkNames(), t.checkNesting(), t.checkFlows())
}

// check says what an event lacks by its phase, or has and should not.
func (e Event) check() error {
	if e.Name == "" || e.At == nil || e.Process == nil || e.Thread == nil {
		return errors.New("it has no name, time, process or thread")
	}
	if *e.At < 0 {
		return fmt.Errorf("the time is %d", *e.At)
	}
	if (e.Duration != nil) != (e.Phase == "X") || (e.ID != nil) != (e.Phase == "s" || e.Phase == "f") {
		return fmt.Errorf("phase %s does not go with its fields", e.Phase)
	}
	if e.Color != "" && !slices.Contains([]string{"good", "bad", "terrible", "olive"}, e.Color) {
		return fmt.Errorf("there is no color %q", e.Color)
	}
	switch e.Phase {
	case "X":
		if *e.Duration < 0 {
			return fmt.Errorf("it lasts %d µs", *e.Duration)
		}
	case "i":
		if !slices.Contains([]string{"g", "p", "t"}, e.Scope) {
			return fmt.Errorf("the scope is %q", e.Scope)
		}
	case "s", "f":
		if e.Category == "" {
			return errors.New("a flow has no category")
		}
	case "M":
		return e.checkMetadata()
	default:
		return fmt.Errorf("the phase is %q", e.Phase)
	}
	return nil
}

func (e Event) checkMetadata() error {
	key := map[string]string{
		"process_name": "name", "thread_name": "name",
		"process_sort_index": "sort_index", "thread_sort_index": "sort_index",
	}[e.Name]
	if key == "" || e.Args[key] == nil || e.Args[key] == "" {
		return fmt.Errorf("there are no such metadata with %v", e.Args)
	}
	return nil
}

// checkNames says which row has no name.
func (t *Trace) checkNames() error {
	for _, e := range t.Events {
		if t.Process(e) == "" || t.Thread(e) == "" {
			return fmt.Errorf("the row of %q has no name", e.Name)
		}
	}
	return nil
}

// Process is the name of an event's process.
func (t *Trace) Process(e Event) string {
	return t.named("process_name", func(m Event) bool { return *m.Process == *e.Process })
}

// Thread is the name of an event's thread.
func (t *Trace) Thread(e Event) string {
	return t.named("thread_name", func(m Event) bool { return m.row() == e.row() })
}

func (t *Trace) named(what string, match func(Event) bool) string {
	for _, e := range t.Events {
		if e.Phase == "M" && e.Name == what && match(e) {
			name, _ := e.Args["name"].(string)
			return name
		}
	}
	return ""
}

// checkNesting says which spans of a row overlap, or stand before one that they are
// in.
func (t *Trace) checkNesting() error {
	stacks := make(map[row][]Event)
	for _, e := range t.Events {
		if e.Phase != "X" {
			continue
		}
		stack := stacks[e.row()]
		for len(stack) > 0 && stack[len(stack)-1].end() <= *e.At && *e.At >= *stack[len(stack)-1].At {
			stack = stack[:len(stack)-1]
		}
		if len(stack) > 0 {
			if outer := stack[len(stack)-1]; *e.At < *outer.At || e.end() > outer.end() {
				return fmt.Errorf("in the row %s, %q does not nest in %q", t.Thread(e), e.Name, outer.Name)
			}
		}
		stacks[e.row()] = append(stack, e)
	}
	return nil
}

// checkFlows says which arrow has no two ends in spans, or goes back in time.
func (t *Trace) checkFlows() error {
	begun := make(map[int]Event)
	for _, e := range t.Events {
		if e.Phase != "s" && e.Phase != "f" {
			continue
		}
		if !slices.ContainsFunc(t.Events, func(x Event) bool {
			return x.Phase == "X" && x.row() == e.row() && *x.At <= *e.At && *e.At <= x.end()
		}) {
			return fmt.Errorf("an end of the flow %q is in no span", e.Name)
		}
		from, ok := begun[*e.ID]
		switch {
		case e.Phase == "s" && !ok:
			begun[*e.ID] = e
		case e.Phase == "f" && ok && *from.At <= *e.At && from.Name == e.Name && from.Category == e.Category && e.Binds == "e":
			delete(begun, *e.ID)
		default:
			return fmt.Errorf("the flow %q does not begin and then end once", e.Name)
		}
	}
	if len(begun) > 0 {
		return fmt.Errorf("%d flows do not end", len(begun))
	}
	return nil
}

// Spans are those of a name on the rows of a name.
func (t *Trace) Spans(thread, name string) []Event { return t.find("X", thread, name) }

// Instants are those of a name on the rows of a name.
func (t *Trace) Instants(thread, name string) []Event { return t.find("i", thread, name) }

func (t *Trace) find(phase, thread, name string) []Event {
	var all []Event
	for _, e := range t.Events {
		if e.Phase == phase && e.Name == name && t.Thread(e) == thread {
			all = append(all, e)
		}
	}
	return all
}
