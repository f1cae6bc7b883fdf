package clock

import (
	"container/heap"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/nonblock"
)

// Clock calls back at absolute times, from a goroutine of its own. Use Start.
type Clock struct {
	file *os.File // a timerfd
	raw  syscall.RawConn
	done chan struct{}

	mu      sync.Mutex
	queue   queue
	firing  *Timer    // whose function runs
	fired   sync.Cond // it has returned
	stopped bool
}

// Start makes a clock. It fails when the machine has no timerfd or no file
// descriptor left.
func Start() (*Clock, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	if err != nil {
		return nil, fmt.Errorf("create the clock's timer: %w", err)
	}
	c := &Clock{file: os.NewFile(uintptr(fd), "timerfd"), done: make(chan struct{})}
	if c.raw, err = c.file.SyscallConn(); err != nil {
		return nil, err
	}
	c.fired.L = &c.mu
	go c.run()
	return c, nil
}

// Stop ends the clock and returns when no timer's function is under way. Timers
// that are still set never fire.
func (c *Clock) Stop() {
	c.mu.Lock()
	c.stopped = true
	c.queue = nil
	c.alarmLocked(1)
	c.mu.Unlock()
	<-c.done
}

func (c *Clock) run() {
	defer close(c.done)
	defer c.file.Close()
	for {
		c.wait()
		if !c.fire() {
			return
		}
	}
}

// wait returns when the alarm has gone off.
func (c *Clock) wait() {
	var ticks [8]byte
	var err error
	_ = c.raw.Read(func(fd uintptr) (done bool) {
		_, err = nonblock.Read(fd, ticks[:])
		return !errors.Is(err, unix.EAGAIN)
	})
	if err != nil && !errors.Is(err, unix.EINTR) {
		panic(fmt.Sprintf("clock: read timerfd: %v", err)) // a bug: nobody else has the descriptor
	}
}

// fire calls back every timer that is due and sets the alarm for the next one.
// It reports whether the clock goes on.
func (c *Clock) fire() bool {
	for {
		c.mu.Lock()
		if c.stopped {
			c.mu.Unlock()
			return false
		}
		now := Now()
		if len(c.queue) == 0 || c.queue[0].at > now {
			if len(c.queue) > 0 {
				c.alarmLocked(c.queue[0].at)
			}
			c.mu.Unlock()
			return true
		}
		c.firing = heap.Pop(&c.queue).(*Timer)
		c.mu.Unlock()
		c.firing.fn(now)
		c.endFiring()
	}
}

func (c *Clock) endFiring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.firing = nil
	c.fired.Broadcast()
}

// alarmLocked makes wait return at time at. c.mu is held.
func (c *Clock) alarmLocked(at Time) {
	spec := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(at))}
	var err error
	_ = c.raw.Control(func(fd uintptr) { err = nonblock.TimerfdSettime(fd, unix.TFD_TIMER_ABSTIME, &spec) })
	if err != nil {
		panic(fmt.Sprintf("clock: set timerfd: %v", err)) // a bug: only a bad time or descriptor fails
	}
}
