package control_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

func TestCardInfoTellsWhatTheCardIs(t *testing.T) {
	f := plug(t, nil).open(t, 1)
	var info abi.CtlCardInfo
	expectErr(t, "CARD_INFO", do(f, abi.SNDRV_CTL_IOCTL_CARD_INFO, &info), nil)
	for _, tt := range []struct {
		field string
		got   []byte
		want  string
	}{
		{"id", info.ID[:], "Headset"},
		{"driver", info.Driver[:], "USB-Audio"},
		{"name", info.Name[:], "USB Headset"},
		{"long name", info.Longname[:], "USB Headset at port 1"},
		{"mixer name", info.Mixername[:], "USB Mixer"},
		{"components", info.Components[:], "USB1209:0001"},
	} {
		if got := abi.GetString(tt.got); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.field, got, tt.want)
		}
	}
	if info.Card != 0 {
		t.Errorf("got card %d, want 0", info.Card)
	}
}

// The answers are those of a snd-dummy card.
func TestIoctlsOfOneNumber(t *testing.T) {
	for _, tt := range []struct {
		name    string
		cmd     abi.Cmd
		in, out int32
		err     error
	}{
		{"the protocol's version", abi.SNDRV_CTL_IOCTL_PVERSION, 0, int32(abi.SNDRV_CTL_VERSION), nil},
		{"no hwdep device is the first", abi.SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE, -1, -1, nil},
		{"no hwdep device is the next", abi.SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE, 5, -1, nil},
		{"no MIDI device is the first", abi.SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE, -1, -1, nil},
		{"any MIDI subdevice may be preferred", abi.SNDRV_CTL_IOCTL_RAWMIDI_PREFER_SUBDEVICE, 3, 3, nil},
		{"the power is on", abi.SNDRV_CTL_IOCTL_POWER_STATE, 77, 0, nil},
		{"the power cannot be switched", abi.SNDRV_CTL_IOCTL_POWER, 0, 0, syscall.ENOPROTOOPT},
		{"an unknown number", abi.Cmd(0xc0045599), 0, 0, syscall.ENOTTY},
		{"a terminal's ioctl", abi.Cmd(0x5401), 0, 0, syscall.ENOTTY},
		{"a PCM's ioctl", abi.SNDRV_PCM_IOCTL_PVERSION, 0, 0, syscall.ENOTTY},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, v := plug(t, nil).open(t, 1), tt.in
			expectErr(t, "the ioctl", do(f, tt.cmd, &v), tt.err)
			if v != tt.out {
				t.Errorf("got %d, want %d", v, tt.out)
			}
		})
	}
}

func TestACardWithoutElementsHasNone(t *testing.T) {
	f := plug(t, nil).open(t, 1)
	list := abi.CtlElemList{Space: 10, Used: 99, Count: 99}
	expectErr(t, "ELEM_LIST", do(f, abi.SNDRV_CTL_IOCTL_ELEM_LIST, &list), nil)
	if list.Used != 0 || list.Count != 0 || list.Space != 10 {
		t.Errorf("got %d of %d elements in room for %d, want 0 of 0, 10", list.Used, list.Count, list.Space)
	}
	id := abi.CtlElemId{Numid: 1}
	for name, err := range map[string]error{
		"ELEM_INFO":   do(f, abi.SNDRV_CTL_IOCTL_ELEM_INFO, &abi.CtlElemInfo{ID: id}),
		"ELEM_READ":   do(f, abi.SNDRV_CTL_IOCTL_ELEM_READ, &abi.CtlElemValue{ID: id}),
		"ELEM_WRITE":  do(f, abi.SNDRV_CTL_IOCTL_ELEM_WRITE, &abi.CtlElemValue{ID: id}),
		"ELEM_LOCK":   do(f, abi.SNDRV_CTL_IOCTL_ELEM_LOCK, &id),
		"ELEM_UNLOCK": do(f, abi.SNDRV_CTL_IOCTL_ELEM_UNLOCK, &id),
		"ELEM_REMOVE": do(f, abi.SNDRV_CTL_IOCTL_ELEM_REMOVE, &id),
	} {
		expectErr(t, name, err, syscall.ENOENT)
	}
	expectErr(t, "HWDEP_INFO", do(f, abi.SNDRV_CTL_IOCTL_HWDEP_INFO, &abi.HwdepInfo{}), syscall.ENXIO)
	expectErr(t, "RAWMIDI_INFO", do(f, abi.SNDRV_CTL_IOCTL_RAWMIDI_INFO, &abi.RawmidiInfo{}), syscall.ENXIO)
}

func TestTheHeaderOfATLVIsCheckedBeforeItsElement(t *testing.T) {
	for _, tt := range []struct {
		name          string
		numid, length uint32
		err           error
	}{
		{"number 0 is none", 0, 8, syscall.EINVAL},
		{"7 bytes are no header", 1, 7, syscall.EINVAL},
		{"8 bytes are one", 1, 8, syscall.ENOENT},
		{"a length beyond reason", 1, 0xffffffff, syscall.ENOENT},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := plug(t, nil).open(t, 1)
			for _, cmd := range []abi.Cmd{abi.SNDRV_CTL_IOCTL_TLV_READ, abi.SNDRV_CTL_IOCTL_TLV_WRITE, abi.SNDRV_CTL_IOCTL_TLV_COMMAND} {
				expectErr(t, cmd.String(), do(f, cmd, &abi.CtlTlv{Numid: tt.numid, Length: tt.length}), tt.err)
			}
		})
	}
}

func TestAnotherDevicesIoctlGetsTheFilesPreference(t *testing.T) {
	const cmd = abi.Cmd(0x80045599)
	h := plug(t, func(h *headset) {
		h.card.HandleControl(uint32(cmd), func(p *card.Preference, c *card.Call, i *card.Ioctl) error {
			h.card.Prefer(p, card.PCM, int(i.Arg))
			return syscall.EXFULL
		})
	})
	f := h.open(t, 100)
	expectErr(t, "the other's ioctl", do(f, cmd, new(int32)), syscall.EXFULL)
	if got := h.card.Preferred(100, card.PCM); got != structAt {
		t.Errorf("got preferred subdevice %d, want %d", got, structAt)
	}
	f.Release()
	if got := h.card.Preferred(100, card.PCM); got != -1 {
		t.Errorf("after close got preferred subdevice %d, want -1", got)
	}
}

func TestTheNodeCannotBeWritten(t *testing.T) {
	h := plug(t, nil)
	f := h.open(t, 1)
	for _, state := range []string{"alive", "dead"} {
		_, err := f.Write(&card.Call{}, make([]byte, 8))
		expectErr(t, "write of a file that is "+state, err, syscall.EINVAL)
		expectErr(t, "flush", f.Flush(&card.Call{}), nil)
		h.card.Disconnect()
	}
	f.Release()
}

func TestTheNodeLivesAsLongAsTheCardIsConnected(t *testing.T) {
	h := plug(t, nil)
	n, _ := h.core.Node("controlC0")
	expectErr(t, "Unplug", h.slot.Unplug(), nil)
	if _, ok := h.core.Node("controlC0"); ok {
		t.Error("controlC0 is still there")
	}
	_, err := n.Open(&card.Call{}, card.OpenFlags{})
	expectErr(t, "open of a node kept", err, syscall.ENODEV)
}
