package timer

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// Alarm calls a function at a time, as [clock.Timer] does.
type Alarm interface {
	Set(at clock.Time)
	Stop()
}

// AddGlobal adds the system's timers, which newAlarm's alarms drive: "system", and
// "HR timer", which is not there until somebody selects it, as its module is loaded
// then (snd_timer_request).
func (s *Service) AddGlobal(newAlarm func(fn func(now clock.Time)) Alarm) {
	s.add(s.newSystem(newAlarm))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hrtimer = s.newHRTimer(newAlarm)
}

// newGlobal is snd_timer_global_new.
func (s *Service) newGlobal(device int32, key, name string) *Timer {
	return &Timer{service: s, key: key, name: name, id: abi.TimerId{
		DevClass: abi.SNDRV_TIMER_CLASS_GLOBAL, DevSclass: abi.SNDRV_TIMER_SCLASS_NONE, Card: -1, Device: device,
	}}
}

// requestLocked adds the timer that is there on demand, if id names it.
func (s *Service) requestLocked(id abi.TimerId) {
	if t := s.hrtimer; t != nil && id.DevClass == t.id.DevClass && id.Device == t.id.Device {
		s.addLocked(t)
		s.hrtimer = nil
	}
}
