package fs

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/vsndfs/vsndfs/card/bus"
)

// Holder is somebody who has a card open.
type Holder struct {
	Pid     int    `json:"pid"`
	Command string `json:"command"`
	Node    string `json:"node"`
	Blocked string `json:"blocked,omitempty"` // what it waits in
}

// holders are all who have a card of the slot open: who opened each file, or,
// when that process has gone and left the file to others, those, once for each node.
func (s *Server) holders(slot *bus.Slot) []Holder {
	all := []Holder{}
	c := census{server: s, owners: make(map[int]*caller), told: make(map[string]bool)}
	for _, k := range s.core.CardsOn(slot.Name()) {
		for _, f := range k.Files() {
			owner, ok := f.Owner()
			if !ok {
				continue // it is being opened
			}
			for _, o := range c.of(owner.Pid, f.Node.Name) {
				all = append(all, Holder{o.pid, o.command, f.Node.Name, f.Blocked()})
			}
		}
	}
	return all
}

// census looks at each process once, however many files it has.
type census struct {
	server *Server
	owners map[int]*caller // nil for one that has gone
	told   map[string]bool // nodes whose heirs have been named
}

// of are who has a file of a node that process pid has opened.
func (c *census) of(pid int, node string) []caller {
	if owner := c.owner(pid); owner != nil {
		return []caller{*owner}
	}
	if c.told[node] {
		return nil
	}
	c.told[node] = true
	return c.server.heirs(node)
}

func (c *census) owner(pid int) *caller {
	owner, known := c.owners[pid]
	if !known {
		if alive(pid) {
			owner = &caller{pid, commandOf(pid)} // its name may have changed by exec
		}
		c.owners[pid] = owner
	}
	return owner
}

// holdersText is a line per holder: pid, command, node, and what it is blocked
// in or a dash.
func (s *Server) holdersText(slot *bus.Slot) string {
	var b strings.Builder
	for _, h := range s.holders(slot) {
		fmt.Fprintf(&b, "%d %s %s %s\n", h.Pid, h.Command, h.Node, cmp.Or(h.Blocked, "-"))
	}
	return b.String()
}

func devresText(slot *bus.Slot) string {
	var b strings.Builder
	for _, name := range devres(slot) {
		fmt.Fprintln(&b, name)
	}
	return b.String()
}

// devres are the slot's managed resources, next to be released first.
func devres(slot *bus.Slot) []string {
	if d := slot.Device(); d != nil {
		return d.Resources.Names()
	}
	return nil
}

func refsText(slot *bus.Slot) string { return fmt.Sprintln(refs(slot)) }

func refs(slot *bus.Slot) int {
	if d := slot.Device(); d != nil {
		return d.Refs()
	}
	return 0
}
