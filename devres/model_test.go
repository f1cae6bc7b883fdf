package devres_test

import (
	"slices"
	"strings"
)

// model is what Resources promises, written as plainly as can be: a slice,
// oldest first, in which group markers lie among the entries.
type model struct {
	list  []item
	diary diary
}

// item is an entry, or a marker of a group.
type item struct {
	name   string       // of an entry
	kind   string       // "action", "tick" or "clock"; "open" or "close" for markers
	id     int          // of a tick or clock
	group  *modelGroup  // of a marker
	effect func(*model) // what releasing it does besides noting that it ran
}

type modelGroup struct{ id any }

func (i item) isMarker() bool { return i.group != nil }

// names is Resources.Names.
func (m *model) names() []string {
	var names []string
	for _, i := range slices.Backward(m.list) {
		if !i.isMarker() {
			names = append(names, i.name)
		}
	}
	return names
}

func (m *model) note(words ...string) {
	m.diary = append(m.diary, strings.Join(words, " "))
}

func (m *model) add(i item) {
	m.list = append(m.list, i)
	m.note("add", i.name)
}

// newest returns the place of the newest item that fits, or -1.
func (m *model) newest(fits func(item) bool) int {
	for at, i := range slices.Backward(m.list) {
		if fits(i) {
			return at
		}
	}
	return -1
}

// remove takes the newest entry that fits off the list.
func (m *model) remove(fits func(item) bool) (item, bool) {
	at := m.newest(fits)
	if at < 0 {
		return item{}, false
	}
	i := m.list[at]
	m.list = slices.Delete(m.list, at, at+1)
	m.note("remove", i.name)
	return i, true
}

// run calls the release function of an entry.
func (m *model) run(i item) {
	m.note("run", i.name)
	if i.effect != nil {
		i.effect(m)
	}
}

// releaseRange takes list[from:to] off and releases it. The markers stay of a
// group that has another marker outside the range.
func (m *model) releaseRange(from, to int) int {
	var stay, batch []item
	for _, i := range m.list[from:to] {
		switch {
		case !i.isMarker():
			batch = append(batch, i)
		case m.count(i.group, 0, len(m.list)) > m.count(i.group, from, to):
			stay = append(stay, i)
		}
	}
	m.list = slices.Replace(slices.Clone(m.list), from, to, stay...)
	for _, i := range slices.Backward(batch) {
		m.note("release", i.name)
		m.run(i)
	}
	return len(batch)
}

// count is how many markers of g lie in list[from:to].
func (m *model) count(g *modelGroup, from, to int) int {
	n := 0
	for _, i := range m.list[from:to] {
		if i.group == g {
			n++
		}
	}
	return n
}

func (m *model) releaseAll() int { return m.releaseRange(0, len(m.list)) }

func (m *model) openGroup(id any) {
	m.list = append(m.list, item{kind: "open", group: &modelGroup{id}})
}

// findGroup returns the places of the markers of the group that id names: open
// is -1 if there is none, end is -1 if the group is still open.
func (m *model) findGroup(id any) (open, end int) {
	open = m.newest(func(i item) bool {
		if i.kind != "open" {
			return false
		}
		return id != nil && i.group.id == id || id == nil && m.count(i.group, 0, len(m.list)) == 1
	})
	if open < 0 {
		return -1, -1
	}
	g := m.list[open].group
	return open, m.newest(func(i item) bool { return i.kind == "close" && i.group == g })
}

// closeGroup reports "", "not found" or "closed".
func (m *model) closeGroup(id any) string {
	open, end := m.findGroup(id)
	switch {
	case open < 0:
		return "not found"
	case end >= 0:
		return "closed"
	}
	m.list = append(m.list, item{kind: "close", group: m.list[open].group})
	return ""
}

func (m *model) removeGroup(id any) string {
	open, _ := m.findGroup(id)
	if open < 0 {
		return "not found"
	}
	g := m.list[open].group
	m.list = slices.DeleteFunc(slices.Clone(m.list), func(i item) bool { return i.group == g })
	return ""
}

func (m *model) releaseGroup(id any) (int, string) {
	open, end := m.findGroup(id)
	switch {
	case open < 0 && len(m.list) == 0:
		return 0, ""
	case open < 0:
		return 0, "not found"
	case end < 0:
		return m.releaseRange(open, len(m.list)), ""
	}
	return m.releaseRange(open, end+1), ""
}
