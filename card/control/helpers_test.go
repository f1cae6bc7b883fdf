package control_test

import (
	"errors"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/control"
)

// headset is a card with a control device, and the slot that it is plugged into.
type headset struct {
	core    card.Core
	slot    *bus.Slot
	card    *card.Card
	control *control.Control
	parts   func(*headset) // adds more devices before the card is registered
}

func (*headset) Name() string { return "fake" }

func (h *headset) Probe(d *bus.Device) (err error) {
	if h.card, err = h.core.NewManaged(d, -1); err != nil {
		return err
	}
	h.card.ID, h.card.Driver, h.card.MixerName = "Headset", "USB-Audio", "USB Mixer"
	h.card.ShortName, h.card.LongName, h.card.Components = "USB Headset", "USB Headset at port 1", "USB1209:0001"
	if h.parts != nil {
		h.parts(h)
	}
	h.control = control.New(h.card)
	return h.card.Register()
}

// plug plugs a headset in. parts adds devices; it may be nil.
func plug(t testing.TB, parts func(*headset)) *headset {
	t.Helper()
	h := &headset{parts: parts}
	h.slot = bus.New(func(string, string) {}).AddSlot("headset.0", h)
	if err := h.slot.Plug(); err != nil {
		t.Fatal(err)
	}
	return h
}

// open opens the control node for thread tid.
func (h *headset) open(t testing.TB, tid uint32) *card.File {
	t.Helper()
	n, ok := h.core.Node("controlC0")
	if !ok {
		t.Fatal("there is no controlC0")
	}
	f, err := n.Open(&card.Call{Tid: tid}, card.OpenFlags{Read: true})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// subscribed is open, with events switched on.
func (h *headset) subscribed(t testing.TB) *card.File {
	t.Helper()
	f := h.open(t, 1)
	on := int32(1)
	expectErr(t, "SUBSCRIBE_EVENTS", do(f, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on), nil)
	return f
}

// changed queues an event of an element.
func (h *headset) changed(numid uint32, mask abi.CtlEventMask) {
	h.control.Notify(mask, abi.CtlElemId{Numid: numid})
}

// structAt is where programs of these tests have the struct of an ioctl.
const structAt = 0x1000

// memory is a program's memory, from structAt on.
type memory []byte

func (m memory) at(addr uint64, n int) ([]byte, error) {
	if addr < structAt || addr-structAt+uint64(n) > uint64(len(m)) {
		return nil, syscall.EFAULT
	}
	return m[addr-structAt:][:n], nil
}

func (memory) Reachable() bool { return true }

func (m memory) ReadMemory(p []byte, addr uint64) error {
	from, err := m.at(addr, len(p))
	copy(p, from)
	return err
}

func (m memory) WriteMemory(addr uint64, p []byte) error {
	to, err := m.at(addr, len(p))
	copy(to, p)
	return err
}

// do makes an ioctl with v as its struct, as FUSE carries it: as many bytes each
// way as the number says. v is what the program has afterwards.
func do[T any](f *card.File, cmd abi.Cmd, v *T) error {
	own := make(memory, abi.Sizeof[T]())
	if err := abi.Encode(own, v); err != nil {
		return err
	}
	i := &card.Ioctl{Cmd: uint32(cmd), Arg: structAt}
	if cmd.Dir()&abi.DirWrite != 0 {
		i.In = own[:cmd.Size()]
	}
	if cmd.Dir()&abi.DirRead != 0 {
		i.Out = make([]byte, cmd.Size())
		copy(i.Out, i.In)
	}
	err := f.Ioctl(&card.Call{Memory: own}, i)
	if err != nil && !i.CopyOut {
		return err
	}
	copy(own, i.Out)
	after, decodeErr := abi.Decode[T](own)
	if decodeErr == nil {
		*v = *after
	}
	return errors.Join(err, decodeErr)
}

// read reads with O_NONBLOCK into a buffer of n bytes.
func read(f *card.File, n int) ([]byte, error) {
	p := make([]byte, n)
	got, err := f.Read(&card.Call{Nonblock: true}, p)
	return p[:got], err
}

// eventBytes is the size of one event.
var eventBytes = abi.Sizeof[abi.CtlEvent]()

// events reads what is queued, up to n of them.
func events(t testing.TB, f *card.File, n int) []abi.CtlEvent {
	t.Helper()
	p, err := read(f, n*eventBytes)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	var all []abi.CtlEvent
	for ; len(p) > 0; p = p[eventBytes:] {
		e, err := abi.Decode[abi.CtlEvent](p)
		if err != nil {
			t.Fatalf("%d bytes too many: %v", len(p), err)
		}
		all = append(all, *e)
	}
	return all
}

func event(numid uint32, mask abi.CtlEventMask) abi.CtlEvent {
	return abi.CtlEvent{Type: abi.SNDRV_CTL_EVENT_ELEM, Mask: mask, ID: abi.CtlElemId{Numid: numid}}
}

func expectErr(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func expectPoll(t *testing.T, f *card.File, want card.Events) {
	t.Helper()
	if got := f.Poll(); got != want {
		t.Errorf("got events %#x, want %#x", got, want)
	}
}
