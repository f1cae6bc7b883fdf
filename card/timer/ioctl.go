package timer

import (
	"math"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// ioctls are the timer's, in the order of include/uapi/sound/asound.h.
var ioctls = ioctl.Table[*file]{
	abi.SNDRV_TIMER_IOCTL_PVERSION:    ioctl.Value[*file](abi.SNDRV_TIMER_VERSION),
	abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE: ioctl.InOut((*file).nextDevice),
	abi.SNDRV_TIMER_IOCTL_TREAD_OLD:   ioctl.In((*file).setTreadOld),
	abi.SNDRV_TIMER_IOCTL_TREAD64:     ioctl.In((*file).setTread64),
	abi.SNDRV_TIMER_IOCTL_GINFO:       ioctl.InOut((*file).ginfo),
	abi.SNDRV_TIMER_IOCTL_GPARAMS:     ioctl.In((*file).gparams),
	abi.SNDRV_TIMER_IOCTL_GSTATUS:     ioctl.InOut((*file).gstatus),
	abi.SNDRV_TIMER_IOCTL_SELECT:      ioctl.In((*file).selectTimer),
	abi.SNDRV_TIMER_IOCTL_INFO:        ioctl.Out((*file).info),
	abi.SNDRV_TIMER_IOCTL_PARAMS:      ioctl.In((*file).params),
	abi.SNDRV_TIMER_IOCTL_STATUS:      ioctl.Out((*file).status),
	abi.SNDRV_TIMER_IOCTL_START:       ioctl.None((*file).start),
	abi.SNDRV_TIMER_IOCTL_STOP:        ioctl.None((*file).stop),
	abi.SNDRV_TIMER_IOCTL_CONTINUE:    ioctl.None((*file).resume),
	abi.SNDRV_TIMER_IOCTL_PAUSE:       ioctl.None((*file).pause),
}

// noTimer is the end of an enumeration.
var noTimer = abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_NONE, Card: -1, Device: -1, Subdevice: -1}

// nextDevice finds the timer after the one given; noTimer when there is none, or
// when the one given is a slave's (snd_timer_user_next_device).
func (f *file) nextDevice(_ *card.Call, id *abi.TimerId) error {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	first := after(*id)
	for _, t := range f.service.timers {
		if id.DevClass < 0 || id.DevClass > abi.SNDRV_TIMER_CLASS_SLAVE && compareIDs(t.id, first) >= 0 {
			*id = t.id
			return nil
		}
	}
	*id = noTimer
	return nil
}

// after is the least id after the one given. What is negative begins with 0, and
// leaves what comes after it as it is; the kernel's arithmetic is copied to its
// overflow.
func after(id abi.TimerId) abi.TimerId {
	switch {
	case id.DevClass == abi.SNDRV_TIMER_CLASS_GLOBAL:
		id.Card, id.Device, id.Subdevice = -1, max(id.Device, -1)+1, 0
	case id.Card < 0:
		id.Card = 0
	case id.Device < 0:
		id.Device = 0
	case id.Subdevice < 0:
		id.Subdevice = 0
	case id.Subdevice < math.MaxInt32:
		id.Subdevice++
	}
	return id
}

// setTreadOld makes reads return events, whose time stamps are as the program's
// time_t was (snd_timer_user_tread).
func (f *file) setTreadOld(c *card.Call, on *int32) error { return f.setTread(*on != 0, c.Narrow) }

func (f *file) setTread64(_ *card.Call, on *int32) error { return f.setTread(*on != 0, false) }

func (f *file) setTread(tread, narrow bool) error {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	if f.instance != nil {
		return syscall.EBUSY
	}
	if tread != f.tread || narrow != f.narrow {
		f.tread, f.narrow, f.events, f.plain = tread, narrow, nil, nil
	}
	return nil
}

func (f *file) ginfo(_ *card.Call, g *abi.TimerGinfo) error {
	return f.service.with(g.Tid, func(t *Timer) error {
		*g = abi.TimerGinfo{Tid: g.Tid, Card: t.id.Card, Flags: t.flags(), Clients: uint32(len(t.instances))}
		abi.SetString(g.ID[:], t.key)
		abi.SetString(g.Name[:], t.name)
		g.Resolution = t.resolution
		return nil
	})
}

// gparams would set a timer's period. None here can: ENOSYS, or EBUSY while somebody has it selected (timer_set_gparams).
func (f *file) gparams(_ *card.Call, g *abi.TimerGparams) error {
	return f.service.with(g.Tid, func(t *Timer) error {
		if len(t.instances) > 0 {
			return syscall.EBUSY
		}
		return syscall.ENOSYS
	})
}

func (f *file) gstatus(_ *card.Call, g *abi.TimerGstatus) error {
	return f.service.with(g.Tid, func(t *Timer) error {
		*g = abi.TimerGstatus{Tid: g.Tid, Resolution: t.resolution, ResolutionNum: t.resolution, ResolutionDen: 1_000_000_000}
		return nil
	})
}

// with runs fn on the timer that id names. ENODEV if there is none.
func (s *Service) with(id abi.TimerId, fn func(*Timer) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, ok := s.findLocked(id)
	if !ok {
		return syscall.ENODEV
	}
	return fn(t)
}

// selectTimer gives back the timer that the file had, even if the one it asks
// for does not exist (snd_timer_user_tselect).
func (f *file) selectTimer(c *card.Call, sel *abi.TimerSelect) error {
	f.deselect()
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	var err error
	if sel.ID.DevClass == abi.SNDRV_TIMER_CLASS_SLAVE {
		f.instance, err = f.service.openSlave(f, sel.ID)
	} else {
		f.instance, err = f.service.open(f, sel.ID, int32(c.Tid))
	}
	return err
}

// selected runs fn on the file's instance. EBADFD if it has selected no timer.
func (f *file) selected(fn func(*instance) error) error {
	f.service.mu.Lock()
	defer f.service.mu.Unlock()
	if f.instance == nil {
		return syscall.EBADFD
	}
	return fn(f.instance)
}

// led is selected for what a slave without a master cannot do.
func (f *file) led(fn func(*instance, *Timer) error) error {
	return f.selected(func(i *instance) error {
		if i.timer == nil {
			return syscall.EBADFD
		}
		return fn(i, i.timer)
	})
}

func (f *file) info(_ *card.Call, info *abi.TimerInfo) error {
	return f.led(func(_ *instance, t *Timer) error {
		info.Card = t.id.Card
		info.Flags = t.flags()
		abi.SetString(info.ID[:], t.key)
		abi.SetString(info.Name[:], t.name)
		info.Resolution = t.resolution
		return nil
	})
}

// The queue sizes that snd_timer_user_params takes; 0 leaves the size as it is.
const (
	minQueue = 32
	maxQueue = 1024
)

// knownEvents is every event that a filter may ask for; EARLY is not one.
const knownEvents = 1<<abi.SNDRV_TIMER_EVENT_RESOLUTION | 1<<abi.SNDRV_TIMER_EVENT_TICK |
	1<<abi.SNDRV_TIMER_EVENT_START | 1<<abi.SNDRV_TIMER_EVENT_STOP |
	1<<abi.SNDRV_TIMER_EVENT_CONTINUE | 1<<abi.SNDRV_TIMER_EVENT_PAUSE |
	1<<abi.SNDRV_TIMER_EVENT_SUSPEND | 1<<abi.SNDRV_TIMER_EVENT_RESUME |
	1<<abi.SNDRV_TIMER_EVENT_MSTART | 1<<abi.SNDRV_TIMER_EVENT_MSTOP |
	1<<abi.SNDRV_TIMER_EVENT_MCONTINUE | 1<<abi.SNDRV_TIMER_EVENT_MPAUSE |
	1<<abi.SNDRV_TIMER_EVENT_MSUSPEND | 1<<abi.SNDRV_TIMER_EVENT_MRESUME

// shortest is the time that the ticks of a program's parameters take at least, in
// nanoseconds.
const shortest = 1_000_000

func (f *file) params(_ *card.Call, p *abi.TimerParams) error {
	return f.led(func(i *instance, t *Timer) error {
		if t.hw != nil && t.resolution*uint64(p.Ticks) < shortest {
			return syscall.EINVAL
		}
		if p.QueueSize > 0 && (p.QueueSize < minQueue || p.QueueSize > maxQueue) || p.Filter&^knownEvents != 0 {
			return syscall.EINVAL
		}
		_ = i.stop(clock.Now(), abi.SNDRV_TIMER_EVENT_STOP) // one that does not run is stopped
		i.auto = p.Flags&abi.SNDRV_TIMER_PSFLG_AUTO != 0
		i.exclusive = p.Flags&abi.SNDRV_TIMER_PSFLG_EXCLUSIVE != 0
		if p.QueueSize > 0 {
			f.size = int(p.QueueSize)
		}
		f.events, f.plain = nil, nil
		if p.Flags&abi.SNDRV_TIMER_PSFLG_EARLY_EVENT != 0 {
			f.early()
		}
		f.filter, f.ticks = p.Filter, p.Ticks
		return nil
	})
}

// early queues the record that a program asked for so that its first poll
// returns at once.
func (f *file) early() {
	if f.tread {
		f.push(abi.TimerTread{Event: abi.SNDRV_TIMER_EVENT_EARLY})
	} else {
		f.plain = append(f.plain, abi.TimerRead{})
	}
	f.wakeLocked()
}

func (f *file) status(_ *card.Call, st *abi.TimerStatus) error {
	return f.selected(func(i *instance) error {
		st.Tstamp = timespec(f.tstamp)
		if i.timer != nil {
			st.Resolution = uint32(i.timer.resolution)
		}
		st.Overrun = f.overrun
		st.Queue = uint32(f.queued())
		return nil
	})
}

func (f *file) start(*card.Call) error {
	return f.selected(func(i *instance) error { return f.startLocked(i) })
}

func (f *file) startLocked(i *instance) error {
	now := clock.Now()
	_ = i.stop(now, abi.SNDRV_TIMER_EVENT_STOP) // one that does not run is stopped
	f.lastResolution = 0
	return i.start(now, f.ticks)
}

func (f *file) stop(*card.Call) error {
	return f.selected(func(i *instance) error { return i.stop(clock.Now(), abi.SNDRV_TIMER_EVENT_STOP) })
}

// resume goes on if the timer was paused, and starts it otherwise.
func (f *file) resume(*card.Call) error {
	return f.selected(func(i *instance) error {
		if !i.paused {
			return f.startLocked(i)
		}
		return i.resume(clock.Now())
	})
}

func (f *file) pause(*card.Call) error {
	return f.selected(func(i *instance) error { return i.stop(clock.Now(), abi.SNDRV_TIMER_EVENT_PAUSE) })
}
