package timer_test

import (
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

var none = abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_NONE, Card: -1, Device: -1, Subdevice: -1}

func TestTimersAreListedByCardDeviceAndSubdevice(t *testing.T) {
	m := newMachine(t)
	p := m.open(t)
	var got []abi.TimerId
	id := abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_NONE}
	for {
		p.must(do(p, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, &id))
		if id.DevClass < 0 {
			break
		}
		got = append(got, id)
	}
	want := []abi.TimerId{
		pcmTimer(0, 0, 0), pcmTimer(0, 0, 1), pcmTimer(0, 0, 2),
		pcmTimer(1, 0, 0), pcmTimer(1, 0, 1), pcmTimer(1, 0, 2),
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	expect(t, "the end", id, none)
}

func TestWhatComesAfterATimer(t *testing.T) {
	for _, tt := range []struct {
		name        string
		after, want abi.TimerId
	}{
		{"the first of a class", pcmTimer(-1, -1, -1), pcmTimer(0, 0, 0)},
		{"the first of a card", pcmTimer(1, -1, -1), pcmTimer(1, 0, 0)},
		{"one that is not there", pcmTimer(0, 5, 0), pcmTimer(1, 0, 0)},
		{"the last", pcmTimer(1, 0, 2), none},
		{"a card above the last", pcmTimer(31, 0, 0), none},
		{"the end", none, pcmTimer(0, 0, 0)},
		{"a slave", abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_SLAVE}, none},
		{"a global one", abi.TimerId{DevClass: abi.SNDRV_TIMER_CLASS_GLOBAL}, pcmTimer(0, 0, 0)},
		{"a class above the last", abi.TimerId{DevClass: 5}, none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, id := newMachine(t).open(t), tt.after
			p.must(do(p, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, &id))
			expect(t, "next", id, tt.want)
		})
	}
}

func TestWhatATimerIs(t *testing.T) {
	m := newMachine(t)
	p := m.using(t, false)
	asked := pcmTimer(0, 0, 0)
	asked.DevSclass = abi.SNDRV_TIMER_SCLASS_SEQUENCER

	g := abi.TimerGinfo{Tid: asked, Clients: 9}
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_GINFO, &g))
	want := abi.TimerGinfo{Tid: asked, Flags: abi.SNDRV_TIMER_FLG_SLAVE, Resolution: resolution, Clients: 1}
	abi.SetString(want.ID[:], "PCM")
	abi.SetString(want.Name[:], "PCM Playback 0-0-0")
	expect(t, "GINFO", g, want)

	st := abi.TimerGstatus{Tid: asked}
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_GSTATUS, &st))
	expect(t, "GSTATUS", st, abi.TimerGstatus{Tid: asked, Resolution: resolution, ResolutionNum: resolution, ResolutionDen: 1e9})

	var info abi.TimerInfo
	p.must(p.selects(pcmTimer(1, 0, 1)))
	p.must(do(p, abi.SNDRV_TIMER_IOCTL_INFO, &info))
	wantInfo := abi.TimerInfo{Flags: abi.SNDRV_TIMER_FLG_SLAVE, Card: 1}
	abi.SetString(wantInfo.ID[:], "PCM")
	abi.SetString(wantInfo.Name[:], "PCM Capture 1-0-1")
	expect(t, "INFO of a capture without parameters", info, wantInfo)
}

func TestATimerThatIsNotThereHasNothingToTell(t *testing.T) {
	p, id := newMachine(t).open(t), pcmTimer(0, 9, 0)
	for name, err := range map[string]error{
		"GINFO":   do(p, abi.SNDRV_TIMER_IOCTL_GINFO, &abi.TimerGinfo{Tid: id}),
		"GSTATUS": do(p, abi.SNDRV_TIMER_IOCTL_GSTATUS, &abi.TimerGstatus{Tid: id}),
		"GPARAMS": do(p, abi.SNDRV_TIMER_IOCTL_GPARAMS, &abi.TimerGparams{Tid: id}),
	} {
		expectErr(t, name, err, enodev)
	}
}

func TestAStreamsTimerHasNoPeriodOfItsOwn(t *testing.T) {
	m := newMachine(t)
	p, g := m.open(t), abi.TimerGparams{Tid: pcmTimer(0, 0, 0), PeriodNum: 1, PeriodDen: 1000}
	expectErr(t, "GPARAMS", do(p, abi.SNDRV_TIMER_IOCTL_GPARAMS, &g), syscall.ENOSYS)
	m.using(t, false)
	expectErr(t, "GPARAMS of a timer in use", do(p, abi.SNDRV_TIMER_IOCTL_GPARAMS, &g), ebusy)
}
