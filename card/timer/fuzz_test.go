package timer_test

import (
	"bytes"
	"errors"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

var commands = []abi.Cmd{
	abi.SNDRV_TIMER_IOCTL_PVERSION, abi.SNDRV_TIMER_IOCTL_NEXT_DEVICE, abi.SNDRV_TIMER_IOCTL_TREAD_OLD,
	abi.SNDRV_TIMER_IOCTL_GINFO, abi.SNDRV_TIMER_IOCTL_GPARAMS, abi.SNDRV_TIMER_IOCTL_GSTATUS,
	abi.SNDRV_TIMER_IOCTL_SELECT, abi.SNDRV_TIMER_IOCTL_INFO, abi.SNDRV_TIMER_IOCTL_PARAMS,
	abi.SNDRV_TIMER_IOCTL_STATUS, abi.SNDRV_TIMER_IOCTL_START, abi.SNDRV_TIMER_IOCTL_STOP,
	abi.SNDRV_TIMER_IOCTL_CONTINUE, abi.SNDRV_TIMER_IOCTL_PAUSE, abi.SNDRV_TIMER_IOCTL_TREAD64,
}

// FuzzTimerIoctl makes an ioctl of any number and any bytes on a file that has a
// timer, lets time pass, and makes another.
func FuzzTimerIoctl(f *testing.F) {
	for _, cmd := range commands {
		f.Add(false, uint32(cmd), make([]byte, cmd.Size()), uint32(abi.SNDRV_TIMER_IOCTL_START), []byte(nil))
		f.Add(true, uint32(cmd), bytes.Repeat([]byte{0xff}, cmd.Size()), uint32(cmd), []byte{1})
	}
	early := make([]byte, abi.Sizeof[abi.TimerParams]())
	if err := abi.Encode(early, &abi.TimerParams{Flags: 7, Ticks: 1, QueueSize: 32, Filter: knownEvents}); err != nil {
		f.Fatal(err)
	}
	f.Add(true, uint32(abi.SNDRV_TIMER_IOCTL_PARAMS), early, uint32(abi.SNDRV_TIMER_IOCTL_START), []byte(nil))
	m := newMachine(f)
	f.Fuzz(func(t *testing.T, tread bool, cmd uint32, in []byte, next uint32, nextIn []byte) {
		p := m.using(t, tread)
		defer p.file.Release()
		fuzzed(t, p, cmd, in)
		m.timer0().Tick(at, uint32(len(in)))
		m.timer0().Notify(at, evMStop)
		fuzzed(t, p, next, nextIn)
		if n, err := p.read(len(in)); len(n) > 0 && err != nil {
			t.Errorf("got %d bytes and error %v", len(n), err)
		}
		if got := p.file.Poll(); got&^card.PollIn != 0 {
			t.Errorf("got events %#x, want POLLIN or none", got)
		}
	})
}

func fuzzed(t *testing.T, p program, cmd uint32, in []byte) {
	t.Helper()
	i := &card.Ioctl{Cmd: cmd, In: in, Out: make([]byte, abi.Cmd(cmd).Size())}
	err := p.file.Ioctl(&card.Call{}, i)
	var errno syscall.Errno
	if err != nil && !errors.As(err, &errno) {
		t.Errorf("%v: got error %v, want an errno", abi.Cmd(cmd), err)
	}
}
