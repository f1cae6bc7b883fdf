package clone

import (
	"fmt"
	"slices"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// isJack describes an element that tells of a jack as one, with its place among the
// others.
func (c *cloner) isJack(e *element) bool {
	if e.id.Iface != abi.SNDRV_CTL_ELEM_IFACE_CARD || e.info.Type != abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN ||
		e.info.Count != 1 || e.access != abi.SNDRV_CTL_ELEM_ACCESS_READ || e.id.Device|e.id.Subdevice|e.id.Index != 0 {
		return false
	}
	name := abi.GetString(e.id.Name[:])
	jack, is := model.JackOf(name, e.value.Value[0] != 0)
	taken := slices.ContainsFunc(c.Description.Jacks, func(j model.Jack) bool { return j.Name == jack.Name })
	if !is || taken || model.Printable(name) != name {
		return false
	}
	c.Description.Jacks = append(c.Description.Jacks, jack)
	c.Description.Controls = append(c.Description.Controls, model.Control{Jack: jack.Name})
	return true
}

// mapAccess is that of the elements of channel maps.
const mapAccess = abi.SNDRV_CTL_ELEM_ACCESS_READ | abi.SNDRV_CTL_ELEM_ACCESS_VOLATILE |
	abi.SNDRV_CTL_ELEM_ACCESS_TLV_READ | abi.SNDRV_CTL_ELEM_ACCESS_TLV_CALLBACK

// isChannelMap describes an element that tells the channel maps of a stream as those, with
// their place among the others. There is one element for each substream, and the first
// stands for all.
func (c *cloner) isChannelMap(e *element) bool {
	s, name := c.streamOf(e)
	if s == nil || e.info.Type != abi.SNDRV_CTL_ELEM_TYPE_INTEGER || e.access != mapAccess {
		return false
	}
	maps, ok := fixedMaps(e.tlv)
	if !ok || *e.info.Integer() != (abi.CtlElemRange{Max: int64(abi.SNDRV_CHMAP_LAST)}) || e.info.Count != uint32(widest(maps)) {
		return false
	}
	if e.id.Index > 0 {
		return s.ChannelMaps != nil
	}
	s.ChannelMaps = maps
	c.Description.Controls = append(c.Description.Controls, model.Control{ChannelMap: name})
	return true
}

// streamOf is the stream that an element with channel maps belongs to, and what it is
// called in a description.
func (c *cloner) streamOf(e *element) (*model.Stream, string) {
	if e.id.Iface != abi.SNDRV_CTL_ELEM_IFACE_PCM || e.id.Subdevice != 0 {
		return nil, ""
	}
	for n := range c.Description.PCMs {
		p := &c.Description.PCMs[n]
		if uint32(p.Device) != e.id.Device {
			continue
		}
		switch abi.GetString(e.id.Name[:]) {
		case "Playback Channel Map":
			return p.Playback, streamName(p.Device, 0)
		case "Capture Channel Map":
			return p.Capture, streamName(p.Device, 1)
		}
	}
	return nil, ""
}

// streamName is what a description calls a stream.
func streamName(device, direction int) string { return fmt.Sprintf("pcm%d%c", device, "pc"[direction]) }

// fixedMaps are the channel maps that TLV data tell, false if a description cannot say
// them: those that a program may change.
func fixedMaps(tlv []uint32) ([]model.Words, bool) {
	if len(tlv) < 2 || tlv[0] != abi.SNDRV_CTL_TLVT_CONTAINER {
		return nil, false
	}
	var all []model.Words
	for rest := tlv[2:]; len(rest) > 0; {
		if len(rest) < 3 || rest[0] != abi.SNDRV_CTL_TLVT_CHMAP_FIXED || uint64(rest[1]/4) > uint64(len(rest)-2) {
			return nil, false
		}
		var one []abi.Chmap
		for _, word := range rest[2:][:rest[1]/4] {
			one = append(one, abi.Chmap(word))
		}
		words, ok := model.PositionWords(one)
		if !ok || len(words) == 0 {
			return nil, false
		}
		all = append(all, words)
		rest = rest[2+len(one):]
	}
	return all, len(all) > 0
}

func widest(maps []model.Words) int {
	n := 0
	for _, m := range maps {
		n = max(n, len(m))
	}
	return n
}

// unplace leaves out the places of channel maps and jacks if they are where they would be
// anyway: the maps before all other elements, and the jacks behind.
func (c *cloner) unplace() {
	d := c.Description
	var maps, jacks []model.Control
	for _, p := range d.PCMs {
		for n, s := range []*model.Stream{p.Playback, p.Capture} {
			if s != nil && s.ChannelMaps != nil {
				maps = append(maps, model.Control{ChannelMap: streamName(p.Device, n)})
			}
		}
	}
	for _, j := range d.Jacks {
		jacks = append(jacks, model.Control{Jack: j.Name})
	}
	own := slices.DeleteFunc(slices.Clone(d.Controls), func(c model.Control) bool { return c.Jack != "" || c.ChannelMap != "" })
	usual := slices.Concat(maps, own, jacks)
	same := slices.EqualFunc(usual, d.Controls, func(a, b model.Control) bool {
		return a.Jack == b.Jack && a.ChannelMap == b.ChannelMap && a.Name == b.Name && a.Index == b.Index
	})
	if same {
		d.Controls = own
	}
}
