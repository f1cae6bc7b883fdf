package timer

import (
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// jiffy is a tick of the system timer: that of a kernel with 250 Hz, which is
// Debian's.
const jiffy = clock.Time(4 * time.Millisecond)

// system is the hardware of the timer "system" (struct snd_timer_system_private).
// All but the alarm is in jiffies.
type system struct {
	timer   *Timer
	alarm   Alarm
	last    clock.Time // when it was set
	expires clock.Time
	late    clock.Time // by which it was, and which the next waits are shorter
}

// newSystem is snd_timer_register_system.
func (s *Service) newSystem(newAlarm func(func(clock.Time)) Alarm) *Timer {
	t := s.newGlobal(abi.SNDRV_TIMER_GLOBAL_SYSTEM, "system", "system timer")
	h := &system{timer: t}
	h.alarm = newAlarm(h.fire)
	t.hw, t.resolution, t.most = h, uint64(jiffy), 10_000_000
	return t
}

// start is snd_timer_s_start. The alarm is a jiffy later, as a timer of the
// kernel's is: no tick is shorter than one.
func (h *system) start(now clock.Time) {
	sticks := clock.Time(h.timer.sticks)
	sooner := min(h.late, sticks-1)
	h.late -= sooner
	h.last = now / jiffy
	h.expires = h.last + sticks - sooner
	h.alarm.Set((h.expires + 1) * jiffy)
}

func (h *system) again(now clock.Time) { h.start(now) }

// stop is snd_timer_s_stop.
func (h *system) stop(now clock.Time) {
	h.alarm.Stop()
	h.timer.sticks = uint64(max(h.expires-now/jiffy, 1))
	h.late = 0
}

// fire is snd_timer_s_function. An alarm that was on its way when the timer was
// stopped, or set anew, means nothing.
func (h *system) fire(now clock.Time) {
	h.timer.service.mu.Lock()
	defer h.timer.service.mu.Unlock()
	at := now / jiffy
	if h.timer.running == 0 || at <= h.expires {
		return
	}
	h.late += at - h.expires
	h.timer.interrupt(now, uint64(at-h.last))
}
