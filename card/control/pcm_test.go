package control_test

import (
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/timer"
)

// twoPCMs gives a card device 3 with both directions and device 0 with capture
// only.
func twoPCMs(h *headset) {
	timers := timer.NewService(&h.core)
	pcm.New(h.card, pcm.Config{
		Device: 3, ID: "USB Audio", Name: "USB Audio #3", Timers: timers,
		Playback: &pcm.Direction{Substreams: 2}, Capture: &pcm.Direction{Substreams: 1},
	})
	pcm.New(h.card, pcm.Config{Timers: timers, Capture: &pcm.Direction{Substreams: 1}})
}

func TestPCMsAreEnumeratedByNumber(t *testing.T) {
	f := plug(t, twoPCMs).open(t, 1)
	for _, tt := range []struct{ after, want int32 }{{-1, 0}, {-9, 0}, {0, 3}, {1, 3}, {3, -1}, {99, -1}} {
		device := tt.after
		expectErr(t, "PCM_NEXT_DEVICE", do(f, abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &device), nil)
		if device != tt.want {
			t.Errorf("after %d got PCM %d, want %d", tt.after, device, tt.want)
		}
	}
}

// The number of PCM_NEXT_DEVICE says that it reads nothing, yet it does.
func TestTheEnumerationReadsTheProgramsMemory(t *testing.T) {
	f := plug(t, twoPCMs).open(t, 1)
	i := &card.Ioctl{Cmd: uint32(abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE), Arg: 0xdead, Out: make([]byte, 4)}
	expectErr(t, "PCM_NEXT_DEVICE at a bad address", f.Ioctl(&card.Call{Memory: memory(make([]byte, 4))}, i), syscall.EFAULT)
}

func TestPCMInfoOfTheControlNode(t *testing.T) {
	const playback, capture = abi.SNDRV_PCM_STREAM_PLAYBACK, abi.SNDRV_PCM_STREAM_CAPTURE
	for _, tt := range []struct {
		name      string
		device    uint32
		subdevice uint32
		stream    abi.Stream
		err       error
	}{
		{"a playback", 3, 0, playback, nil},
		{"its second substream", 3, 1, playback, nil},
		{"a capture", 3, 0, capture, nil},
		{"a direction above the last", 3, 0, capture + 1, syscall.EINVAL},
		{"a direction below the first", 3, 0, -1, syscall.EINVAL},
		{"a wrong direction of a device that is not there", 7, 0, 2, syscall.EINVAL},
		{"a device between two", 1, 0, playback, syscall.ENXIO},
		{"a device far away", 0xffffffff, 0, playback, syscall.ENXIO},
		{"a direction that the device has not", 0, 0, playback, syscall.ENOENT},
		{"a substream that the direction has not", 3, 1, capture, syscall.ENXIO},
		{"a substream far away", 3, 0xffffffff, playback, syscall.ENXIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := plug(t, twoPCMs).open(t, 1)
			info := abi.PcmInfo{Device: tt.device, Subdevice: tt.subdevice, Stream: tt.stream}
			expectErr(t, "PCM_INFO", do(f, abi.SNDRV_CTL_IOCTL_PCM_INFO, &info), tt.err)
			if info.Device != tt.device || info.Subdevice != tt.subdevice || info.Stream != tt.stream {
				t.Errorf("got device %d.%d, stream %v", info.Device, info.Subdevice, info.Stream)
			}
			name := abi.GetString(info.Name[:])
			if found := name == "USB Audio #3" && info.SubdevicesCount > 0; found != (tt.err == nil) {
				t.Errorf("got name %q and %d substreams", name, info.SubdevicesCount)
			}
		})
	}
}

func TestTheThreadThatAskedGetsThePCMSubdevice(t *testing.T) {
	h := plug(t, twoPCMs)
	f, wanted := h.open(t, 100), int32(1)
	expectErr(t, "PCM_PREFER_SUBDEVICE", do(f, abi.SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, &wanted), nil)
	if mine, others := h.card.Preferred(100, card.PCM), h.card.Preferred(101, card.PCM); mine != 1 || others != -1 {
		t.Errorf("got subdevice %d for the thread and %d for others, want 1 and -1", mine, others)
	}
}
