package timeline

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// traceEvent is an event of Chrome's trace event format.
type traceEvent struct {
	Name     string         `json:"name"`
	Phase    string         `json:"ph"`
	Category string         `json:"cat,omitempty"`
	At       int64          `json:"ts"` // µs
	Duration *int64         `json:"dur,omitempty"`
	Process  int            `json:"pid"`
	Thread   int            `json:"tid"`
	ID       int            `json:"id,omitempty"`
	Scope    string         `json:"s,omitempty"`
	Binds    string         `json:"bp,omitempty"`
	Color    string         `json:"cname,omitempty"`
	Args     map[string]any `json:"args,omitempty"`
}

// WriteTrace writes Chrome's trace event format, a JSON object: a process for each
// device and a thread for each row. Times are the log's, in µs.
func (t *Timeline) WriteTrace(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `{"displayTimeUnit":"ms","otherData":{"foreignLines":%d},"traceEvents":[`, t.Foreign)
	separator := "\n"
	for _, e := range t.traceEvents() {
		text, err := json.Marshal(e)
		if err != nil {
			return err // a bug: the type has a JSON form
		}
		fmt.Fprintf(out, "%s%s", separator, text)
		separator = ",\n"
	}
	fmt.Fprint(out, "\n]}\n")
	return out.Flush() // which has kept the first error
}

// firstThread is the number of the first row: a thread that has its process's number
// would be that's main one.
const firstThread = 1000

// place is where a row is in the trace.
type place struct{ process, thread int }

func (t *Timeline) places() map[*Row]place {
	places, processes := make(map[*Row]place), make(map[string]int)
	for i, r := range t.Rows {
		if processes[r.Device] == 0 {
			processes[r.Device] = len(processes) + 1
		}
		places[r] = place{processes[r.Device], firstThread + i}
	}
	return places
}

func (t *Timeline) traceEvents() []traceEvent {
	var all []traceEvent
	places := t.places()
	for i, r := range t.Rows {
		p := places[r]
		all = append(all, p.named("process_name", "name", r.Device), p.named("process_sort_index", "sort_index", p.process),
			p.named("thread_name", "name", r.Name), p.named("thread_sort_index", "sort_index", i))
		for _, s := range r.Spans {
			all = append(all, p.span(s))
		}
		for _, happened := range r.Instants {
			all = append(all, p.instant(happened))
		}
	}
	for i, a := range t.Arrows {
		from, to := places[a.From.Row].flow("s", a, a.From.Begin), places[a.To.Row].flow("f", a, a.To.Begin)
		from.ID, to.ID, to.Binds = i+1, i+1, "e"
		all = append(all, from, to)
	}
	return all
}

func (p place) event(phase, category, name string, at time.Duration) traceEvent {
	return traceEvent{Name: name, Phase: phase, Category: category, At: at.Microseconds(), Process: p.process, Thread: p.thread}
}

// named is metadata of a process or a thread.
func (p place) named(what, key string, value any) traceEvent {
	e := p.event("M", "", what, 0)
	e.Args = map[string]any{key: value}
	return e
}

// colors are names of Chrome's palette.
var colors = map[SpanKind]string{Blocked: "bad", Late: "terrible", Flowing: "good", Draining: "olive"}

func (p place) span(s *Span) traceEvent {
	e := p.event("X", "life", s.label(), s.Begin)
	duration := (s.End - s.Begin).Microseconds()
	e.Duration, e.Color, e.Args = &duration, colors[s.Kind], make(map[string]any)
	if s.Detail != "" {
		e.Args["detail"] = s.Detail
	}
	if s.BegunBefore {
		e.Args["begunBefore"] = true
	}
	if s.Unfinished {
		e.Args["unfinished"] = true
	}
	return e
}

// label is a span's name, and that the log does not tell all of it.
func (s *Span) label() string {
	switch {
	case s.Unfinished:
		return s.Name + " (unfinished)"
	case s.BegunBefore:
		return s.Name + " (begun before)"
	}
	return s.Name
}

func (p place) instant(i Instant) traceEvent {
	e := p.event("i", "event", i.Text, i.At)
	e.Scope = "t"
	if i.Bad {
		e.Scope, e.Color = "p", "terrible"
	}
	return e
}

func (p place) flow(phase string, a Arrow, at time.Duration) traceEvent {
	return p.event(phase, "wait", a.Name, at)
}
