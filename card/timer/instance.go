package timer

import (
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// instance is one file's use of a timer, struct snd_timer_instance. It is
// guarded by the service's mutex.
type instance struct {
	file   *file
	timer  *Timer // nil for a slave without a master
	kin    kinship
	slaves []*instance
	slave  bool
	master *instance // of a slave

	auto      bool // start again by itself when the ticks have passed
	exclusive bool // nobody else may select the timer, if this was the first
	running   bool
	starting  bool // it runs when the hardware ticks next
	paused    bool
	ticks     uint64 // to wait for, each time
	left      uint64 // of them
	passed    uint64 // since the file was told the last time
}

// open makes an instance of a timer, and holds its card. EBUSY if another file has
// the timer for itself (snd_timer_open).
func (s *Service) open(f *file, id abi.TimerId, thread int32) (*instance, error) {
	s.requestLocked(id)
	t, ok := s.findLocked(id)
	if !ok {
		return nil, syscall.ENODEV
	}
	if len(t.instances) > 0 && t.instances[0].exclusive || t.users() >= mostUsers {
		return nil, syscall.EBUSY
	}
	i := &instance{file: f, timer: t, kin: kinship{abi.SNDRV_TIMER_SCLASS_APPLICATION, thread}}
	t.instances = append(t.instances, i)
	if err := s.adopt(i); err != nil {
		i.detach()
		return nil, err
	}
	if i.holds() {
		t.card.Hold(f.file)
	}
	return i, nil
}

// holds reports whether the instance keeps a card. A slave does not.
func (i *instance) holds() bool { return !i.slave && i.timer.card != nil }

// detach stops the instance and ends the use. The caller lets go of the card afterwards, without the
// lock: it may be the last to hold it.
func (i *instance) detach() {
	_ = i.stop(clock.Now(), abi.SNDRV_TIMER_EVENT_STOP) // one that does not run is stopped
	if i.slave {
		i.file.service.leave(i)
		return
	}
	t := i.timer
	t.instances = slices.DeleteFunc(t.instances, func(j *instance) bool { return j == i })
	i.file.service.release(i)
}

// least is the shortest time that a start may wait for, in nanoseconds.
const least = 100_000

// start is snd_timer_start1.
func (i *instance) start(now clock.Time, ticks uint32) error {
	if ticks < 1 {
		return syscall.EINVAL
	}
	if i.slave {
		return i.startSlave(now)
	}
	if err := i.mayStart(); err != nil {
		return err
	}
	t := i.timer
	if t.hw != nil && t.resolution*uint64(ticks) < least {
		return syscall.EINVAL
	}
	i.ticks, i.left = uint64(ticks), uint64(ticks)
	if t.running == 0 {
		t.sticks = i.ticks
	}
	i.run(now, abi.SNDRV_TIMER_EVENT_START)
	return nil
}

// resume goes on after a pause.
func (i *instance) resume(now clock.Time) error {
	if err := i.mayStart(); err != nil {
		return err
	}
	i.left = max(i.left, 1)
	i.run(now, abi.SNDRV_TIMER_EVENT_CONTINUE)
	return nil
}

func (i *instance) mayStart() error {
	if i.timer.gone {
		return syscall.ENODEV
	}
	if i.running || i.starting {
		return syscall.EBUSY
	}
	return nil
}

func (i *instance) run(now clock.Time, e abi.TimerEvent) {
	i.passed = 0
	i.timer.activate(now, i)
	i.tell(now, e, i.timer.resolution)
}

// stop is snd_timer_stop1; e says whether it is a stop or a pause. EBUSY if it
// was not running. One that ran when its timer went runs for ever: every stop
// succeeds.
func (i *instance) stop(now clock.Time, e abi.TimerEvent) error {
	if !i.running && !i.starting {
		return syscall.EBUSY
	}
	if i.slave {
		i.stopSlave(now, e)
		return nil
	}
	if i.timer.gone {
		return nil
	}
	if e == abi.SNDRV_TIMER_EVENT_STOP {
		i.left = i.ticks
	}
	i.timer.deactivate(now, i)
	i.paused = e == abi.SNDRV_TIMER_EVENT_PAUSE
	i.tell(now, e, 0)
	return nil
}

// tell queues an event, and the like for those who follow (snd_timer_notify1). Of a
// timer that follows a stream they hear what the stream does instead.
func (i *instance) tell(now clock.Time, e abi.TimerEvent, val uint64) {
	i.file.event(now, e, val)
	if i.timer.hw != nil {
		i.tellSlaves(now, e+(abi.SNDRV_TIMER_EVENT_MSTART-abi.SNDRV_TIMER_EVENT_START), val)
	}
}

// count counts ticks, and reports whether as many have passed as the file asked for.
func (i *instance) count(ticks uint64) bool {
	i.passed += ticks
	i.left -= min(i.left, ticks)
	if i.left > 0 {
		return false
	}
	if i.auto {
		i.left = i.ticks
		return true
	}
	i.running = false
	t := i.timer
	t.running--
	t.active = slices.DeleteFunc(t.active, func(j *instance) bool { return j == i })
	return true
}
