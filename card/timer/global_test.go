package timer_test

import (
	"math"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/timer"
)

// alarm is one that a test lets go off.
type alarm struct {
	fn  func(clock.Time)
	at  clock.Time
	set bool
}

func (a *alarm) Set(at clock.Time) { a.at, a.set = at, true }
func (a *alarm) Stop()             { a.set = false }

// ring lets the alarm go off that much too late.
func (a *alarm) ring(t testing.TB, late clock.Time) {
	t.Helper()
	if !a.set {
		t.Fatal("the alarm is not set")
	}
	a.set = false
	a.fn(a.at + late)
}

// The system's timers of newGlobal, by the order of their making.
const (
	system = iota
	high
)

// newGlobal is newMachine with the system's timers and their alarms.
func newGlobal(t testing.TB) (*machine, []*alarm) {
	t.Helper()
	m := newMachine(t)
	var alarms []*alarm
	m.service.AddGlobal(func(fn func(clock.Time)) timer.Alarm {
		alarms = append(alarms, &alarm{fn: fn})
		return alarms[len(alarms)-1]
	})
	return m, alarms
}

// globalTimer is the id of one of the system's timers.
func globalTimer(device int32) abi.TimerId {
	return abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_GLOBAL, Card: -1, Device: device}
}

var (
	systemTimer = globalTimer(abi.SNDRV_TIMER_GLOBAL_SYSTEM)
	highTimer   = globalTimer(abi.SNDRV_TIMER_GLOBAL_HRTIMER)
)

// jiffy is a tick of the system timer.
const jiffy = clock.Time(4_000_000)

// reading is a program that reads events of a timer, all kinds, with ticks as given.
func (m *machine) reading(t testing.TB, id abi.TimerId, flags abi.TimerParamsFlags, ticks uint32) program {
	t.Helper()
	p := m.open(t)
	p.must(p.tread(1))
	p.must(p.selects(id))
	p.must(p.params(abi.TimerParams{Flags: flags, Ticks: ticks, Filter: knownEvents}))
	return p
}

const auto = abi.SNDRV_TIMER_PSFLG_AUTO

func TestWhatComesAfterAGlobalTimer(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	p.must(p.selects(highTimer))
	for _, tt := range []struct{ after, want abi.TimerId }{
		{none, systemTimer},
		{abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_SLAVE, DevSclass: abi.SNDRV_TIMER_SCLASS_APPLICATION}, none},
		{globalTimer(-1), systemTimer},
		{globalTimer(0), highTimer},
		{abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_GLOBAL, Card: 5, Subdevice: 9}, highTimer},
		{globalTimer(3), pcmTimer(0, 0, 0)},
		{globalTimer(math.MaxInt32), systemTimer},
		{abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_CARD}, pcmTimer(0, 0, 0)},
		{pcmTimer(-1, 0, 2), pcmTimer(0, 0, 2)},
		{pcmTimer(-1, 7, 0), pcmTimer(1, 0, 0)},
		{pcmTimer(0, -1, 2), pcmTimer(0, 0, 2)},
		{pcmTimer(0, 0, math.MaxInt32), pcmTimer(1, 0, 0)},
	} {
		id := tt.after
		p.must(do(p, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, &id))
		expect(t, "after "+show(tt.after), id, tt.want)
	}
}

func TestTheHighResolutionTimerIsThereOnceItWasSelected(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	g := abi.TimerGinfo{Tid: highTimer}
	expectErr(t, "GINFO before", do(p, abi.SNDRV_TIMER_IOCTL_GINFO, &g), enodev)
	p.must(p.selects(highTimer))
	p.must(p.selects(systemTimer))
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_GINFO, &g))
	want := abi.TimerGinfo{Tid: highTimer, Card: -1, Resolution: 1}
	abi.SetString(want.ID[:], "hrtimer")
	abi.SetString(want.Name[:], "HR timer")
	expect(t, "GINFO after", g, want)
	for device, err := range []error{nil, enodev, enodev, nil, enodev} {
		expectErr(t, "SELECT "+show(globalTimer(int32(device))), p.selects(globalTimer(int32(device))), err)
	}
}

func TestWhatTheSystemTimerIs(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	p.must(p.selects(systemTimer))
	var info abi.TimerInfo
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_INFO, &info))
	want := abi.TimerInfo{Card: -1, Resolution: 4_000_000}
	abi.SetString(want.ID[:], "system")
	abi.SetString(want.Name[:], "system timer")
	expect(t, "INFO", info, want)
	st := abi.TimerGstatus{Tid: systemTimer}
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_GSTATUS, &st))
	expect(t, "GSTATUS", st, abi.TimerGstatus{Tid: systemTimer, Resolution: 4_000_000, ResolutionNum: 4_000_000, ResolutionDen: 1e9})
}

func TestTicksThatAreTooShort(t *testing.T) {
	m, _ := newGlobal(t)
	p := m.open(t)
	p.must(p.selects(systemTimer))
	expectErr(t, "PARAMS without ticks", p.params(abi.TimerParams{}), einval)
	p.must(p.selects(highTimer))
	expectErr(t, "START of a nanosecond", p.start(), einval)
	expectErr(t, "PARAMS of less than a millisecond", p.params(abi.TimerParams{Ticks: 999_999}), einval)
	p.must(p.params(abi.TimerParams{Ticks: 1_000_000}))
	p.must(p.start())
}

// The kernel's timer is a jiffy late, and the next ones make up for it.
func TestTheSystemTimerTicks(t *testing.T) {
	m, alarms := newGlobal(t)
	p := m.reading(t, systemTimer, auto, 5)
	p.must(p.start())
	first := alarms[system].at
	alarms[system].ring(t, 0)
	expect(t, "the first events", p.events(), "2/4000000 0/4000000 1/6")
	alarms[system].ring(t, 0)
	expect(t, "the second wait", alarms[system].at-first, 2*5*jiffy)
	expect(t, "the second events", p.events(), "1/5")
	alarms[system].ring(t, 3*jiffy)
	expect(t, "events of a late alarm", p.events(), "1/8")
	alarms[system].ring(t, 0)
	expect(t, "events of a wait that was cut short", p.events(), "")
	alarms[system].ring(t, 0)
	expect(t, "events after it", p.events(), "1/7")
	p.must(p.stop())
	expect(t, "an alarm after STOP", alarms[system].set, false)
}

func TestATimerThatDoesNotStartAgainByItself(t *testing.T) {
	m, alarms := newGlobal(t)
	p := m.reading(t, systemTimer, 0, 3)
	p.must(p.start())
	alarms[system].ring(t, 0)
	expect(t, "events", p.events(), "2/4000000 0/4000000 1/4")
	expect(t, "an alarm afterwards", alarms[system].set, false)
	expectErr(t, "STOP", p.stop(), ebusy)
}

func TestAPauseOfTheSystemTimer(t *testing.T) {
	m, alarms := newGlobal(t)
	p := m.reading(t, systemTimer, auto, 250)
	p.must(p.start())
	p.must(p.pause())
	expectErr(t, "PAUSE", p.pause(), ebusy)
	p.must(p.continues())
	expectErr(t, "CONTINUE", p.continues(), ebusy)
	expect(t, "events", p.events(), "2/4000000 5/0 4/4000000")
	expect(t, "an alarm", alarms[system].set, true)
}

// Whoever is started on hardware that is under way waits until it ticks.
func TestASecondInstanceWaitsForTheFirst(t *testing.T) {
	m, alarms := newGlobal(t)
	p, q := m.reading(t, systemTimer, auto, 50), m.reading(t, systemTimer, auto, 5)
	p.must(p.start())
	p.events()
	at := alarms[system].at
	q.must(q.start())
	expect(t, "the alarm", alarms[system].at, at)
	expect(t, "the second's events at first", q.events(), "2/4000000")
	alarms[system].ring(t, 0)
	expect(t, "the first's", p.events(), "0/4000000 1/51")
	expect(t, "the second's then", q.events(), "")
	alarms[system].ring(t, 0)
	expect(t, "the second's", q.events(), "0/4000000 1/5")
	expect(t, "the first's", p.events(), "")
}

func TestASecondInstanceRunsWhenTheFirstStops(t *testing.T) {
	m, alarms := newGlobal(t)
	p, q := m.reading(t, systemTimer, auto, 50), m.reading(t, systemTimer, auto, 5)
	p.must(p.start())
	q.must(q.start())
	p.must(p.stop())
	alarms[system].ring(t, 0)
	expect(t, "events", q.events(), "2/4000000 0/4000000 1/6")
	q.must(q.stop())
}

func TestTheHighResolutionTimerDoesNotDrift(t *testing.T) {
	m, alarms := newGlobal(t)
	p := m.reading(t, highTimer, auto, 1_000_000)
	p.must(p.start())
	first := alarms[high].at
	alarms[high].ring(t, 5000)
	alarms[high].ring(t, 2_500_000)
	expect(t, "the next alarm", alarms[high].at, first+4_000_000)
	expect(t, "events", p.events(), "2/1 0/1 1/4000000")
}

// Two that are out of step by nanoseconds do not cost two alarms.
func TestInstancesOutOfStepShareAnAlarm(t *testing.T) {
	m, alarms := newGlobal(t)
	p, q := m.reading(t, highTimer, auto, 1_000_000), m.reading(t, highTimer, auto, 1_000_001)
	p.must(p.start())
	q.must(q.start())
	alarms[high].ring(t, 0)
	alarms[high].ring(t, 0)
	p.events()
	last := alarms[high].at
	alarms[high].ring(t, 0)
	if wait := alarms[high].at - last; wait < 100_000 {
		t.Errorf("the next alarm is %v ns later", wait)
	}
}

func TestAnAlarmThatComesAfterTheStopMeansNothing(t *testing.T) {
	m, alarms := newGlobal(t)
	for _, n := range []int{system, high} {
		p := m.reading(t, []abi.TimerId{systemTimer, highTimer}[n], auto, 1_000_000)
		p.must(p.start())
		p.must(p.stop())
		p.events()
		alarms[n].fn(alarms[n].at + 1)
		expect(t, "events after STOP", p.events(), "")
		p.must(p.start())
		p.events()
		alarms[n].fn(alarms[n].at - jiffy)
		expect(t, "events before they are due", p.events(), "")
	}
}

func TestTheListOfGlobalTimers(t *testing.T) {
	m, _ := newGlobal(t)
	for _, s := range m.streams {
		s.card.Disconnect()
	}
	p, q := m.open(t), m.open(t)
	p.file.Opened(card.Owner{Pid: 17})
	q.file.Opened(card.Owner{Pid: 18})
	p.must(p.selects(highTimer))
	p.must(p.selects(systemTimer))
	p.must(p.start())
	q.must(q.selects(systemTimer))
	q.must(q.start())
	e, _ := m.core.Info().Find("timers")
	expect(t, "timers", e.Read(), `G0: system timer : 4000.000us (10000000 ticks)
  Client application 17 : running
  Client application 18 : running
G3: HR timer : 0.001us (1000000000 ticks)
`)
}
