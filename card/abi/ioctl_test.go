package abi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestCmdPartsAreThoseOfTheNumber(t *testing.T) {
	tests := []struct {
		name string
		cmd  abi.Cmd
		dir  abi.Dir
		size int
		typ  byte
		nr   byte
	}{
		{"a command without argument", abi.SNDRV_PCM_IOCTL_DRAIN, abi.DirNone, 0, 'A', 0x44},
		{"a command that reads", abi.SNDRV_TIMER_IOCTL_INFO, abi.DirRead, 232, 'T', 0x11},
		{"a command that writes", abi.SNDRV_CTL_IOCTL_ELEM_LOCK, abi.DirWrite, 64, 'U', 0x14},
		{"a command that does both", abi.SNDRV_PCM_IOCTL_HW_REFINE, abi.DirRead | abi.DirWrite, 608, 'A', 0x10},
		{"the largest size", 0xffffffff, abi.DirRead | abi.DirWrite, 16383, 0xff, 0xff},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := fmt.Sprint(tt.cmd.Dir(), tt.cmd.Size(), tt.cmd.Type(), tt.cmd.Nr())
			if want := fmt.Sprint(tt.dir, tt.size, tt.typ, tt.nr); got != want {
				t.Errorf("dir, size, type, nr of 0x%08x: got %s, want %s", uint32(tt.cmd), got, want)
			}
		})
	}
}

func TestEveryCmdHasItsName(t *testing.T) {
	// One number has two names; on a 64-bit machine the old one is in use.
	alias := map[string]string{"SNDRV_TIMER_IOCTL_TREAD_OLD": "SNDRV_TIMER_IOCTL_TREAD"}
	for key, value := range readGolden(t) {
		want, isIoctl := strings.CutPrefix(key, "ioctl ")
		if !isIoctl {
			continue
		}
		if name, ok := alias[want]; ok {
			want = name
		}
		var number uint32
		if _, err := fmt.Sscanf(value, "0x%x", &number); err != nil {
			t.Fatalf("number of %s: %v", want, err)
		}
		if got := abi.Cmd(number).String(); got != want {
			t.Errorf("name of 0x%08x: got %s, want %s", number, got, want)
		}
	}
}

func TestUnknownCmdIsShownAsNumber(t *testing.T) {
	const tcgets = abi.Cmd(0x5401)
	if got, want := tcgets.String(), "ioctl 0x00005401"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
