package timer_test

import (
	"fmt"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// reading is a program blocked in a read of its timer.
type reading struct {
	interrupt, end chan struct{}
	n              int
	err            error
	done           chan struct{}
}

// startRead makes a read that must wait.
func startRead(t *testing.T, p program) *reading {
	t.Helper()
	r := &reading{interrupt: make(chan struct{}), end: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.n, r.err = p.file.Read(&card.Call{Interrupted: r.interrupt, Ended: r.end}, make([]byte, 320))
	}()
	synctest.Wait()
	if got := p.file.Blocked(); got != "read" {
		t.Fatalf("the reader is blocked in %q, want read", got)
	}
	return r
}

func TestWhatEndsABlockedRead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cause func(*machine, program, *reading)
		n     int
		err   error
	}{
		{"a tick", func(m *machine, _ program, _ *reading) { m.timer0().Tick(at, 1) }, 32, nil},
		{"the program's own stop", func(_ *machine, p program, _ *reading) { p.must(p.stop()) }, 32, nil},
		{"a signal", func(_ *machine, _ program, r *reading) { close(r.interrupt) }, 0, syscall.EINTR},
		{"the end of the mount", func(_ *machine, _ program, r *reading) { close(r.end) }, 0, syscall.EINTR},
		{"the end of the card", func(m *machine, _ program, _ *reading) { m.streams[0].card.Disconnect() }, 0, enodev},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t)
				p := m.using(t, true)
				p.auto(filter(evTick, evStop))
				p.must(p.start())
				r := startRead(t, p)
				tt.cause(m, p, r)
				<-r.done
				expectErr(t, "read", r.err, tt.err)
				expect(t, "bytes", r.n, tt.n)
				expect(t, "blocked in", p.file.Blocked(), "")
			})
		})
	}
}

func TestATickOutsideTheFilterDoesNotEndARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		p := m.using(t, true)
		p.auto(filter(evStop))
		p.must(p.start())
		r := startRead(t, p)
		m.timer0().Tick(at, 1)
		synctest.Wait()
		expect(t, "blocked in", p.file.Blocked(), "read")
		close(r.interrupt)
		<-r.done
	})
}

// The file stays alive: what a program may still do is what it did on Linux when
// snd-dummy was unbound under it.
func TestAFileWhoseTimerIsGone(t *testing.T) {
	for _, tt := range []struct {
		name   string
		before []step
		after  []step
	}{
		{"that ran", []step{start(nil)}, []step{
			stop(nil), stop(nil), start(enodev), stop(nil), pause(nil), continues(enodev),
			params(abi.TimerParams{Ticks: 1}), stop(nil),
		}},
		{"that was paused", []step{start(nil), pause(nil)}, []step{continues(enodev), stop(ebusy), pause(ebusy), start(enodev)}},
		{"that was never started", nil, []step{start(enodev), stop(ebusy), continues(enodev)}},
		{"without ticks", nil, []step{params(abi.TimerParams{}), start(einval)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t)
			p := m.using(t, false)
			play(t, p, tt.before)
			m.streams[0].card.Disconnect()
			play(t, p, tt.after)
			expect(t, "poll", p.file.Poll(), card.PollErr)
			expect(t, "resolution in STATUS", p.status().Resolution, resolution)
			expectErr(t, "INFO", do(p, abi.SNDRV_TIMER_IOCTL_INFO, &abi.TimerInfo{}), nil)
			_, err := p.read(64)
			expectErr(t, "read", err, syscall.EAGAIN)
			p.file.Release()
		})
	}
}

func TestAGoneTimerCannotBeFound(t *testing.T) {
	m := newMachine(t)
	m.streams[0].card.Disconnect()
	p := m.open(t)
	expectErr(t, "SELECT", p.selects(pcmTimer(0, 0, 0)), enodev)
	expectErr(t, "GINFO", do(p, abi.SNDRV_TIMER_IOCTL_GINFO, &abi.TimerGinfo{Tid: pcmTimer(0, 0, 0)}), enodev)
	id := abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_NONE}
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, &id))
	expect(t, "the first timer", id, pcmTimer(1, 0, 0))
}

// A stream that stops because its card goes tells nobody, but what was queued
// can be read.
func TestWhatWasQueuedSurvivesTheCard(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	told := 0
	p.file.OnNotify(func() { told++ })
	p.auto(knownEvents)
	p.must(p.start())
	m.timer0().Tick(at, 9)
	told = 0
	m.streams[0].card.Disconnect()
	m.timer0().Notify(at, evMStop)
	expect(t, "told of the end", told, 1)
	expect(t, "poll", p.file.Poll(), card.PollIn|card.PollErr)
	expect(t, "events", p.events(), fmt.Sprintf("2/%d 0/%d 1/9", resolution, resolution))
}

// The test for the end comes after the sleep: a read begun later waits for ever.
func TestAReadBegunAfterTheEndSleeps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		p := m.using(t, false)
		m.streams[0].card.Disconnect()
		r := startRead(t, p)
		close(r.interrupt)
		<-r.done
		expectErr(t, "read", r.err, syscall.EINTR)
		p.file.Release()
	})
}

func TestAFileThatHasATimerKeepsItsCard(t *testing.T) {
	ways := map[string]func(program){
		"until it is closed":            func(p program) { p.file.Release() },
		"until it selects another card": func(p program) { p.must(p.selects(pcmTimer(1, 0, 0))) },
	}
	for name, letGo := range ways {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t)
				p := m.using(t, false)
				unplugged := make(chan error, 1)
				go func() { unplugged <- m.slots[0].Unplug() }()
				synctest.Wait()
				expect(t, "state", m.slots[0].State(), "unbinding: waits for 1 open files")
				letGo(p)
				expectErr(t, "Unplug", <-unplugged, nil)
			})
		})
	}
}

func TestTheMarkOfALostTimerStays(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	m.streams[0].card.Disconnect()
	p.must(p.selects(pcmTimer(1, 0, 0)))
	expect(t, "poll", p.file.Poll(), card.PollErr)
	p.auto(0)
	p.must(p.start())
	m.streams[1].playback[0].Tick(at, 1)
	expect(t, "poll with a record", p.file.Poll(), card.PollIn|card.PollErr)
	expect(t, "records", p.records(), fmt.Sprintf("%d/1", resolution))
}

func TestAnotherCardsTimersDoNotNotice(t *testing.T) {
	m := newMachine(t)
	p := m.open(t)
	p.must(p.selects(pcmTimer(1, 0, 0)))
	p.auto(0)
	p.must(p.start())
	expectErr(t, "Unplug", m.slots[0].Unplug(), nil)
	m.streams[1].playback[0].Tick(at, 1)
	expect(t, "poll", p.file.Poll(), card.PollIn)
}
