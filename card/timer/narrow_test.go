package timer_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
)

// tread32 is TREAD of a 32-bit program, by one of its two numbers.
func (p program) tread32(cmd abi.Cmd) {
	p.t.Helper()
	p.must(p.file.Ioctl(&card.Call{Narrow: true}, &card.Ioctl{Cmd: uint32(cmd), In: []byte{1, 0, 0, 0}}))
}

func TestTheRecordsOf32BitPrograms(t *testing.T) {
	m := newMachine(t)
	old, with64BitTimes := m.open(t), m.open(t)
	old.tread32(abi.SNDRV_TIMER_IOCTL_TREAD_OLD)
	with64BitTimes.tread32(abi.SNDRV_TIMER_IOCTL_TREAD64)
	for _, p := range []program{old, with64BitTimes} {
		p.must(p.selects(pcmTimer(0, 0, 0)))
		p.auto(filter(evTick, evMStart))
		p.must(p.start())
	}
	m.timer0().Notify(at, evMStart)
	m.timer0().Tick(at, 3)
	m.timer0().Notify(at, evMStart)

	const room = 2 // records
	raw := make([]byte, room*abi.Sizeof[abi32.TimerTread]()+3)
	n, err := old.file.Read(&card.Call{Nonblock: true}, raw)
	old.must(err)
	expect(t, "bytes of two records", n, room*16)
	second, err := abi.Decode[abi32.TimerTread](raw[16:])
	old.must(err)
	expect(t, "event", second.Event, evTick)
	expect(t, "ticks", second.Val, 3)
	expect(t, "nanoseconds", int64(second.Tstamp.Nsec), int64(at)%1e9)
	expect(t, "records that are left", old.file.Poll(), card.PollIn)
	n, err = old.file.Read(&card.Call{Nonblock: true}, raw)
	old.must(err)
	expect(t, "bytes of the third", n, 16)

	n, err = with64BitTimes.file.Read(&card.Call{Nonblock: true}, make([]byte, 1000))
	with64BitTimes.must(err)
	expect(t, "bytes of three records with 64-bit times", n, 3*32)
}
