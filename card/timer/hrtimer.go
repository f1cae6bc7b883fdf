package timer

import (
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// hrtimer is the hardware of the timer "HR timer" (struct snd_hrtimer), of which a
// tick is a nanosecond.
type hrtimer struct {
	timer   *Timer
	alarm   Alarm
	expires clock.Time
}

// rest is the least time between two alarms: instances that are out of step with
// each other may be due any time, and are told together then.
const rest = 100 * time.Microsecond

// newHRTimer is snd_hrtimer_init.
func (s *Service) newHRTimer(newAlarm func(func(clock.Time)) Alarm) *Timer {
	t := s.newGlobal(abi.SNDRV_TIMER_GLOBAL_HRTIMER, "hrtimer", "HR timer")
	h := &hrtimer{timer: t}
	h.alarm = newAlarm(h.fire)
	t.hw, t.resolution, t.most = h, 1, uint64(time.Second)
	return t
}

func (h *hrtimer) start(now clock.Time) {
	h.expires = now + clock.Time(h.timer.sticks)
	h.alarm.Set(h.expires)
}

// again goes on from when it was due, not from now: it does not drift.
func (h *hrtimer) again(now clock.Time) {
	h.expires += clock.Time(h.timer.sticks)
	h.alarm.Set(max(h.expires, now.Add(rest)))
}

func (h *hrtimer) stop(clock.Time) { h.alarm.Stop() }

// fire is snd_hrtimer_callback. What it missed is told at once. An alarm that was on
// its way when the timer was stopped, or set anew, means nothing.
func (h *hrtimer) fire(now clock.Time) {
	h.timer.service.mu.Lock()
	defer h.timer.service.mu.Unlock()
	if h.timer.running == 0 || now < h.expires {
		return
	}
	sticks := clock.Time(h.timer.sticks)
	missed := (now - h.expires) / sticks * sticks
	h.expires += missed
	h.timer.interrupt(now, uint64(sticks+missed))
}
