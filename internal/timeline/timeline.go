package timeline

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// Timeline is what a log tells. Times are those of the log.
type Timeline struct {
	Begin, End time.Duration // of the first and the last line
	Rows       []*Row
	Arrows     []Arrow
	Foreign    int // lines that are not the log's
}

// Row is what happened to one thing. Its spans nest.
type Row struct {
	Device string
	Kind   RowKind
	Name   string

	Spans    []*Span // the earlier first, and the outer before the inner
	Instants []Instant
}

// RowKind says what a row is about.
type RowKind int

// The kinds of rows, in the order in which a device's are shown.
const (
	OfDevice RowKind = iota
	OfResources
	OfStream
	OfFile
)

// Span is something that lasts.
type Span struct {
	Row        *Row
	Name       string
	Kind       SpanKind
	Detail     string // the rest of its line, NAME=VALUE with blanks between
	Begin, End time.Duration
	// BegunBefore says that the log has no line of its beginning, Unfinished
	// that it has none of its end.
	BegunBefore, Unfinished bool
}

// SpanKind says what matters in a span to those who paint it.
type SpanKind int

// The kinds of spans.
const (
	Plain SpanKind = iota
	Blocked
	Late // an xrun
	Flowing
	Draining
)

// Instant is something that happens.
type Instant struct {
	At   time.Duration
	Text string
	// Bad says that it should not have happened.
	Bad bool
}

// Arrow leads from the beginning of one span to the beginning of another.
type Arrow struct {
	Name     string
	From, To *Span
}

// Read reads a log.
func Read(r io.Reader) (*Timeline, error) {
	b := newBuilder()
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			b.line(strings.TrimSuffix(line, "\n"))
		}
		if err == io.EOF {
			return b.finish(), nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
	}
}

// builder reads a log's lines one after the other.
type builder struct {
	timeline Timeline
	began    bool
	before   time.Duration // of the line before
	shift    time.Duration // so that time goes on where it went back: at a boot, in a log that is appended to
	devices  map[string]*device
	order    []*device
}

func newBuilder() *builder { return &builder{devices: make(map[string]*device)} }

func (b *builder) line(line string) {
	e, err := lifelog.Parse(line)
	if err != nil {
		// It may be an event of a newer server.
		if e, err = lifelog.Split(line); err != nil {
			b.timeline.Foreign++
			return
		}
	}
	e.At = b.continued(e.At)
	b.device(e.Device).do(e)
	b.before = e.At
}

// continued is a time that is not before the last one's.
func (b *builder) continued(at time.Duration) time.Duration {
	if !b.began {
		b.began, b.timeline.Begin = true, at
	}
	at += b.shift
	if late := b.timeline.End - at; late > 0 {
		b.shift += late
		at += late
	}
	b.timeline.End = at
	return at
}

func (b *builder) device(name string) *device {
	d := b.devices[name]
	if d == nil {
		d = newDevice(b, name)
		b.devices[name] = d
		b.order = append(b.order, d)
	}
	return d
}

func (b *builder) arrow(name string, from, to *Span) {
	b.timeline.Arrows = append(b.timeline.Arrows, Arrow{name, from, to})
}

// finish ends at the log's end what has not ended, and puts the rows in order.
func (b *builder) finish() *Timeline {
	t := &b.timeline
	for _, d := range b.order {
		d.settle()
		slices.SortStableFunc(d.rows, func(x, y *row) int { return cmp.Compare(x.Kind, y.Kind) })
		for _, r := range d.rows {
			r.finish(t.End)
			t.Rows = append(t.Rows, r.split()...)
		}
	}
	return t
}
