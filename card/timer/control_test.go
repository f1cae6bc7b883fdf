package timer_test

import (
	"fmt"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// step is one call of a program and its result.
type step struct {
	name string
	do   func(program) error
	err  error
}

var (
	start     = func(err error) step { return step{"START", program.start, err} }
	stop      = func(err error) step { return step{"STOP", program.stop, err} }
	continues = func(err error) step { return step{"CONTINUE", program.continues, err} }
	pause     = func(err error) step { return step{"PAUSE", program.pause, err} }
)

func params(p abi.TimerParams) step {
	return step{fmt.Sprintf("PARAMS %+v", p), func(q program) error { return q.params(p) }, nil}
}

func play(t *testing.T, p program, steps []step) {
	t.Helper()
	for n, s := range steps {
		expectErr(t, fmt.Sprintf("step %d, %s", n, s.name), s.do(p), s.err)
	}
}

const (
	ebusy  = syscall.EBUSY
	einval = syscall.EINVAL
	enodev = syscall.ENODEV
	ebadfd = syscall.EBADFD
)

// Each is what a timer of snd-dummy answered.
func TestStartingAndStopping(t *testing.T) {
	for _, tt := range []struct {
		name  string
		steps []step
	}{
		{"one tick is the default", []step{start(nil), start(nil), stop(nil), stop(ebusy)}},
		{"what does not run cannot be stopped", []step{stop(ebusy), pause(ebusy)}},
		{"no tick is not enough", []step{params(abi.TimerParams{Ticks: 0}), start(einval), continues(einval)}},
		{"continue starts what was never paused", []step{continues(nil), continues(nil), stop(nil)}},
		{"what is paused does not run", []step{start(nil), pause(nil), pause(ebusy), stop(ebusy), continues(nil)}},
		{"what was paused cannot go on twice", []step{start(nil), pause(nil), continues(nil), continues(ebusy), start(nil), continues(nil)}},
		{"a start of what is paused does not end the pause", []step{start(nil), pause(nil), start(nil), continues(ebusy), stop(nil), continues(nil)}},
		{"parameters do not end the pause", []step{start(nil), pause(nil), params(abi.TimerParams{Ticks: 1}), continues(nil), continues(ebusy)}},
		{"parameters stop what runs", []step{start(nil), params(abi.TimerParams{Ticks: 1}), stop(ebusy)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			play(t, newMachine(t).using(t, false), tt.steps)
		})
	}
}

func TestBeforeATimerIsSelected(t *testing.T) {
	p := newMachine(t).open(t)
	play(t, p, []step{start(ebadfd), stop(ebadfd), continues(ebadfd), pause(ebadfd)})
	expectErr(t, "PARAMS", p.params(abi.TimerParams{Ticks: 1}), ebadfd)
	expectErr(t, "STATUS", do(p, abi.SNDRV_TIMER_IOCTL_STATUS, &abi.TimerStatus{}), ebadfd)
	expectErr(t, "INFO", do(p, abi.SNDRV_TIMER_IOCTL_INFO, &abi.TimerInfo{}), ebadfd)
	expectErr(t, "an unknown ioctl", p.plainIoctl(0x5477), syscall.ENOTTY)
	expectErr(t, "a terminal's ioctl", p.plainIoctl(0x5401), syscall.ENOTTY)
	expect(t, "poll", p.file.Poll(), 0)
	_, err := p.file.Write(nil, make([]byte, 4))
	expectErr(t, "write", err, einval)
	expectErr(t, "flush", p.file.Flush(nil), nil)
}

func TestTheProtocolsVersion(t *testing.T) {
	var v abi.Protocol
	p := newMachine(t).open(t)
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_PVERSION, &v))
	expect(t, "version", v, abi.SNDRV_TIMER_VERSION)
}

func TestSelecting(t *testing.T) {
	id := func(class abi.TimerClass, card, device, subdevice int32) abi.TimerId {
		return abi.TimerId{DevClass: class, Card: card, Device: device, Subdevice: subdevice}
	}
	const pcm = abi.SNDRV_TIMER_CLASS_PCM
	for _, tt := range []struct {
		name string
		id   abi.TimerId
		err  error
	}{
		{"a playback's timer", id(pcm, 0, 0, 0), nil},
		{"a capture's timer", id(pcm, 0, 0, 1), nil},
		{"the second playback's timer", id(pcm, 0, 0, 2), nil},
		{"another card's timer", id(pcm, 1, 0, 0), nil},
		{"whoever asks, by the slave class", abi.TimerId{DevClass: pcm, DevSclass: abi.SNDRV_TIMER_SCLASS_SEQUENCER}, nil},
		{"a substream that is not there", id(pcm, 0, 0, 3), enodev},
		{"a device that is not there", id(pcm, 0, 9, 0), enodev},
		{"a card that is not there", id(pcm, 2, 0, 0), enodev},
		{"a card's own timer", id(abi.SNDRV_TIMER_CLASS_CARD, 0, 0, 0), enodev},
		{"a class that is none", id(abi.SNDRV_TIMER_CLASS_NONE, -1, -1, -1), enodev},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newMachine(t).open(t)
			expectErr(t, "SELECT", p.selects(tt.id), tt.err)
			want := error(nil)
			if tt.err != nil {
				want = syscall.EBADFD
			}
			expectErr(t, "START", p.start(), want)
		})
	}
}

func TestAFailedSelectGivesTheOldTimerBack(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	expect(t, "files that keep the card", m.streams[0].card.OpenFiles(), 1)
	expectErr(t, "SELECT", p.selects(pcmTimer(7, 7, 7)), enodev)
	expectErr(t, "START", p.start(), syscall.EBADFD)
	expect(t, "files that keep the card", m.streams[0].card.OpenFiles(), 0)
}

func TestClosingGivesTheTimerBack(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	p.must(p.start())
	p.file.Release()
	expect(t, "files that keep the card", m.streams[0].card.OpenFiles(), 0)
	m.timer0().Tick(at, 1) // it has nobody to tell
}

// The kernel looks at the file that has selected the timer longest.
func TestATimerForOneAlone(t *testing.T) {
	m := newMachine(t)
	exclusive := abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_EXCLUSIVE, Ticks: 1}
	first, second, third := m.using(t, false), m.open(t), m.open(t)
	first.must(first.params(exclusive))
	expectErr(t, "SELECT by another", second.selects(pcmTimer(0, 0, 0)), ebusy)
	expectErr(t, "SELECT of another timer", second.selects(pcmTimer(0, 0, 1)), nil)
	first.must(first.params(abi.TimerParams{Ticks: 1}))
	expectErr(t, "SELECT when it is no longer exclusive", second.selects(pcmTimer(0, 0, 0)), nil)
	second.must(second.params(exclusive))
	expectErr(t, "SELECT with only the second exclusive", third.selects(pcmTimer(0, 0, 0)), nil)
}

func TestTheQueueSizesThatParamsTakes(t *testing.T) {
	p := newMachine(t).using(t, false)
	for size, want := range map[uint32]error{0: nil, 1: einval, 31: einval, 32: nil, 1024: nil, 1025: einval, 0xffffffff: einval} {
		expectErr(t, fmt.Sprintf("queue of %d", size), p.params(abi.TimerParams{Ticks: 1, QueueSize: size}), want)
	}
}

func TestTheEventsThatAFilterMayHave(t *testing.T) {
	p := newMachine(t).using(t, false)
	for bit := range 32 {
		want := error(einval)
		if knownEvents&(1<<bit) != 0 {
			want = nil
		}
		expectErr(t, fmt.Sprintf("bit %d", bit), p.params(abi.TimerParams{Ticks: 1, Filter: 1 << bit}), want)
	}
}

// Parameters that are refused change nothing.
func TestRefusedParametersLeaveTheTimerRunning(t *testing.T) {
	p := newMachine(t).using(t, false)
	play(t, p, []step{
		start(nil),
		{"PARAMS with a queue of 1", func(p program) error { return p.params(abi.TimerParams{QueueSize: 1}) }, einval},
		stop(nil),
	})
}

func TestTheKindOfRecordsIsChosenBeforeTheTimer(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, true)
	expectErr(t, "TREAD with a timer selected", p.tread(0), ebusy)
	p.must(p.params(abi.TimerParams{Flags: abi.SNDRV_TIMER_PSFLG_EARLY_EVENT}))

	expectErr(t, "SELECT of nothing", p.selects(pcmTimer(7, 7, 7)), enodev)
	p.must(p.tread(1))
	expect(t, "records after TREAD that changes nothing", p.file.Poll() != 0, true)
	p.must(p.tread(0))
	expect(t, "records after TREAD off", p.file.Poll() != 0, false)
	p.must(p.tread(2))
	expect(t, "records after TREAD on", p.file.Poll() != 0, false)
}
