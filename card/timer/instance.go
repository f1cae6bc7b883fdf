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
	file  *file
	timer *Timer

	auto      bool // start again by itself when the ticks have passed
	exclusive bool // nobody else may select the timer, if this was the first
	running   bool
	paused    bool
	ticks     uint32 // to wait for, each time
	left      uint32 // of them
	passed    uint32 // since the file was told the last time
}

// attach makes f use t, and hold its card.
func attach(f *file, t *Timer) *instance {
	i := &instance{file: f, timer: t}
	t.instances = append(t.instances, i)
	t.card.Hold(f.file)
	return i
}

// detach stops the instance and ends the use. The caller lets go of the card afterwards, without the
// lock: it may be the last to hold it.
func (i *instance) detach() {
	_ = i.stop(clock.Now(), abi.SNDRV_TIMER_EVENT_STOP) // one that does not run is stopped
	t := i.timer
	t.instances = slices.DeleteFunc(t.instances, func(j *instance) bool { return j == i })
}

// start is snd_timer_start1.
func (i *instance) start(now clock.Time, ticks uint32) error {
	if ticks < 1 {
		return syscall.EINVAL
	}
	if err := i.mayStart(); err != nil {
		return err
	}
	i.ticks, i.left = ticks, ticks
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
	if i.running {
		return syscall.EBUSY
	}
	return nil
}

func (i *instance) run(now clock.Time, e abi.TimerEvent) {
	i.running, i.passed = true, 0
	i.file.event(now, e, i.timer.resolution)
}

// stop is snd_timer_stop1; e says whether it is a stop or a pause. EBUSY if it
// was not running. One that ran when its timer went runs for ever: every stop
// succeeds.
func (i *instance) stop(now clock.Time, e abi.TimerEvent) error {
	if !i.running {
		return syscall.EBUSY
	}
	if i.timer.gone {
		return nil
	}
	i.running = false
	i.paused = e == abi.SNDRV_TIMER_EVENT_PAUSE
	i.file.event(now, e, 0)
	return nil
}

// tick counts periods, and tells the file when as many as it asked for have
// passed.
func (i *instance) tick(now clock.Time, resolution uint64, ticks uint32) {
	if !i.running {
		return
	}
	i.passed += ticks
	i.left -= min(i.left, ticks)
	if i.left > 0 {
		return
	}
	if i.auto {
		i.left = i.ticks
	} else {
		i.running = false
	}
	i.file.ticked(now, resolution, i.passed)
	i.passed = 0
}
