package clock

import "container/heap"

// Timer calls a function at a time that can be set again and again. It is one
// stream's period interrupt.
type Timer struct {
	clock  *Clock
	fn     func(now Time)
	at     Time
	index  int // in the clock's queue, -1 when not set
	closed bool
}

// NewTimer returns a timer, not yet set. The clock calls fn with the
// time it woke at; fn must not wait, for all timers wait with it. It may set
// its own or any other timer.
func (c *Clock) NewTimer(fn func(now Time)) *Timer {
	return &Timer{clock: c, fn: fn, index: -1}
}

// Close stops the timer for good and returns when no call of its function is
// under way, as free_irq does. It must not be called by that function.
func (t *Timer) Close() {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	t.closed = true
	t.unsetLocked()
	for c.firing == t {
		c.fired.Wait()
	}
}

// Set makes the timer fire once, at time at, instead of whatever was set.
// A time that has passed fires at once.
func (t *Timer) Set(at Time) {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stopped || t.closed {
		return
	}
	t.at = max(at, 1) // 0 would disarm the timerfd
	if t.index >= 0 {
		heap.Fix(&c.queue, t.index)
	} else {
		heap.Push(&c.queue, t)
	}
	if t.index == 0 && c.firing == nil { // the clock sets it itself when it has called back
		c.alarmLocked(t.at)
	}
}

// Stop unsets the timer. A call of its function that has begun goes on.
func (t *Timer) Stop() {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	t.unsetLocked()
}

func (t *Timer) unsetLocked() {
	if t.index >= 0 {
		heap.Remove(&t.clock.queue, t.index)
	}
}

// queue is a heap of timers, the next one first.
type queue []*Timer

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].at < q[j].at }

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

func (q *queue) Push(x any) {
	t := x.(*Timer)
	t.index = len(*q)
	*q = append(*q, t)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	t := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	t.index = -1
	return t
}
