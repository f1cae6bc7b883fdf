package timeline

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// stream is a stream that somebody has open.
type stream struct {
	row           *row
	params, state *Span
}

// spanKinds are those of states of which one would like to know.
var spanKinds = map[string]SpanKind{"running": Flowing, "draining": Draining, "xrun": Late}

func (d *device) changes(e lifelog.Event) {
	name := fmt.Sprintf("%s sub=%d", e.Node, e.Substream)
	s := d.streams[name]
	if s == nil {
		s = &stream{row: d.row(OfStream, name)}
		d.streams[name] = s
	}
	s.becomes(e)
}

func (s *stream) becomes(e lifelog.Event) {
	s.row.end(s.state, e.At)
	s.state = nil
	switch {
	case e.State == "open", e.State == "disconnected":
		s.ends(e.At)
		s.row.happens(Instant{At: e.At, Text: strings.TrimSpace(e.State + " " + e.Values)})
		return
	case strings.HasPrefix(e.Values, "rate="):
		s.ends(e.At)
		s.params = s.row.begin(Span{Name: paramsName(e.Values), Detail: e.Values, Begin: e.At})
	}
	s.state = s.row.begin(Span{Name: e.State, Kind: spanKinds[e.State], Detail: e.Values, Begin: e.At})
}

// ends is the end of what the stream was set up for.
func (s *stream) ends(at time.Duration) {
	s.row.end(s.state, at)
	s.row.end(s.params, at)
	s.state, s.params = nil, nil
}

// paramsName says in short what a stream was set up for.
func paramsName(values string) string {
	v := valuesOf(values)
	return fmt.Sprintf("%s Hz, %s channels, %s", v["rate"], v["channels"], v["format"])
}

// valuesOf are NAME=VALUE by their names.
func valuesOf(text string) map[string]string {
	all := make(map[string]string)
	for word := range strings.FieldsSeq(text) {
		if name, value, ok := strings.Cut(word, "="); ok {
			all[name] = value
		}
	}
	return all
}
