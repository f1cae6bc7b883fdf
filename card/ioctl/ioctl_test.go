package ioctl_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

// device is what the handlers of these tests work on.
type device struct {
	fail   error
	called int
}

// double is a handler's function: it doubles the number, and may fail all the same.
func (d *device) double(_ *card.Call, v *uint32) error {
	d.called++
	*v *= 2
	return d.fail
}

func (d *device) nothing(*card.Call) error {
	d.called++
	return d.fail
}

// memory is a program's memory: a few bytes from address 0x1000 on.
type memory []byte

func (m memory) at(addr uint64, n int) ([]byte, error) {
	if addr < 0x1000 || addr-0x1000+uint64(n) > uint64(len(m)) {
		return nil, syscall.EFAULT
	}
	return m[addr-0x1000:][:n], nil
}

// The memory cannot be reached if the program has none.
func (m memory) Reachable() bool { return len(m) > 0 }

func (m memory) ReadMemory(p []byte, addr uint64) error {
	from, err := m.at(addr, len(p))
	copy(p, from)
	return err
}

func (m memory) WriteMemory(addr uint64, p []byte) error {
	to, err := m.at(addr, len(p))
	copy(to, p)
	return err
}

func number(v uint32) []byte { return binary.LittleEndian.AppendUint32(nil, v) }

// What each kind of handler makes of its bytes. The program passed 21 where the
// number of the ioctl says that it reads, and has 21 at address 0x1000.
func TestHandlersMoveTheirStructs(t *testing.T) {
	double := (*device).double
	twenty := func(*device) uint32 { return 20 }
	for _, tt := range []struct {
		name    string
		handler ioctl.Handler[*device]
		in, out []byte // out is the room for the answer
		arg     uint64
		fail    error
		err     error
		want    []byte // in the room
		called  int
		copyOut bool
	}{
		{name: "None passes nothing", handler: ioctl.None((*device).nothing), called: 1},
		{name: "None passes its error on", handler: ioctl.None((*device).nothing), fail: syscall.EBUSY, err: syscall.EBUSY, called: 1},

		{name: "In reads", handler: ioctl.In(double), in: number(21), called: 1},
		{name: "In of too little", handler: ioctl.In(double), in: []byte{1, 2, 3}, err: syscall.EFAULT},

		{name: "Out gives", handler: ioctl.Out(double), out: number(9), want: number(0), called: 1},
		{name: "Out that fails gives nothing", handler: ioctl.Out(double), out: number(9), fail: syscall.ENXIO, err: syscall.ENXIO, want: number(9), called: 1},
		{name: "Out without room", handler: ioctl.Out(double), err: syscall.EFAULT, called: 1},

		{name: "InOut reads and gives", handler: ioctl.InOut(double), in: number(21), out: number(21), want: number(42), called: 1},
		{name: "InOut that fails gives nothing", handler: ioctl.InOut(double), in: number(21), out: number(21), fail: syscall.EINVAL, err: syscall.EINVAL, want: number(21), called: 1},
		{name: "InOut of too little", handler: ioctl.InOut(double), in: []byte{1}, out: number(9), err: syscall.EFAULT, want: number(9)},
		{name: "InOut without room", handler: ioctl.InOut(double), in: number(21), out: []byte{1}, err: syscall.EFAULT, want: []byte{1}, called: 1},

		{name: "InOutAlways reads and gives", handler: ioctl.InOutAlways(double), in: number(21), out: number(21), want: number(42), called: 1, copyOut: true},
		{name: "InOutAlways gives although it fails", handler: ioctl.InOutAlways(double), in: number(21), out: number(21), fail: syscall.EINVAL, err: syscall.EINVAL, want: number(42), called: 1, copyOut: true},
		{name: "InOutAlways of too little", handler: ioctl.InOutAlways(double), in: []byte{1}, out: number(9), err: syscall.EFAULT, want: number(9)},
		{name: "InOutAlways without room", handler: ioctl.InOutAlways(double), in: number(21), err: syscall.EFAULT, called: 1, copyOut: true},

		{name: "Peek reads from the program's memory", handler: ioctl.Peek(double, twenty), out: number(9), arg: 0x1000, want: number(42), called: 1},
		{name: "Peek at a bad address", handler: ioctl.Peek(double, twenty), out: number(9), arg: 0x1002, err: syscall.EFAULT, want: number(9)},
		{name: "Peek that fails gives nothing", handler: ioctl.Peek(double, twenty), out: number(9), arg: 0x1000, fail: syscall.ENXIO, err: syscall.ENXIO, want: number(9), called: 1},

		{name: "Value gives a constant", handler: ioctl.Value[*device](int32(-1)), out: number(9), want: number(0xffffffff)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := &device{fail: tt.fail}
			c := &card.Call{Memory: memory(number(21))}
			i := &card.Ioctl{Cmd: 1, Arg: tt.arg, In: tt.in, Out: tt.out}
			err := ioctl.Table[*device]{1: tt.handler}.Do(d, c, i)
			if !errors.Is(err, tt.err) {
				t.Errorf("got error %v, want %v", err, tt.err)
			}
			if !bytes.Equal(i.Out, tt.want) {
				t.Errorf("got % x, want % x", i.Out, tt.want)
			}
			if d.called != tt.called || i.CopyOut != tt.copyOut {
				t.Errorf("called %d times, copy out %v, want %d, %v", d.called, i.CopyOut, tt.called, tt.copyOut)
			}
		})
	}
}

func TestAnIoctlThatIsNotInTheTable(t *testing.T) {
	table := ioctl.Table[*device]{abi.Cmd(1): ioctl.None((*device).nothing)}
	if err := table.Do(&device{}, &card.Call{}, &card.Ioctl{Cmd: 2}); !errors.Is(err, syscall.ENOTTY) {
		t.Errorf("got error %v, want ENOTTY", err)
	}
}

func TestPokeWritesAnUnsignedLong(t *testing.T) {
	m := memory(make([]byte, 10))
	c := &card.Call{Memory: m}
	if err := ioctl.Poke(c, 0x1001, 0x1122334455667788); err != nil {
		t.Fatal(err)
	}
	if want := []byte{0, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0}; !bytes.Equal(m, want) {
		t.Errorf("got % x, want % x", []byte(m), want)
	}
	if err := ioctl.Poke(c, 0x1003, 1); !errors.Is(err, syscall.EFAULT) {
		t.Errorf("got error %v, want EFAULT", err)
	}
}

func TestPeekGuessesWhatCannotBeReached(t *testing.T) {
	handler := ioctl.Peek((*device).double, func(*device) uint32 { return 20 })
	i := &card.Ioctl{Cmd: 1, Arg: 0x1000, Out: number(9)}
	err := ioctl.Table[*device]{1: handler}.Do(new(device), &card.Call{Memory: memory(nil)}, i)
	if err != nil || !bytes.Equal(i.Out, number(40)) {
		t.Errorf("got % x, %v, want % x", i.Out, err, number(40))
	}
}
