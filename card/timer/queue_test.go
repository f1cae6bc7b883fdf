package timer_test

import (
	"fmt"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

const (
	evResolution = abi.SNDRV_TIMER_EVENT_RESOLUTION
	evTick       = abi.SNDRV_TIMER_EVENT_TICK
	evStart      = abi.SNDRV_TIMER_EVENT_START
	evStop       = abi.SNDRV_TIMER_EVENT_STOP
	evMStart     = abi.SNDRV_TIMER_EVENT_MSTART
	evMStop      = abi.SNDRV_TIMER_EVENT_MSTOP
)

func TestEveryStepOfAProgramIsAnEvent(t *testing.T) {
	p := newMachine(t).using(t, true)
	p.auto(knownEvents)
	play(t, p, []step{start(nil), pause(nil), continues(nil), stop(nil)})
	expect(t, "status", p.status().Queue, 4)
	expect(t, "events", p.events(), fmt.Sprintf("2/%d 5/0 4/%d 3/0", resolution, resolution))

	p.must(p.start())
	p.must(p.selects(pcmTimer(0, 0, 0))) // giving a timer back stops it
	expect(t, "events of a second SELECT", p.events(), fmt.Sprintf("2/%d 3/0", resolution))
}

func TestOnlyTheEventsOfTheFilterAreQueued(t *testing.T) {
	m := newMachine(t)
	p, none, plain := m.using(t, true), m.using(t, true), m.using(t, false)
	p.auto(filter(evStop, evTick))
	none.auto(0)
	plain.auto(knownEvents)
	for _, q := range []program{p, none, plain} {
		q.must(q.start())
		m.timer0().Notify(at, evMStart)
		m.timer0().Tick(at, 1)
		q.must(q.stop())
	}
	expect(t, "events", p.events(), "1/1 3/0")
	expect(t, "events without a filter", none.events(), "")
	expect(t, "records of a program without TREAD", plain.records(), fmt.Sprintf("%d/1", resolution))
}

// A stream's ticks as a program with TREAD and the filter of dmix sees them.
func TestTicksAreMergedIntoTheNewestEvent(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	p.auto(filter(evTick, evMStop))
	p.must(p.start())
	for range 3 {
		m.timer0().Tick(at, 1)
	}
	m.timer0().Tick(at+1e9, 2)
	m.timer0().Notify(at, evMStop)
	m.timer0().Tick(at, 1)
	all := drain[abi.TimerTread](p)
	if len(all) != 3 {
		t.Fatalf("got %d events, want a tick, a stop and a tick", len(all))
	}
	expect(t, "merged tick", all[0], abi.TimerTread{Event: evTick, Tstamp: abi.Timespec{Sec: 6, Nsec: 123}, Val: 5})
	expect(t, "stop", all[1], abi.TimerTread{Event: evMStop, Tstamp: abi.Timespec{Sec: 5, Nsec: 123}})
	expect(t, "tick after the stop", all[2].Val, 1)
}

func TestTheResolutionIsToldWhenItIsNew(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	p.auto(filter(evResolution, evTick))
	p.must(p.start())
	m.timer0().Tick(at, 1)
	m.timer0().Tick(at, 1)
	expect(t, "events", p.events(), fmt.Sprintf("0/%d 1/2", resolution))
	m.timer0().SetResolution(5)
	m.timer0().Tick(at, 1)
	m.timer0().Tick(at, 1)
	expect(t, "events of another resolution", p.events(), "0/5 1/2")
	p.must(p.start()) // each start tells anew
	m.timer0().Tick(at, 1)
	expect(t, "events of another start", p.events(), "0/5 1/1")
}

func TestPlainRecordsOfOneResolutionAreMerged(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	p.auto(0)
	p.must(p.start())
	for _, ns := range []uint64{100, 100, 200, 200, 100} {
		m.timer0().SetResolution(ns)
		m.timer0().Tick(at, 2)
	}
	expect(t, "records", p.records(), "100/4 200/4 100/2")
}

func TestATimerThatIsNotAutomaticExpiresOnce(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	p.must(p.params(abi.TimerParams{Ticks: 3}))
	p.must(p.start())
	m.timer0().Tick(at, 1)
	m.timer0().Tick(at, 1)
	expect(t, "records before the third tick", p.records(), "")
	m.timer0().Tick(at, 1)
	m.timer0().Tick(at, 1)
	expect(t, "records", p.records(), fmt.Sprintf("%d/3", resolution))
	expectErr(t, "STOP of what has expired", p.stop(), ebusy)
	p.must(p.continues())
	m.timer0().Tick(at, 5)
	expect(t, "records of late ticks", p.records(), fmt.Sprintf("%d/5", resolution))
}

func TestAnAutomaticTimerCountsOn(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	p.must(p.params(abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_AUTO, Ticks: 2, Filter: filter(evTick)}))
	p.must(p.start())
	for n, want := range []string{"", "1/2", "", "1/2"} {
		m.timer0().Tick(at, 1)
		expect(t, fmt.Sprintf("events of tick %d", n+1), p.events(), want)
	}
}

func TestAPauseKeepsWhatHasPassed(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	p.must(p.params(abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_AUTO, Ticks: 3, Filter: filter(evTick)}))
	p.must(p.start())
	m.timer0().Tick(at, 2)
	p.must(p.pause())
	m.timer0().Tick(at, 9) // nobody counts
	p.must(p.continues())
	m.timer0().Tick(at, 1)
	expect(t, "events", p.events(), "1/1")

	m.timer0().Tick(at, 2)
	p.must(p.stop())
	p.must(p.start()) // a stop begins anew
	m.timer0().Tick(at, 1)
	expect(t, "events after a stop", p.events(), "")
}

func TestEachProgramHasItsOwnCount(t *testing.T) {
	m := newMachine(t)
	every, second, idle, other := m.using(t, false), m.using(t, false), m.using(t, false), m.open(t)
	every.auto(0)
	second.must(second.params(abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_AUTO, Ticks: 2}))
	other.must(other.selects(pcmTimer(0, 0, 2)))
	for _, p := range []program{every, second, other} {
		p.must(p.start())
	}
	for range 3 {
		m.timer0().Tick(at, 1)
	}
	expect(t, "the one of every tick", every.records(), fmt.Sprintf("%d/3", resolution))
	expect(t, "the one of every second", second.records(), fmt.Sprintf("%d/2", resolution))
	expect(t, "the one that has not started", idle.records(), "")
	expect(t, "the one of another timer", other.records(), "")
}

func TestWhatTheStreamDidIsToldToThoseWhoRun(t *testing.T) {
	m := newMachine(t)
	running, idle := m.using(t, true), m.using(t, true)
	running.auto(knownEvents &^ filter(evStart))
	idle.auto(knownEvents)
	running.must(running.start())
	for e := evMStart; e <= abi.SNDRV_TIMER_EVENT_MRESUME; e++ {
		if knownEvents&(1<<e) != 0 {
			m.timer0().Notify(at, e)
		}
	}
	expect(t, "events", running.events(),
		fmt.Sprintf("12/%d 13/0 14/%d 15/0 17/0 18/%d", resolution, resolution, resolution))
	expect(t, "events of the one that has not started", idle.events(), "")
}

func TestTheRecordThatMakesTheFirstPollReturn(t *testing.T) {
	early := abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_EARLY_EVENT, Ticks: 1}
	m := newMachine(t)
	plain, tread := m.using(t, false), m.using(t, true)
	for _, p := range []program{plain, tread} {
		p.must(p.params(early))
		expect(t, "poll", p.file.Poll(), card.PollIn)
		p.must(p.params(early)) // it empties the queue first
		expect(t, "queue", p.status().Queue, 1)
	}
	expect(t, "plain record", plain.records(), "0/0")
	expect(t, "event", tread.events(), fmt.Sprintf("%d/0", abi.SNDRV_TIMER_EVENT_EARLY))
}

func TestAFullQueueCountsWhatIsLost(t *testing.T) {
	p := newMachine(t).using(t, true)
	p.must(p.params(abi.TimerParams{Ticks: 1, QueueSize: 32, Filter: filter(evStart, evStop)}))
	for range 20 {
		play(t, p, []step{start(nil), stop(nil)})
	}
	st := p.status()
	expect(t, "queue", st.Queue, 32)
	expect(t, "overrun", st.Overrun, 8)
	p.auto(0)
	st = p.status()
	expect(t, "queue after PARAMS", st.Queue, 0)
	expect(t, "overrun after PARAMS", st.Overrun, 8)
}

func TestAFullQueueOfPlainRecordsCountsToo(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	p.auto(0)
	p.must(p.start())
	for n := range 130 {
		m.timer0().SetResolution(uint64(n + 1))
		m.timer0().Tick(at, 1)
	}
	m.timer0().SetResolution(128) // there is room in the newest record
	m.timer0().Tick(at, 1)
	st := p.status()
	expect(t, "queue", st.Queue, 128)
	expect(t, "overrun", st.Overrun, 2)
}

func TestStatusTellsWhenTheTimerWasStartedOrStopped(t *testing.T) {
	p := newMachine(t).using(t, false)
	expect(t, "status of a new timer", p.status(), abi.TimerStatus{Resolution: resolution})
	before := clock.Now()
	p.must(p.start())
	st := p.status()
	if started := clock.Time(st.Tstamp.Sec*1e9 + st.Tstamp.Nsec); started < before || started > clock.Now() {
		t.Errorf("got start at %d, want %d or a little later", started, before)
	}
}

func TestAReadTakesWholeRecords(t *testing.T) {
	m := newMachine(t)
	for _, tt := range []struct {
		name  string
		tread bool
		size  int
	}{
		{"plain records", false, 8},
		{"events", true, 32},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := m.using(t, tt.tread)
			p.auto(filter(evTick, evMStart))
			_, err := p.read(tt.size)
			expectErr(t, "read of an empty queue", err, syscall.EAGAIN)
			p.must(p.start())
			for n := range 3 {
				m.timer0().SetResolution(uint64(100 + n))
				m.timer0().Tick(at, 1)
				m.timer0().Notify(at, evMStart)
			}
			for _, step := range []struct{ room, want int }{
				{0, 0}, {tt.size - 1, 0}, {tt.size, tt.size}, {2*tt.size + tt.size - 1, 2 * tt.size},
			} {
				got, err := p.read(step.room)
				if len(got) != step.want || err != nil {
					t.Errorf("read of %d bytes: got %d, %v, want %d", step.room, len(got), err, step.want)
				}
			}
			drain[byte](p)
			got, err := p.read(tt.size - 1)
			if len(got) != 0 || err != nil {
				t.Errorf("short read of an empty queue: got %d bytes, %v, want 0", len(got), err)
			}
			p.file.Release()
		})
	}
}

func TestAProgramWithoutTREADIsNotToldOfEvents(t *testing.T) {
	p := newMachine(t).using(t, false)
	p.auto(knownEvents)
	p.file.OnNotify(func() { t.Error("told of an event") })
	play(t, p, []step{start(nil), pause(nil), continues(nil), stop(nil)})
	expect(t, "queue", p.status().Queue, 0)
}

func TestPollersAreToldOfRecords(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	p.auto(filter(evTick))
	told := 0
	p.file.OnNotify(func() { told++ })
	p.must(p.start())
	expect(t, "told of an event outside the filter", told, 0)
	expect(t, "poll", p.file.Poll(), 0)
	m.timer0().Tick(at, 1)
	m.timer0().Tick(at, 1)
	expect(t, "told of two ticks", told, 2)
	expect(t, "poll", p.file.Poll(), card.PollIn)
	p.events()
	expect(t, "poll of an empty queue", p.file.Poll(), 0)
}
