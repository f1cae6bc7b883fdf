package control_test

import (
	"bytes"
	"errors"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
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

// FuzzControlIoctl makes two ioctls of any number and any bytes on a file, and
// reads the events.
func FuzzControlIoctl(f *testing.F) {
	for _, cmd := range commands {
		f.Add(uint32(cmd), uint64(structAt), make([]byte, cmd.Size()))
		f.Add(uint32(cmd), uint64(0), bytes.Repeat([]byte{0xff}, cmd.Size()))
		f.Add(uint32(cmd), uint64(structAt), []byte{1})
	}
	h := plug(f, twoPCMs)
	f.Fuzz(func(t *testing.T, cmd uint32, arg uint64, in []byte) {
		file := h.subscribed(t)
		defer file.Release()
		h.changed(uint32(len(in)), abi.CtlEventMask(cmd))
		for range 2 {
			i := &card.Ioctl{Cmd: cmd, Arg: arg, In: in, Out: make([]byte, abi.Cmd(cmd).Size())}
			err := file.Ioctl(&card.Call{Memory: anywhere(in)}, i)
			var errno syscall.Errno
			if err != nil && (!errors.As(err, &errno) || errno == syscall.ENOSYS) {
				t.Errorf("%v: got error %v, want one that the kernel has for it", abi.Cmd(cmd), err)
			}
		}
		if got := file.Poll(); got&^card.PollIn != 0 {
			t.Errorf("got events %#x, want POLLIN or none", got)
		}
		if n, err := file.Read(&card.Call{Nonblock: true}, make([]byte, eventBytes)); n != eventBytes && err == nil {
			t.Errorf("got %d bytes and no error, want one event or an error", n)
		}
	})
}
