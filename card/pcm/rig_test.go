package pcm

import (
	"errors"
	"syscall"
	"testing"
	"testing/synctest"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/timer"
)

// hardware is what the streams of a rig can do.
var hardware = hwparams.Hardware{
	Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
		abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_NONINTERLEAVED,
	Formats: hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_U8, abi.SNDRV_PCM_FORMAT_S16_LE,
		abi.SNDRV_PCM_FORMAT_S32_LE, abi.SNDRV_PCM_FORMAT_FLOAT_LE),
	RateMinHz:      5500,
	RateMaxHz:      192000,
	ChannelsMin:    1,
	ChannelsMax:    8,
	BufferBytesMax: 256 << 10,
	PeriodBytesMin: 64,
	PeriodBytesMax: 128 << 10,
	PeriodsMin:     1,
	PeriodsMax:     1024,
}

// rig is a card with one PCM of fake hardware, and the programs that use it.
type rig struct {
	t      testing.TB
	clock  *clock.Clock
	config Config

	core    card.Core
	slot    *bus.Slot
	card    *card.Card
	pcm     *PCM
	driver  fakeDriver
	memory  fakeMemory
	clients []*client
	log     lifecycle
}

func startClock(t testing.TB) *clock.Clock {
	t.Helper()
	c, err := clock.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

// newRig plugs the card in. change edits the configuration before.
func newRig(t testing.TB, c *clock.Clock, change ...func(*Config)) *rig {
	t.Helper()
	r := &rig{t: t, clock: c}
	r.config = Config{
		ID: "Fake", Name: "Fake PCM", MMAP: true, Clock: c, Timers: timer.NewService(&r.core),
		Playback: &Direction{Substreams: 1, Hardware: hardware, Driver: &r.driver},
		Capture:  &Direction{Substreams: 1, Hardware: hardware, Driver: &r.driver},
	}
	for _, fn := range change {
		fn(&r.config)
	}
	r.slot = bus.New(r.log.add).AddSlot("fake.0", prober{r})
	if err := r.slot.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.unplug)
	return r
}

// prober is the driver of a rig's card.
type prober struct{ rig *rig }

func (prober) Name() string { return "fake" }

func (p prober) Probe(d *bus.Device) (err error) {
	r := p.rig
	if r.card, err = r.core.NewManaged(d, -1); err != nil {
		return err
	}
	r.pcm = New(r.card, r.config)
	control.New(r.card)
	return r.card.Register()
}

// unplug closes what is open and takes the card away.
func (r *rig) unplug() {
	for _, c := range r.clients {
		c.close()
	}
	_ = r.slot.Unplug() // a test may have done it
}

// inBubble runs a test on a rig with the clock of testing/synctest, in which a
// wait takes no time. The stream's own clock sleeps in the kernel: it stays
// outside, and is never due.
func inBubble(t *testing.T, test func(*testing.T, *rig), change ...func(*Config)) {
	t.Helper()
	c := startClock(t)
	synctest.Test(t, func(t *testing.T) {
		test(t, newRig(t, c, change...))
	})
}

// strict is a card that has no mode for shells.
func strict(c *Config) { c.Strict = true }

// client is a program with one open file.
type client struct {
	*rig
	file      *card.File
	call      card.Call
	interrupt chan struct{} // closed by a signal
	ended     chan struct{} // closed by the end of the mount
	nonblock  bool          // O_NONBLOCK as it is now
	released  bool
}

const (
	playbackNode = "pcmC0D0p"
	captureNode  = "pcmC0D0c"
)

// program is a client that has nothing open yet.
func (r *rig) program() *client {
	c := &client{rig: r, interrupt: make(chan struct{}), ended: make(chan struct{})}
	c.call = card.Call{
		Interrupted:  c.interrupt,
		Ended:        c.ended,
		LiveNonblock: func() (bool, bool) { return c.nonblock, true },
		Memory:       &r.memory,
		Killed:       func() bool { return false },
	}
	return c
}

// tryOpen opens a node.
func (c *client) tryOpen(node string, flags card.OpenFlags) error {
	n, ok := c.core.Node(node)
	if !ok {
		return syscall.ENOENT
	}
	f, err := n.Open(&c.call, flags)
	if err != nil {
		return err
	}
	c.file, c.nonblock = f, flags.Nonblock
	c.clients = append(c.clients, c)
	return nil
}

// open opens a node, which must succeed.
func (r *rig) open(node string, flags card.OpenFlags) *client {
	r.t.Helper()
	c := r.program()
	c.must("open "+node, c.tryOpen(node, flags))
	return c
}

// playback and capture open the node of that direction, to wait or not to.
func (r *rig) playback() *client { r.t.Helper(); return r.open(playbackNode, card.OpenFlags{}) }
func (r *rig) capture() *client  { r.t.Helper(); return r.open(captureNode, card.OpenFlags{}) }

// close closes the last descriptor of the file, as the file system does.
func (c *client) close() {
	if c.released {
		return
	}
	c.released = true
	if m, ok := c.file.Mapper(); ok {
		m.Closing()
		m.StillMapped()
	}
	c.file.Release()
}

// ops, stream and engine are what is behind the file.
func (c *client) ops() *file {
	m, _ := c.file.Mapper()
	return m.(*file)
}

func (c *client) stream() *Substream { return c.ops().sub }

func (c *client) engine() *fakeEngine {
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.runtime.engine.(interface{ base() *fakeEngine }).base()
}

// pass lets frames go by the hardware; elapse then interrupts too, as a period
// does at its end.
func (c *client) pass(frames uint64) { c.engine().pass(frames) }

func (c *client) elapse(frames uint64) {
	c.pass(frames)
	c.stream().onInterrupt(clock.Now())
}

// ioctl carries out one on the file, with the struct at addr, as the kernel and
// the file system do between them.
func (c *client) ioctl(cmd abi.Cmd, addr uint64) error {
	i := &card.Ioctl{Cmd: uint32(cmd), Arg: addr}
	if cmd.Dir()&abi.DirWrite != 0 {
		i.In = c.memory.get(addr, cmd.Size())
	}
	if cmd.Dir()&abi.DirRead != 0 {
		i.Out = make([]byte, cmd.Size())
		copy(i.Out, i.In)
	}
	err := c.file.Ioctl(&c.call, i)
	if len(i.Out) > 0 && (err == nil || i.CopyOut) {
		if e := c.memory.WriteMemory(addr, i.Out); e != nil {
			c.t.Error(e)
		}
	}
	return err
}

// plain carries out an ioctl without an argument.
func (c *client) plain(cmd abi.Cmd) error { return c.ioctl(cmd, 0) }

// do carries out an ioctl on v, which becomes what is in the program's memory
// afterwards.
func do[T any](c *client, cmd abi.Cmd, v *T) error {
	raw := make([]byte, abi.Sizeof[T]())
	if err := abi.Encode(raw, v); err != nil {
		c.t.Fatal(err)
	}
	addr := c.memory.put(raw)
	defer c.memory.drop(addr)
	err := c.ioctl(cmd, addr)
	got, e := abi.Decode[T](c.memory.get(addr, len(raw)))
	if e != nil {
		c.t.Fatal(e)
	}
	*v = *got
	return err
}

// must ends the test when err is one.
func (c *client) must(what string, err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("%s: %s", what, name(err))
	}
}

// expect compares what an operation answered with an errno; 0 is success.
func (c *client) expect(what string, err error, want syscall.Errno) {
	c.t.Helper()
	expectErrno(c.t, what, err, want)
}

func expectErrno(t testing.TB, what string, err error, want syscall.Errno) {
	t.Helper()
	if got := name(err); got != errnoName(want) {
		t.Errorf("%s: got %s, want %s", what, got, errnoName(want))
	}
}

// name is an error as the transcript has it: 0, or the errno's name.
func name(err error) string {
	var e syscall.Errno
	switch {
	case err == nil:
		return "0"
	case errors.As(err, &e):
		return errnoName(e)
	}
	return err.Error()
}

func errnoName(e syscall.Errno) string {
	if e == 0 {
		return "0"
	}
	return unix.ErrnoName(e)
}

// inBackground runs fn, as another thread of a program, and tells when it is over.
func inBackground(fn func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn()
	}()
	return done
}

// over reports whether that has happened.
func over(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// expectBytes compares, and says where the first difference is.
func expectBytes(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %d bytes, want %d", what, len(got), len(want))
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s: byte %d of %d is %d, want %d", what, i, len(got), got[i], want[i])
			return
		}
	}
}
