package timeline

import (
	"cmp"
	"slices"
	"time"
)

// row is a Row that grows.
type row struct {
	Row
	open []*Span // the newest last
}

func (r *row) begin(s Span) *Span {
	r.Spans = append(r.Spans, &s)
	r.open = append(r.open, &s)
	return &s
}

// end ends a span; nil is none.
func (r *row) end(s *Span, at time.Duration) {
	for i, open := range slices.Backward(r.open) {
		if open == s {
			s.End = at
			r.open = slices.Delete(r.open, i, i+1)
			return
		}
	}
}

// newest is the newest open span of a name.
func (r *row) newest(name string) *Span {
	for _, s := range slices.Backward(r.open) {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// endNewest ends the newest open span of a name; where there is none, it began
// before the log.
func (r *row) endNewest(name string, logBegin, at time.Duration) *Span {
	s := r.newest(name)
	if s == nil {
		s = r.begin(Span{Name: name, Begin: logBegin, BegunBefore: true})
	}
	r.end(s, at)
	return s
}

func (r *row) happens(i Instant) { r.Instants = append(r.Instants, i) }

// finish ends what is open at the log's end.
func (r *row) finish(at time.Duration) {
	for _, s := range r.open {
		s.End, s.Unfinished = at, true
	}
	r.open = nil
}

// split makes rows of it in which all spans nest: one, as long as what began last
// ends first.
func (r *row) split() []*Row {
	first := r.Row
	first.Spans = nil
	rows, stacks := []*Row{&first}, [][]*Span{nil}
	slices.SortStableFunc(r.Spans, outerFirst)
	for _, s := range r.Spans {
		i := 0
		for ; i < len(rows); i++ {
			stack := stacks[i]
			for len(stack) > 0 && stack[len(stack)-1].End <= s.Begin {
				stack = stack[:len(stack)-1]
			}
			stacks[i] = stack
			if len(stack) == 0 || s.End <= stack[len(stack)-1].End {
				break
			}
		}
		if i == len(rows) {
			rows, stacks = append(rows, &Row{Device: r.Device, Kind: r.Kind, Name: r.Name}), append(stacks, nil)
		}
		stacks[i] = append(stacks[i], s)
		rows[i].Spans = append(rows[i].Spans, s)
		s.Row = rows[i]
	}
	return rows
}

// outerFirst orders spans by their beginning, and those that begin together by their
// end, the latest first.
func outerFirst(x, y *Span) int {
	return cmp.Or(cmp.Compare(x.Begin, y.Begin), cmp.Compare(y.End, x.End))
}
