package fs

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/fs/eventlog"
)

// newServer is a server without a connection, and a slot of its bus with the
// device headset.0 plugged in.
func newServer(t *testing.T) (*Server, *bus.Slot) {
	t.Helper()
	core, log := new(card.Core), eventlog.New(nil)
	b := bus.New(log.Append)
	slot := b.AddSlot("headset.0", driver{core})
	if err := slot.Plug(); err != nil {
		t.Fatal(err)
	}
	return New(core, b, log, Options{Uid: 1, Gid: 2, Mode: 0o640, OwnerUid: 3, OwnerGid: 4}), slot
}

// driver makes cards with nothing but a control node.
type driver struct{ core *card.Core }

func (driver) Name() string { return "fake" }

func (f driver) Probe(d *bus.Device) error {
	c, err := f.core.NewManaged(d, -1)
	if err != nil {
		return err
	}
	c.ID, c.ShortName = "Headset", "USB Headset"
	control.New(c)
	return c.Register()
}

// walk finds the entry at a path, given as names.
func (s *Server) walk(t *testing.T, names ...string) entry {
	t.Helper()
	var e entry = s.root()
	for _, name := range names {
		d, ok := e.(directory)
		if !ok {
			t.Fatalf("%s has no names in it", name)
		}
		if e, ok = d.find(name); !ok {
			t.Fatalf("there is no %s", name)
		}
	}
	return e
}

// open opens the entry at a path, for a process of which nothing is known.
func (s *Server) open(t *testing.T, names ...string) handle {
	t.Helper()
	o, ok := s.walk(t, names...).(opener)
	if !ok {
		t.Fatalf("%q cannot be opened", names)
	}
	h, err := o.open(&card.Call{}, card.OpenFlags{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// content is all that a handle reads, in pieces of size bytes.
func content(t *testing.T, h handle, size int) string {
	t.Helper()
	var text []byte
	for p := make([]byte, size); ; {
		n, err := h.read(nil, p, int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return string(text)
		}
		text = append(text, p[:n]...)
	}
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func expectErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func expectNames(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// fake is an entry that is the same as those of its number.
type fake int

func (fake) attr() attr          { return attr{} }
func (f fake) same(e entry) bool { return e == entry(f) }
func (f fake) String() string    { return fmt.Sprintf("entry %d", int(f)) }
