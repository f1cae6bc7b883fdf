package timer

import (
	"slices"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// kinship is what a slave and its master have in common. A master's number is the
// thread that selected the timer.
type kinship struct {
	class  abi.TimerSclass
	number int32
}

// mostUsers is how many instances the kernel allows: of one timer, and of slaves.
const mostUsers = 1000

// openSlave makes an instance that ticks when one does that another file has
// selected, or will select (snd_timer_open).
func (s *Service) openSlave(f *file, id abi.TimerId) (*instance, error) {
	if id.DevSclass <= abi.SNDRV_TIMER_SCLASS_NONE || id.DevSclass > abi.SNDRV_TIMER_SCLASS_LAST {
		return nil, syscall.EINVAL
	}
	if s.followers >= mostUsers {
		return nil, syscall.EBUSY
	}
	i := &instance{file: f, slave: true, kin: kinship{id.DevSclass, id.Device}}
	if m := s.masterOf(i); m == nil {
		s.lonely = append(s.lonely, i)
	} else if err := m.lead(i); err != nil {
		return nil, err
	}
	s.followers++
	return i, nil
}

func (s *Service) masterOf(slave *instance) *instance {
	for _, t := range s.timers {
		for _, m := range t.instances {
			if m.kin == slave.kin {
				return m
			}
		}
	}
	return nil
}

// adopt gives m the slaves that wait for one like it (snd_timer_check_master).
func (s *Service) adopt(m *instance) error {
	for _, i := range slices.Clone(s.lonely) {
		if i.kin != m.kin {
			continue
		}
		if err := m.lead(i); err != nil {
			return err
		}
		s.lonely = slices.DeleteFunc(s.lonely, func(j *instance) bool { return j == i })
	}
	return nil
}

func (i *instance) lead(slave *instance) error {
	if i.timer.users() >= mostUsers {
		return syscall.EBUSY
	}
	i.slaves = append(i.slaves, slave)
	slave.master, slave.timer = i, i.timer
	return nil
}

// users is the number of instances, with their slaves.
func (t *Timer) users() int {
	n := len(t.instances)
	for _, i := range t.instances {
		n += len(i.slaves)
	}
	return n
}

// leave ends a slave.
func (s *Service) leave(slave *instance) {
	list := &s.lonely
	if m := slave.master; m != nil {
		list = &m.slaves
	}
	*list = slices.DeleteFunc(*list, func(j *instance) bool { return j == slave })
	s.followers--
}

// release lets an instance's slaves wait for another master.
func (s *Service) release(m *instance) {
	for _, i := range m.slaves {
		i.master, i.timer = nil, nil
	}
	s.lonely = append(s.lonely, m.slaves...)
	m.slaves = nil
}

// startSlave is snd_timer_start_slave. Without a master nobody is told.
func (i *instance) startSlave(now clock.Time) error {
	if i.running {
		return syscall.EBUSY
	}
	i.running = true
	if i.timer != nil {
		i.file.event(now, abi.SNDRV_TIMER_EVENT_START, i.timer.resolution)
	}
	return nil
}

// stopSlave is snd_timer_stop_slave; a pause is not remembered.
func (i *instance) stopSlave(now clock.Time, e abi.TimerEvent) {
	i.running = false
	if i.timer != nil {
		i.file.event(now, e, 0)
	}
}

// tellSlaves queues an event for those that follow the instance.
func (i *instance) tellSlaves(now clock.Time, e abi.TimerEvent, val uint64) {
	for _, s := range i.slaves {
		if s.running {
			s.file.event(now, e, val)
		}
	}
}

// slavesWith are those that follow the instance, for which as many ticks have
// passed.
func (i *instance) slavesWith(passed uint64) []*instance {
	var all []*instance
	for _, s := range i.slaves {
		if s.running {
			s.passed = passed
			all = append(all, s)
		}
	}
	return all
}
