package pcm

import (
	"fmt"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/ioctl"
)

func subname(n int) string { return fmt.Sprintf("subdevice #%d", n) }

// handleControl makes the card's control node enumerate its PCMs
// (snd_pcm_control_ioctl). PCMs added later are found too.
func handleControl(c *card.Card) {
	nextDevice := ioctl.Peek(nextDevice, lastDevice)
	pcmInfo := ioctl.InOut(pcmInfo)
	prefer := ioctl.In(prefer)
	at := func(h ioctl.Handler[controlFile]) card.ControlHandler {
		return func(p *card.Preference, call *card.Call, i *card.Ioctl) error {
			return h(controlFile{c, p}, call, i)
		}
	}
	c.HandleControl(uint32(abi.SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE), at(nextDevice))
	c.HandleControl(uint32(abi.SNDRV_CTL_IOCTL_PCM_INFO), at(pcmInfo))
	c.HandleControl(uint32(abi.SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE), at(prefer))
}

// controlFile is what an enumeration knows: the card, and who asks.
type controlFile struct {
	card       *card.Card
	preference *card.Preference
}

func pcmsOf(c *card.Card) []*PCM {
	var all []*PCM
	for _, d := range c.Devices(card.PCM) {
		all = append(all, d.(*PCM))
	}
	return all
}

// nextDevice finds the lowest device number above the one given, or -1.
func nextDevice(f controlFile, _ *card.Call, device *int32) error {
	next := int32(-1)
	for _, p := range pcmsOf(f.card) {
		if n := int32(p.config.Device); n > *device && (next < 0 || n < next) {
			next = n
		}
	}
	*device = next
	f.card.SetCursor(f.preference, card.PCM, int(next))
	return nil
}

// lastDevice is where the enumeration of a caller whose memory cannot be reached
// has come to: it goes on from there, or begins anew after the end.
func lastDevice(f controlFile) int32 { return int32(f.card.Cursor(f.preference, card.PCM)) }

func pcmInfo(f controlFile, _ *card.Call, info *abi.PcmInfo) error {
	if info.Stream < 0 || info.Stream > abi.SNDRV_PCM_STREAM_LAST {
		return syscall.EINVAL
	}
	for _, p := range pcmsOf(f.card) {
		if uint32(p.config.Device) != info.Device {
			continue
		}
		st := p.streams[info.Stream]
		if st == nil {
			return syscall.ENOENT
		}
		if info.Subdevice >= uint32(len(st.substreams)) {
			return syscall.ENXIO
		}
		*info = st.substreams[info.Subdevice].info()
		return nil
	}
	return syscall.ENXIO
}

func prefer(f controlFile, _ *card.Call, subdevice *int32) error {
	f.card.Prefer(f.preference, card.PCM, int(*subdevice))
	return nil
}
