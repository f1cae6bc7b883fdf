package control_test

import (
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// ask makes an ioctl on an element, of a program whose memory has room for any struct.
func ask(f *card.File, c *card.Call, cmd abi.Cmd, numid uint32) error {
	own := make(memory, 8192)
	switch cmd {
	case abi.SNDRV_CTL_IOCTL_TLV_READ, abi.SNDRV_CTL_IOCTL_TLV_WRITE, abi.SNDRV_CTL_IOCTL_TLV_COMMAND:
		_ = abi.Encode(own, &abi.CtlTlv{Numid: numid, Length: 64})
	default:
		_ = abi.Encode(own, &abi.CtlElemId{Numid: numid}) // that is what all others begin with
	}
	c.Memory = own
	return f.Ioctl(c, &card.Ioctl{Cmd: uint32(cmd), Arg: structAt, In: own[:cmd.Size()], Out: make([]byte, cmd.Size())})
}

// Those that come to the hardware wait for its power, even for an element that is
// not there; sound/core/control.c of Linux 6.12 waits in the same ones.
var poweredIoctls = map[string]abi.Cmd{
	"ELEM_INFO":   abi.SNDRV_CTL_IOCTL_ELEM_INFO,
	"ELEM_READ":   abi.SNDRV_CTL_IOCTL_ELEM_READ,
	"ELEM_WRITE":  abi.SNDRV_CTL_IOCTL_ELEM_WRITE,
	"TLV_READ":    abi.SNDRV_CTL_IOCTL_TLV_READ,
	"TLV_WRITE":   abi.SNDRV_CTL_IOCTL_TLV_WRITE,
	"TLV_COMMAND": abi.SNDRV_CTL_IOCTL_TLV_COMMAND,
}

func TestWhatComesToTheHardwareWaitsForItsPower(t *testing.T) {
	for cmdName, cmd := range poweredIoctls {
		for name, tc := range map[string]struct {
			happens func(*headset, *reading)
			killed  bool
			want    error
		}{
			"the machine wakes up":     {func(h *headset, _ *reading) { h.card.SetPower(true) }, false, syscall.ENOENT},
			"the card goes":            {func(h *headset, _ *reading) { h.card.Disconnect() }, false, syscall.ENODEV},
			"the mount ends":           {func(_ *headset, r *reading) { close(r.end) }, false, syscall.EINTR},
			"a signal that kills":      {func(_ *headset, r *reading) { close(r.interrupt) }, true, syscall.EINTR},
			"a signal, then the power": {func(h *headset, r *reading) { close(r.interrupt); synctest.Wait(); h.card.SetPower(true) }, false, syscall.ENOENT},
		} {
			t.Run(cmdName+", "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := plug(t, nil)
					r := &reading{interrupt: make(chan struct{}), end: make(chan struct{}), file: h.open(t, 1), done: make(chan struct{})}
					h.card.SetPower(false)
					go func() {
						defer close(r.done)
						r.err = ask(r.file, &card.Call{Interrupted: r.interrupt, Ended: r.end, Killed: func() bool { return tc.killed }}, cmd, 9)
					}()
					synctest.Wait()
					select {
					case <-r.done:
						t.Fatalf("it has not waited: %v", r.err)
					default:
					}
					tc.happens(h, r)
					<-r.done
					expectErr(t, cmdName, r.err, tc.want)
					r.file.Release()
				})
			})
		}
	}
}

func TestAllElseOfAControlNodeWorksOnAMachineAsleep(t *testing.T) {
	h := plug(t, nil)
	h.add(t, volume("Master"))
	f := h.subscribed(t)
	h.card.SetPower(false)
	expectErr(t, "CARD_INFO", do(f, abi.SNDRV_CTL_IOCTL_CARD_INFO, new(abi.CtlCardInfo)), nil)
	expectErr(t, "ELEM_LIST", do(f, abi.SNDRV_CTL_IOCTL_ELEM_LIST, new(abi.CtlElemList)), nil)
	expectErr(t, "ELEM_LOCK", do(f, abi.SNDRV_CTL_IOCTL_ELEM_LOCK, &abi.CtlElemId{Numid: 1}), nil)
	expectErr(t, "ELEM_UNLOCK", do(f, abi.SNDRV_CTL_IOCTL_ELEM_UNLOCK, &abi.CtlElemId{Numid: 1}), nil)
	info := abi.CtlElemInfo{ID: mixerID("Own", 0), Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Count: 1}
	expectErr(t, "ELEM_ADD", do(f, abi.SNDRV_CTL_IOCTL_ELEM_ADD, &info), nil)
	expectErr(t, "ELEM_REMOVE", do(f, abi.SNDRV_CTL_IOCTL_ELEM_REMOVE, &info.ID), nil)
	power := int32(77)
	expectErr(t, "POWER_STATE", do(f, abi.SNDRV_CTL_IOCTL_POWER_STATE, &power), nil)
	h.changed(1, value)
	if got := events(t, f, 5); got[len(got)-1] != event(1, value) {
		t.Errorf("got the events %v, want the change at their end", got)
	}
	f.Release()
}
