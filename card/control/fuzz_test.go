package control_test

import (
	"bytes"
	"errors"
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/control"
)

var commands = []abi.Cmd{
	abi.SNDRV_CTL_IOCTL_PVERSION, abi.SNDRV_CTL_IOCTL_CARD_INFO,
	abi.SNDRV_CTL_IOCTL_ELEM_LIST, abi.SNDRV_CTL_IOCTL_ELEM_INFO, abi.SNDRV_CTL_IOCTL_ELEM_READ,
	abi.SNDRV_CTL_IOCTL_ELEM_WRITE, abi.SNDRV_CTL_IOCTL_ELEM_LOCK, abi.SNDRV_CTL_IOCTL_ELEM_UNLOCK,
	abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, abi.SNDRV_CTL_IOCTL_ELEM_ADD, abi.SNDRV_CTL_IOCTL_ELEM_REPLACE,
	abi.SNDRV_CTL_IOCTL_ELEM_REMOVE, abi.SNDRV_CTL_IOCTL_TLV_READ, abi.SNDRV_CTL_IOCTL_TLV_WRITE,
	abi.SNDRV_CTL_IOCTL_TLV_COMMAND, abi.SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE, abi.SNDRV_CTL_IOCTL_HWDEP_INFO,
	abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, abi.SNDRV_CTL_IOCTL_PCM_INFO, abi.SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE,
	abi.SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE, abi.SNDRV_CTL_IOCTL_RAWMIDI_INFO,
	abi.SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE, abi.SNDRV_CTL_IOCTL_POWER, abi.SNDRV_CTL_IOCTL_POWER_STATE,
}

// anywhere is a memory that has the same bytes at every address but 0.
type anywhere []byte

func (m anywhere) ReadMemory(p []byte, addr uint64) error {
	if addr == 0 {
		return syscall.EFAULT
	}
	copy(p, m)
	return nil
}

func (anywhere) Reachable() bool { return true }

func (m anywhere) WriteMemory(addr uint64, _ []byte) error { return m.ReadMemory(nil, addr) }

// echo is the Ops of an element whose TLV data programs write and read, and whose
// commands give back what they were given.
type echo struct {
	control.Range
	data []byte
}

func (*echo) Get(int, *abi.CtlElemValue) error { return nil }

func (*echo) Put(int, *abi.CtlElemValue) (bool, error) { return true, nil }

func (e *echo) TLV(_ int, op control.TLVOp, in []byte, room uint32) ([]byte, bool, error) {
	switch {
	case op == control.TLVCommand:
		return in, false, nil
	case op == control.TLVWrite:
		e.data = in
		return nil, true, nil
	case room < uint32(len(e.data)):
		return nil, false, syscall.ENOMEM
	}
	return e.data, false, nil
}

// everyKind gives the card elements of every kind that drivers have, and returns
// those whose values it keeps.
func everyKind(f *testing.F, h *headset) []*control.Stored {
	f.Helper()
	kept := []*control.Stored{
		{Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 2, Min: -50, Max: 100, Step: 5}},
		{Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 128, Max: 10}, Limit: control.Clamp},
		{Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 1}},
		{Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 2}, Limit: control.Bit},
		{Range: control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, Channels: 128, Items: []string{"a", "b", "c"}}},
	}
	for n, s := range kept {
		s.Now = make([]int64, s.Channels)
		h.add(f, control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: "Kept", Index: uint32(n), TLV: control.DBMinMax(-5000, 0), Ops: s,
			Access: abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ,
		})
	}
	h.add(f, control.Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_MIXER, Name: "Echo", Count: 3, Ops: &echo{Range: kept[0].Range},
		Access: abi.SNDRV_CTL_ELEM_ACCESS_READWRITE | abi.SNDRV_CTL_ELEM_ACCESS_TLV_READWRITE |
			abi.SNDRV_CTL_ELEM_ACCESS_TLV_COMMAND | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK,
	})
	_, err := h.control.AddChannelMaps(control.ChannelMaps{
		Substreams: 2, Maps: [][]abi.Chmap{{abi.SNDRV_CHMAP_MONO}, {abi.SNDRV_CHMAP_FL, abi.SNDRV_CHMAP_FR}},
		Channels: func(int) (uint32, bool) { return 2, true },
	})
	expectErr(f, "add channel maps", err, nil)
	return kept
}

func expectInRange(t *testing.T, s *control.Stored) {
	t.Helper()
	least, most := s.Min, s.Max
	switch s.Type {
	case abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN:
		most = 1
	case abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED:
		most = int64(len(s.Items)) - 1
	}
	if slices.Min(s.Now) < least || slices.Max(s.Now) > most {
		t.Errorf("got values %v, want some from %d to %d", s.Now, least, most)
	}
}

// FuzzControlIoctl makes two ioctls of any number and any bytes on a file, as a 32-bit
// or a 64-bit program, and reads the events. No value may come to be out of range.
func FuzzControlIoctl(f *testing.F) {
	h := plug(f, twoPCMs)
	kept := everyKind(f, h)
	for _, cmd := range commands {
		f.Add(uint32(cmd), uint64(structAt), make([]byte, cmd.Size()), false)
		f.Add(uint32(cmd), uint64(0), bytes.Repeat([]byte{0xff}, cmd.Size()), true)
		f.Add(uint32(cmd), uint64(structAt), []byte{1}, false)
		for numid := range byte(12) {
			in := bytes.Repeat([]byte{1}, max(cmd.Size(), 80))
			copy(in, []byte{numid, 0, 0, 0, 8, 0, 0, 0})
			f.Add(uint32(cmd), uint64(structAt), in, numid%2 == 0)
		}
	}
	f.Fuzz(func(t *testing.T, cmd uint32, arg uint64, in []byte, narrow bool) {
		file := h.subscribed(t)
		defer file.Release()
		h.changed(uint32(len(in)), abi.CtlEventMask(cmd))
		for range 2 {
			i := &card.Ioctl{Cmd: cmd, Arg: arg, In: in, Out: make([]byte, abi.Cmd(cmd).Size())}
			err := file.Ioctl(&card.Call{Memory: anywhere(in), Narrow: narrow}, i)
			var errno syscall.Errno
			if err != nil && (!errors.As(err, &errno) || errno == syscall.ENOSYS) {
				t.Errorf("%v: got error %v, want one that the kernel has for it", abi.Cmd(cmd), err)
			}
		}
		for _, s := range kept {
			expectInRange(t, s)
		}
		if got := file.Poll(); got&^card.PollIn != 0 {
			t.Errorf("got events %#x, want POLLIN or none", got)
		}
		if n, err := file.Read(&card.Call{Nonblock: true}, make([]byte, eventBytes)); n != eventBytes && err == nil {
			t.Errorf("got %d bytes and no error, want one event or an error", n)
		}
	})
}
