package timer_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/timer"
)

// machine has a timer node, and two slots for cards with the timers of device 0:
// of two playback substreams and one capture substream.
type machine struct {
	core    card.Core
	service *timer.Service
	slots   [2]*bus.Slot
	streams [2]*streams // of the cards, by slot
}

// streams are a card's device with the timers.
type streams struct {
	machine  *machine
	card     *card.Card
	playback [2]*timer.Timer
	capture  *timer.Timer
}

// The resolution of the timers of a new machine, in nanoseconds.
const resolution = 21333333

func newMachine(t testing.TB) *machine {
	t.Helper()
	m := &machine{}
	m.service = timer.NewService(&m.core)
	b := bus.New(func(string, string) {})
	for n := range m.slots {
		m.slots[n] = b.AddSlot(fmt.Sprintf("headset.%d", n), driver{m, n})
		if err := m.slots[n].Plug(); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// timer0 is the timer of the first playback of card 0.
func (m *machine) timer0() *timer.Timer { return m.streams[0].playback[0] }

// driver makes the card of slot number n.
type driver struct {
	machine *machine
	n       int
}

func (driver) Name() string { return "fake" }

func (d driver) Probe(device *bus.Device) error {
	c, err := d.machine.core.NewManaged(device, -1)
	if err != nil {
		return err
	}
	s := &streams{machine: d.machine, card: c}
	d.machine.streams[d.n] = s
	c.AddDevice(card.PCM, s)
	return c.Register()
}

func (s *streams) Register() error {
	for n := range s.playback {
		s.playback[n] = s.machine.service.NewPCM(s.card, 0, n, abi.SNDRV_PCM_STREAM_PLAYBACK)
		s.playback[n].SetResolution(resolution)
	}
	s.capture = s.machine.service.NewPCM(s.card, 0, 0, abi.SNDRV_PCM_STREAM_CAPTURE)
	return nil
}

func (s *streams) Disconnect() {
	for _, t := range append(s.playback[:], s.capture) {
		t.Disconnect()
	}
}

func (*streams) Free() {}

// pcmTimer is the id of a substream's timer.
func pcmTimer(card, device, subdevice int32) abi.TimerId {
	return abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_PCM, Card: card, Device: device, Subdevice: subdevice}
}

// program is a process's open timer node, with O_NONBLOCK.
type program struct {
	t    testing.TB
	file *card.File
}

func (m *machine) open(t testing.TB) program {
	t.Helper()
	n, ok := m.core.Node("timer")
	if !ok {
		t.Fatal("there is no timer")
	}
	f, err := n.Open(&card.Call{}, card.OpenFlags{Nonblock: true, Read: true})
	if err != nil {
		t.Fatal(err)
	}
	return program{t, f}
}

// using is open, with the first playback's timer of card 0 selected, for records
// of the kind that tread says.
func (m *machine) using(t testing.TB, tread bool) program {
	t.Helper()
	p := m.open(t)
	if tread {
		p.must(p.tread(1))
	}
	p.must(p.selects(pcmTimer(0, 0, 0)))
	return p
}

func (p program) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// do makes an ioctl with v as its struct.
func do[T any](p program, cmd abi.Cmd, v *T) error {
	p.t.Helper()
	i := &card.Ioctl{Cmd: uint32(cmd)}
	if cmd.Dir()&abi.DirWrite != 0 {
		i.In = make([]byte, cmd.Size())
		p.must(abi.Encode(i.In, v))
	}
	if cmd.Dir()&abi.DirRead != 0 {
		i.Out = append(make([]byte, 0, cmd.Size()), i.In...)[:cmd.Size()]
	}
	if err := p.file.Ioctl(&card.Call{}, i); err != nil || cmd.Dir()&abi.DirRead == 0 {
		return err
	}
	after, err := abi.Decode[T](i.Out)
	p.must(err)
	*v = *after
	return nil
}

func (p program) plainIoctl(cmd abi.Cmd) error {
	return p.file.Ioctl(&card.Call{}, &card.Ioctl{Cmd: uint32(cmd)})
}

func (p program) start() error     { return p.plainIoctl(abi.SNDRV_TIMER_IOCTL_START) }
func (p program) stop() error      { return p.plainIoctl(abi.SNDRV_TIMER_IOCTL_STOP) }
func (p program) continues() error { return p.plainIoctl(abi.SNDRV_TIMER_IOCTL_CONTINUE) }
func (p program) pause() error     { return p.plainIoctl(abi.SNDRV_TIMER_IOCTL_PAUSE) }
func (p program) tread(on int32) error {
	return do(p, abi.SNDRV_TIMER_IOCTL_TREAD, &on)
}

func (p program) selects(id abi.TimerId) error {
	return do(p, abi.SNDRV_TIMER_IOCTL_SELECT, &abi.TimerSelect{ID: id})
}

func (p program) params(v abi.TimerParams) error {
	return do(p, abi.SNDRV_TIMER_IOCTL_PARAMS, &v)
}

// auto sets the parameters of a program that is told of every period, and of the
// events in filter.
func (p program) auto(filter uint32) {
	p.t.Helper()
	p.must(p.params(abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_AUTO, Ticks: 1, Filter: filter}))
}

func (p program) status() abi.TimerStatus {
	p.t.Helper()
	var st abi.TimerStatus
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_STATUS, &st))
	return st
}

func (p program) read(n int) ([]byte, error) {
	buf := make([]byte, n)
	got, err := p.file.Read(&card.Call{Nonblock: true}, buf)
	return buf[:got], err
}

// events empties the queue of a program with TREAD, and shows each event as its
// number and its value.
func (p program) events() string {
	p.t.Helper()
	var all []string
	for _, e := range drain[abi.TimerTread](p) {
		all = append(all, fmt.Sprintf("%d/%d", e.Event, e.Val))
	}
	return strings.Join(all, " ")
}

// records empties the queue of a program without TREAD, and shows each record as
// its resolution and its ticks.
func (p program) records() string {
	p.t.Helper()
	var all []string
	for _, r := range drain[abi.TimerRead](p) {
		all = append(all, fmt.Sprintf("%d/%d", r.Resolution, r.Ticks))
	}
	return strings.Join(all, " ")
}

func drain[T any](p program) []T {
	p.t.Helper()
	var all []T
	buf, _ := p.read(2048 * abi.Sizeof[T]()) // an empty queue is EAGAIN
	for chunk := range slices.Chunk(buf, abi.Sizeof[T]()) {
		r, err := abi.Decode[T](chunk)
		p.must(err)
		all = append(all, *r)
	}
	return all
}

// filter has a bit for each event.
func filter(all ...abi.TimerEvent) uint32 {
	bits := uint32(0)
	for _, e := range all {
		bits |= 1 << e
	}
	return bits
}

// knownEvents are those that a filter may have on Linux 6.12.
const knownEvents = 0x6f1bf

func expectErr(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func expect[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// at is a time of CLOCK_MONOTONIC for ticks.
const at = clock.Time(5_000_000_123)
