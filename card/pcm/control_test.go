package pcm

import (
	"slices"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// TestEnumeration walks the devices of a card as aplay -l does. Device 1 can
// only record.
func TestEnumeration(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		second := r.config
		second.Device, second.Playback = 5, nil
		New(r.card, second)
		c := r.open("controlC0", toWait)
		var found []int32
		for device := int32(-1); ; {
			c.must("PCM_NEXT_DEVICE", do(c, abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &device))
			found = append(found, device)
			if device < 0 {
				break
			}
		}
		if want := []int32{0, 5, -1}; !slices.Equal(found, want) {
			t.Errorf("found devices %v, want %v", found, want)
		}
		device := int32(2)
		c.must("PCM_NEXT_DEVICE", do(c, abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, &device))
		if device != 5 {
			t.Errorf("after device 2 comes %d, want 5", device)
		}
		for name, tc := range map[string]struct {
			device, subdevice uint32
			stream            abi.Stream
			want              syscall.Errno
		}{
			"a playback":              {0, 0, abi.SNDRV_PCM_STREAM_PLAYBACK, 0},
			"a subdevice":             {0, 2, abi.SNDRV_PCM_STREAM_CAPTURE, 0},
			"a capture":               {5, 0, abi.SNDRV_PCM_STREAM_CAPTURE, 0},
			"no such direction":       {5, 0, abi.SNDRV_PCM_STREAM_PLAYBACK, syscall.ENOENT},
			"no such device":          {1, 0, abi.SNDRV_PCM_STREAM_PLAYBACK, syscall.ENXIO},
			"no such subdevice":       {0, 3, abi.SNDRV_PCM_STREAM_PLAYBACK, syscall.ENXIO},
			"no direction":            {0, 0, 2, syscall.EINVAL},
			"no direction either":     {0, 0, -1, syscall.EINVAL},
			"a device of an attacker": {1 << 31, 1 << 31, 0, syscall.ENXIO},
		} {
			info := abi.PcmInfo{Device: tc.device, Subdevice: tc.subdevice, Stream: tc.stream}
			c.expect(name, do(c, abi.SNDRV_CTL_IOCTL_PCM_INFO, &info), tc.want)
			if tc.want == 0 && (info.SubdevicesCount != 3 || info.SubdevicesAvail != 3 || abi.GetString(info.ID[:]) != "Fake") {
				t.Errorf("%s: got %+v", name, info)
			}
		}
	}, substreams(3))
}

func TestStreamsAreDescribed(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		p, c := r.playback(), r.capture()
		p.play(1000)
		p.elapse(100)
		_ = c
		all := r.card.Streams()
		if len(all) != 2 {
			t.Fatalf("%d streams are described, want 2", len(all))
		}
		got := all[0]
		if got.Node != playbackNode || got.State != "RUNNING" || got.Format != "S16_LE" || got.RateHz != 48000 ||
			got.HwPtr != 100 || got.Avail != buffer-900 || got.BufferSize != buffer || got.PeriodSize != period || got.Channels != 2 {
			t.Errorf("the playback is described as %+v", got)
		}
		if got := all[1]; got.Node != captureNode || got.State != "OPEN" || got.Format != "" {
			t.Errorf("the capture is described as %+v", got)
		}
		p.close()
		if got := len(r.card.Streams()); got != 1 {
			t.Errorf("%d streams are described after a close, want 1", got)
		}
	})
}
