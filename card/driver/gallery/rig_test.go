package gallery

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/timer"
)

// rig is a bus with the device of one exhibit, and the log of all that happens there.
type rig struct {
	t    *testing.T
	core card.Core
	env  driver.Environment
	bus  *bus.Bus
	slot *bus.Slot

	mu     sync.Mutex
	events []string
}

// visit runs a test on a rig in a bubble, where a wait takes no time. The clock of the
// streams sleeps in the kernel and knows nothing of that: it has ended, and
// interrupts nobody.
func visit(t *testing.T, e Exhibit, test func(*rig)) {
	t.Helper()
	c, err := clock.Start()
	if err != nil {
		t.Fatal(err)
	}
	c.Stop()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t}
		r.bus = bus.New(r.log)
		r.env = driver.Environment{Core: &r.core, Clock: c, Timers: timer.NewService(&r.core), MMAP: true}
		r.slot = r.add("gallery.0", e, driver.Settings{})
		test(r)
	})
}

func (r *rig) add(name string, e Exhibit, s driver.Settings) *bus.Slot {
	return r.bus.AddSlot(name, e.Model().New(r.env, s))
}

func (r *rig) log(_, event string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, event)
}

func (r *rig) logged() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.events)
}

func (r *rig) plug() {
	r.t.Helper()
	if err := r.slot.Plug(); err != nil {
		r.t.Fatalf("Plug: %v", err)
	}
}

// play is a program that opens the card and plays.
func (r *rig) play() *card.File {
	r.t.Helper()
	n, ok := r.core.Node("pcmC0D0p")
	if !ok {
		r.t.Fatal("there is no pcmC0D0p")
	}
	f, err := n.Open(&card.Call{}, card.OpenFlags{Write: true})
	if err != nil {
		r.t.Fatalf("open: %v", err)
	}
	f.Opened(card.Owner{Pid: 7, Command: "cat"})
	if _, err := f.Write(&card.Call{}, make([]byte, 24<<10)); err != nil {
		r.t.Fatalf("write: %v", err)
	}
	return f
}

// look is the program asking for the position.
func look(f *card.File) error {
	return f.Ioctl(&card.Call{}, &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_HWSYNC)})
}

// closes is the program's last close.
func closes(f *card.File) {
	if m, ok := f.Mapper(); ok {
		m.Closing()
	}
	f.Release()
}

// async calls fn in a goroutine of its own and closes the channel after it.
func async(fn func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		fn()
	}()
	return done
}

func returned(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// expectShown compares the log with what an exhibit's caption says.
func (r *rig) expectShown(e Exhibit) {
	r.t.Helper()
	if err := e.Check(r.logged()); err != nil {
		r.t.Errorf("%v in\n\t%s", err, strings.Join(r.logged(), "\n\t"))
	}
}
