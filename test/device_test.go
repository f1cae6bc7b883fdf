package test

import (
	"os"
	"slices"
	"strings"
)

// slot is a device's directory in a mount.
type slot struct {
	*server
	name string
}

func (s *server) slot(name string) slot { return slot{s, name} }

// headset is the device that a mount has when nothing else is asked for.
func (s *server) headset() slot { return s.slot("usb-headset.0") }

// control is one of the device's files as the machine's programs see it.
func (d slot) control(file string) string { return d.node("vsndfs", "devices", d.name, file) }

// read reads one of the device's files.
func (d slot) read(file string) string {
	d.t.Helper()
	text, err := os.ReadFile(d.path(d.control(file)))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// write writes to one of the device's files, and returns write(2)'s error.
func (d slot) write(file, text string) error {
	d.t.Helper()
	f, err := os.OpenFile(d.path(d.control(file)), os.O_WRONLY, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}

// startEcho starts a shell that writes to one of the device's files.
func (d slot) startEcho(file string) *program {
	d.t.Helper()
	return d.startShell(`echo 1 > "$1"`, d.control(file))
}

func (d slot) state() string { d.t.Helper(); return strings.TrimSpace(d.read("state")) }

// waitState waits for a state.
func (d slot) waitState(want string) {
	d.t.Helper()
	waitFor(d.t, d.name+" to be "+want, func() bool { return d.state() == want })
}

// waitBlocked waits until a program waits in a call on a node.
func (d slot) waitBlocked(p *program, node string) {
	d.t.Helper()
	waitFor(d.t, p.name+" to wait", func() bool {
		for line := range strings.Lines(d.read("holders")) {
			if h := parseHolder(d.t, line); h.Pid == p.pid() && h.Node == node && h.Blocked != "-" {
				return true
			}
		}
		return false
	})
}

// waitNoHolder waits until nobody holds the card.
func (d slot) waitNoHolder() {
	d.t.Helper()
	waitFor(d.t, d.name+" to be held by nobody", func() bool { return d.read("holders") == "" })
}

// waitNoStream waits until no stream of any card is open, not even by a mapping
// that a program which has ended had left.
func (s *server) waitNoStream() {
	s.t.Helper()
	waitFor(s.t, "all streams to be closed", func() bool {
		return !slices.ContainsFunc(s.statusFile().Devices, func(d device) bool { return len(d.Streams) > 0 })
	})
}

// waitStream waits until an open stream of a node, of any card, has a state.
func (s *server) waitStream(node, state string) {
	s.t.Helper()
	waitFor(s.t, node+" to be "+state, func() bool { return s.hasStream(node, state) })
}

// hasStream reports whether an open stream of a node, of any card, has a state.
func (s *server) hasStream(node, state string) bool {
	s.t.Helper()
	for _, d := range s.statusFile().Devices {
		for _, stream := range d.Streams {
			if stream.Node == node && stream.State == state {
				return true
			}
		}
	}
	return false
}
