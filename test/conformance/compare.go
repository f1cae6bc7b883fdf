package main

import "slices"

// verdict is what a comparison says of one line.
type verdict int

const (
	identical verdict = iota
	different
	documented
)

// gone is the answer of a line that one side does not have.
const gone = "(no such line)"

// finding is one line, with both answers.
type finding struct {
	suite, area, key string
	kernel, vsndfs   string
	verdict          verdict
}

// compare finds out about each line that one side has. A difference that the
// list has is documented, and used notes its index.
func compare(suite string, kernel, vsndfs []line, list []difference, used []bool) []finding {
	ours := make(map[string]string, len(vsndfs))
	for _, l := range vsndfs {
		ours[l.question()] = l.answer
	}
	var all []finding
	for _, l := range kernel {
		answer, ok := ours[l.question()]
		if !ok {
			answer = gone
		}
		delete(ours, l.question())
		all = append(all, judge(finding{suite: suite, area: l.area, key: l.key, kernel: l.answer, vsndfs: answer}, list, used))
	}
	for _, l := range vsndfs {
		if _, left := ours[l.question()]; left {
			all = append(all, judge(finding{suite: suite, area: l.area, key: l.key, kernel: gone, vsndfs: l.answer}, list, used))
		}
	}
	return all
}

func judge(f finding, list []difference, used []bool) finding {
	if f.kernel == f.vsndfs {
		return f
	}
	f.verdict = different
	n := slices.IndexFunc(list, func(d difference) bool { return d.explains(f) })
	if n >= 0 {
		f.verdict = documented
		used[n] = true
	}
	return f
}
