package fs

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/vsndfs/vsndfs/card/bus"
)

// holder is somebody who has a card open.
type holder struct {
	Pid     int    `json:"pid"`
	Command string `json:"command"`
	Node    string `json:"node"`
	Blocked string `json:"blocked,omitempty"` // what it waits in
}

// holders are all who have a card of the slot open: who opened each file, or,
// when that process has gone and left the file to others, those.
func (s *Server) holders(slot *bus.Slot) []holder {
	all := []holder{}
	for _, c := range s.core.CardsOn(slot.Name()) {
		for _, f := range c.Files() {
			owner, ok := f.Owner()
			if !ok {
				continue // it is being opened
			}
			owners := []caller{{owner.Pid, commandOf(owner.Pid)}} // its name may have changed by exec
			if !alive(owner.Pid) {
				owners = s.heirs(f.Node.Name)
			}
			for _, o := range owners {
				all = append(all, holder{o.pid, o.command, f.Node.Name, f.Blocked()})
			}
		}
	}
	return all
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
