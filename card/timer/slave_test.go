package timer_test

import (
	"fmt"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// The calls of tests come from thread 0.
func slaveOf(class abi.TimerSclass, thread int32) abi.TimerId {
	return abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_SLAVE, DevSclass: class, Device: thread}
}

var slave = slaveOf(abi.SNDRV_TIMER_SCLASS_APPLICATION, 0)

func show(id abi.TimerId) string { return fmt.Sprintf("%+v", id) }

func TestTheClassesOfSlaves(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	for class, err := range map[abi.TimerSclass]error{-1: einval, 0: einval, 1: nil, 2: nil, 3: nil, 4: einval} {
		expectErr(t, show(slaveOf(class, 1)), p.selects(slaveOf(class, 1)), err)
	}
}

func TestASlaveHearsWhatItsMasterDoes(t *testing.T) {
	m, alarms := newGlobal(t)
	master, s := m.reading(t, systemTimer, auto, 5), m.reading(t, slave, auto, 1)
	s.must(s.start())
	master.must(master.start())
	alarms[system].ring(t, 0)
	master.must(master.pause())
	master.must(master.continues())
	master.must(master.stop())
	expect(t, "the slave's events", s.events(), "2/4000000 12/4000000 0/4000000 1/6 15/0 14/4000000 13/0")
}

func TestStartingAndStoppingASlave(t *testing.T) {
	m, _ := newGlobal(t)
	m.reading(t, systemTimer, auto, 5)
	s := m.reading(t, slave, auto, 1)
	play(t, s, []step{start(nil), start(nil), continues(nil), pause(nil), continues(nil), stop(nil), stop(ebusy)})
	expect(t, "its events", s.events(), "2/4000000 3/0 2/4000000 3/0 2/4000000 5/0 2/4000000 3/0")
}

func TestASlaveWithoutAMaster(t *testing.T) {
	m, alarms := newGlobal(t)
	master, s := m.reading(t, systemTimer, auto, 5), m.reading(t, slave, auto, 1)
	master.file.Release()
	expectErr(t, "INFO", do(s, abi.SNDRV_TIMER_IOCTL_INFO, &abi.TimerInfo{}), ebadfd)
	expectErr(t, "PARAMS", s.params(abi.TimerParams{Ticks: 1}), ebadfd)
	expect(t, "its resolution", s.status().Resolution, 0)
	play(t, s, []step{start(nil), stop(nil), stop(ebusy), start(nil)})
	expect(t, "its events", s.events(), "")

	master = m.reading(t, systemTimer, auto, 5)
	master.must(master.start())
	alarms[system].ring(t, 0)
	expect(t, "its events with another master", s.events(), "12/4000000 0/4000000 1/6")
	s.file.Release()
	alarms[system].ring(t, 0)
	expect(t, "the master's", master.events(), "2/4000000 0/4000000 1/11")
}

func TestASlaveFollowsAStream(t *testing.T) {
	m, _ := newGlobal(t)
	master, s := m.reading(t, pcmTimer(0, 0, 0), auto, 2), m.reading(t, slave, 0, 9)
	s.must(s.start())
	master.must(master.start())
	m.timer0().Notify(at, abi.SNDRV_TIMER_EVENT_MSTART)
	m.timer0().Tick(at, 2)
	m.timer0().Tick(at, 2)
	expect(t, "its events", s.events(), fmt.Sprintf("2/%d 12/%d 0/%d 1/4", resolution, resolution, resolution))
	m.streams[0].card.Disconnect()
	master.file.Release()
	expectErr(t, "INFO", do(s, abi.SNDRV_TIMER_IOCTL_INFO, &abi.TimerInfo{}), ebadfd)
}

func TestTheMostInstances(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	for range 1000 {
		q := m.open(t)
		q.must(q.selects(systemTimer))
	}
	expectErr(t, "SELECT of the system timer", p.selects(systemTimer), ebusy)
	expectErr(t, "SELECT of a slave of it", p.selects(slave), ebusy)
	for range 1000 {
		q := m.open(t)
		q.must(q.selects(slaveOf(1, 7)))
	}
	expectErr(t, "SELECT of another slave", p.selects(slaveOf(1, 7)), ebusy)
}
