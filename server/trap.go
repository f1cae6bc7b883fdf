package server

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// Trap is for tests of what is left when the server dies, or stands still, in the
// middle of a card's life: just before the log tells of an event, the server sends
// itself a signal, and the thread to which the event happens goes no further.
type Trap struct {
	signal unix.Signal
	event  string // DEVICE EVENT, or the first words of it
	nth    int32  // which of such events
	seen   atomic.Int32
}

// ParseTrap reads "[N:]DEVICE EVENT...": the Nth event, or the first, whose line in
// the log begins so behind the time. signal is SIGKILL or SIGSTOP.
func ParseTrap(signal unix.Signal, text string) (*Trap, error) {
	t := &Trap{signal: signal, event: text, nth: 1}
	if count, event, ok := strings.Cut(text, ":"); ok {
		n, err := strconv.ParseInt(count, 10, 32)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no count of events: give a number from 1 on", count)
		}
		t.event, t.nth = event, int32(n)
	}
	if _, event, _ := strings.Cut(t.event, " "); event == "" {
		return nil, fmt.Errorf("%q is no event of the log: give DEVICE EVENT, such as usb-headset.0 card 0 register", t.event)
	}
	return t, nil
}

// look springs the trap if this is its event.
func (t *Trap) look(device, event string) {
	if t.matches(device+" "+event) && t.seen.Add(1) == t.nth {
		t.spring()
	}
}

// matches reports whether a line is the trap's, up to the end of a word.
func (t *Trap) matches(line string) bool {
	rest, ok := strings.CutPrefix(line, t.event)
	return ok && (rest == "" || rest[0] == ' ')
}

// spring sends the signal to this very thread, which takes it before it returns
// from the call. One that is sent to the process may stop another thread first.
func (t *Trap) spring() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	_ = unix.Tgkill(os.Getpid(), unix.Gettid(), t.signal) // a process may always signal itself
}
