package control

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// ChannelMaps are the channel maps of a PCM's substreams in one direction. Of several
// for a number of channels, a substream has the first.
type ChannelMaps struct {
	Stream abi.Stream
	Device int
	// Substreams is how many there are.
	Substreams int
	// Maps are those that a substream can have, each with a position for each channel.
	Maps [][]abi.Chmap
	// Channels is how many channels a substream has now, 0 for none, and whether it must
	// have a map for so many.
	Channels func(substream int) (channels uint32, must bool)
}

// AddChannelMaps gives the card elements that tell the maps, one for each
// substream (snd_pcm_add_chmap_ctls).
func (ctl *Control) AddChannelMaps(m ChannelMaps) (*Set, error) {
	name := "Playback Channel Map"
	if m.Stream == abi.SNDRV_PCM_STREAM_CAPTURE {
		name = "Capture Channel Map"
	}
	return ctl.Add(Template{
		Iface: abi.SNDRV_CTL_ELEM_IFACE_PCM, Device: uint32(m.Device), Name: name, Count: uint32(m.Substreams),
		Access: abi.SNDRV_CTL_ELEM_ACCESS_READ | abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE |
			abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK,
		TLV: m.tlv(),
		Ops: &channelMaps{
			Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: m.widest(), Max: int64(abi.SNDRV_CHMAP_LAST)}, m,
		},
	})
}

func (m *ChannelMaps) widest() int {
	n := 0
	for _, positions := range m.Maps {
		n = max(n, len(positions))
	}
	return n
}

// tlv are the data that tell all maps.
func (m *ChannelMaps) tlv() []uint32 {
	var items [][]uint32
	for _, positions := range m.Maps {
		var data []uint32
		for _, p := range positions {
			data = append(data, uint32(p))
		}
		items = append(items, TLVItem(abi.SNDRV_CTL_TLVT_CHMAP_FIXED, data...))
	}
	return TLVContainer(items...)
}

// channelMaps is the Ops of those elements.
type channelMaps struct {
	Range
	ChannelMaps
}

// Get is of Ops: the map of the channels that the substream has, or zeros. EINVAL if it
// must have one (pcm_chmap_ctl_get; snd-usb-audio's usb_chmap_ctl_get never says so).
func (m *channelMaps) Get(n int, v *abi.CtlElemValue) error {
	clear(v.Value[:m.Range.Channels])
	channels, must := m.ChannelMaps.Channels(n)
	for _, positions := range m.Maps {
		if uint32(len(positions)) != channels {
			continue
		}
		for i, p := range positions {
			v.Value[i] = int64(p)
		}
		return nil
	}
	if must {
		return syscall.EINVAL
	}
	return nil
}

// Put is of Ops.
func (*channelMaps) Put(int, *abi.CtlElemValue) (bool, error) { return false, syscall.EPERM }
