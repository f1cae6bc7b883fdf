package timer

import (
	"slices"

	"github.com/vsndfs/vsndfs/card/clock"
)

// hardware makes a timer tick. Its functions are called with the service's mutex.
type hardware interface {
	// start makes the timer tick once, after its sticks.
	start(now clock.Time)
	// again does the same when it has just ticked.
	again(now clock.Time)
	stop(now clock.Time)
}

// interrupt says that ticks have passed (snd_timer_interrupt).
func (t *Timer) interrupt(now clock.Time, ticks uint64) {
	var told []*instance
	for _, i := range slices.Clone(t.active) {
		if i.running && i.count(ticks) {
			told = append(append(told, i), i.slavesWith(i.passed)...)
		}
	}
	if t.hw != nil {
		t.rearm(now)
	}
	for _, i := range told {
		i.file.ticked(now, t.resolution, uint32(i.passed))
		i.passed = 0
	}
}

// rearm sets the hardware anew after it has ticked.
func (t *Timer) rearm(now clock.Time) {
	if t.rescheduled {
		t.reschedule()
	}
	if t.running > 0 {
		t.hw.again(now)
	} else {
		t.hw.stop(now)
	}
}

// reschedule lets those run who were started while the hardware was under way, and
// finds out when somebody's ticks are over. It reports whether anybody runs
// (snd_timer_reschedule).
func (t *Timer) reschedule() bool {
	if len(t.active) == 0 {
		t.rescheduled = false
		return false
	}
	t.sticks = t.most
	for _, i := range t.active {
		if i.starting {
			i.starting, i.running = false, true
			t.running++
		}
		t.sticks = min(t.sticks, i.left)
	}
	return true
}

// activate starts i. On hardware that is under way it waits for the next tick
// (snd_timer_start1).
func (t *Timer) activate(now clock.Time, i *instance) {
	t.active = append(t.active, i)
	if t.running > 0 && t.hw != nil {
		t.rescheduled, i.starting = true, true
		return
	}
	if t.hw != nil {
		t.hw.start(now)
	}
	i.running = true
	t.running++
}

// deactivate ends what activate began (snd_timer_stop1).
func (t *Timer) deactivate(now clock.Time, i *instance) {
	t.active = slices.DeleteFunc(t.active, func(j *instance) bool { return j == i })
	was := i.running
	i.running, i.starting = false, false
	if !was {
		return
	}
	if t.running--; t.running > 0 || t.hw == nil {
		return
	}
	t.hw.stop(now)
	if t.rescheduled {
		t.rescheduled = false
		if t.reschedule() {
			t.hw.start(now)
		}
	}
}
