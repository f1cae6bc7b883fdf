package ioctl_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

var narrowTable = ioctl.Table[*device]{
	abi.SNDRV_PCM_IOCTL_DELAY: ioctl.Out(func(_ *device, _ *card.Call, d *abi.Sframes) error {
		*d = -5
		return nil
	}),
	abi.SNDRV_PCM_IOCTL_SW_PARAMS: ioctl.InOutAlways(func(d *device, _ *card.Call, p *abi.SwParams) error {
		p.Boundary = p.AvailMin * 2
		return d.fail
	}),
	abi.SNDRV_PCM_IOCTL_CHANNEL_INFO: ioctl.Peek(func(_ *device, _ *card.Call, info *abi.ChannelInfo) error {
		info.Step = info.Channel + 1
		return nil
	}, func(*device) abi.ChannelInfo { return abi.ChannelInfo{} }),
	abi.SNDRV_PCM_IOCTL_PREPARE: ioctl.None((*device).nothing),
}

// narrowCall carries out an ioctl of a 32-bit program whose struct is v, in memory too.
func narrowCall[T any](t *testing.T, d *device, cmd abi.Cmd, v *T) error {
	t.Helper()
	raw := make([]byte, abi.Sizeof[T]())
	if err := abi.Encode(raw, v); err != nil {
		t.Fatal(err)
	}
	i := &card.Ioctl{Cmd: uint32(cmd.WithSize(len(raw))), Arg: 0x1000}
	if cmd.Dir()&abi.DirWrite != 0 {
		i.In = raw
	}
	if cmd.Dir()&abi.DirRead != 0 {
		i.Out = append([]byte(nil), i.In...)
		i.Out = append(i.Out, make([]byte, len(raw)-len(i.Out))...)
	}
	err := narrowTable.Do(d, &card.Call{Narrow: true, Memory: memory(raw)}, i)
	if len(i.Out) > 0 && (err == nil || i.CopyOut) {
		got, decoded := abi.Decode[T](i.Out)
		if decoded != nil {
			t.Fatal(decoded)
		}
		*v = *got
	}
	return err
}

func TestA32BitProgramGetsItsOwnStructs(t *testing.T) {
	var delay abi32.Sframes
	if err := narrowCall(t, &device{}, abi.SNDRV_PCM_IOCTL_DELAY, &delay); err != nil || delay != -5 {
		t.Errorf("DELAY: %d, %v, want -5", delay, err)
	}
	sw := abi32.SwParams{AvailMin: 21}
	if err := narrowCall(t, &device{fail: syscall.EPIPE}, abi.SNDRV_PCM_IOCTL_SW_PARAMS, &sw); err != syscall.EPIPE || sw.Boundary != 42 {
		t.Errorf("SW_PARAMS: %d, %v, want 42 and EPIPE", sw.Boundary, err)
	}
	info := abi32.ChannelInfo{Channel: 6}
	if err := narrowCall(t, &device{}, abi.SNDRV_PCM_IOCTL_CHANNEL_INFO, &info); err != nil || info.Step != 7 {
		t.Errorf("CHANNEL_INFO, whose struct is fetched: %+v, %v, want a step of 7", info, err)
	}
	d := &device{}
	if err := narrowTable.Do(d, &card.Call{Narrow: true}, &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_PREPARE)}); err != nil || d.called != 1 {
		t.Errorf("PREPARE: %v, called %d times", err, d.called)
	}
}

func TestA32BitProgramCannotUseTheNumbersOf64BitOnes(t *testing.T) {
	i := &card.Ioctl{Cmd: uint32(abi.SNDRV_PCM_IOCTL_DELAY), Out: make([]byte, 8)}
	if err := narrowTable.Do(&device{}, &card.Call{Narrow: true}, i); err != syscall.ENOTTY {
		t.Errorf("DELAY with a struct of eight bytes: %v, want ENOTTY", err)
	}
}

func TestAStructThatIsCutOffIsEFAULT(t *testing.T) {
	cmd := abi.SNDRV_PCM_IOCTL_SW_PARAMS.WithSize(abi.Sizeof[abi32.SwParams]())
	i := &card.Ioctl{Cmd: uint32(cmd), In: make([]byte, 10), Out: make([]byte, 10)}
	if err := narrowTable.Do(&device{}, &card.Call{Narrow: true}, i); err != syscall.EFAULT {
		t.Errorf("SW_PARAMS of ten bytes: %v, want EFAULT", err)
	}
}
