package clock

import (
	"container/heap"
	"fmt"
	"runtime"
	"sync"

	"golang.org/x/sys/unix"
)

// Clock calls back at absolute times, from a thread of its own. Use Start.
type Clock struct {
	fd   int // a timerfd: another thread can set it while ours sleeps in read
	done chan struct{}

	mu      sync.Mutex
	queue   queue
	firing  *Timer    // whose function runs
	fired   sync.Cond // it has returned
	stopped bool
}

// Start makes a clock and its thread. It fails when the machine has no timerfd
// or no file descriptor left.
func Start() (*Clock, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("create the clock's timer: %w", err)
	}
	c := &Clock{fd: fd, done: make(chan struct{})}
	c.fired.L = &c.mu
	go c.run()
	return c, nil
}

// Stop ends the thread and returns when it has ended. Timers that are still set
// never fire.
func (c *Clock) Stop() {
	c.mu.Lock()
	c.stopped = true
	c.queue = nil
	c.alarmLocked(1)
	c.mu.Unlock()
	<-c.done
}

func (c *Clock) run() {
	// Never unlocked: the thread ends with its goroutine, and its scheduling
	// with it.
	runtime.LockOSThread()
	makePrecise()
	defer close(c.done)
	defer unix.Close(c.fd)
	var ticks [8]byte
	for {
		if _, err := unix.Read(c.fd, ticks[:]); err != nil && err != unix.EINTR {
			panic(fmt.Sprintf("clock: read timerfd: %v", err)) // a bug: nobody else has the descriptor
		}
		if !c.fire() {
			return
		}
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

// alarmLocked makes the thread's read return at time at. c.mu is held.
func (c *Clock) alarmLocked(at Time) {
	spec := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(at))}
	if err := unix.TimerfdSettime(c.fd, unix.TFD_TIMER_ABSTIME, &spec, nil); err != nil {
		panic(fmt.Sprintf("clock: set timerfd: %v", err)) // a bug: only a bad time or descriptor fails
	}
}

// makePrecise asks for the real-time class and no timer slack. Both are wishes:
// without the right to them the clock is some tens of microseconds less sharp.
func makePrecise() {
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, 1, 0, 0, 0)
	attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: 1}
	_ = unix.SchedSetAttr(0, &attr, 0)
}
