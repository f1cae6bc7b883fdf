package described

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver/model"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// plugIn makes the card one at a USB port. It outlives the device's unplugging when
// programs hold it, and keeps the device until it is freed itself, as with usb_get_dev
// and usb_put_dev. The device is alone at a controller of its own.
func (m *described) plugIn(c *virtual.Card, d *bus.Device) {
	c.SetPrivateFree(d.Get().Put)
	if c.Components == "" {
		c.Components = "USB" + m.USB.ID
	}
	serial := cmp.Or(m.USB.Serial, strings.ReplaceAll(m.Description.Name, " ", "_"))
	c.Links = append(c.Links, "by-id/usb-"+serial+"-00", fmt.Sprintf("by-path/platform-%s-usb-0:1:1.0", d.Name()))

	texts := c.Texts()
	texts.Text("usbbus", func(b *strings.Builder) { fmt.Fprintf(b, "001/%03d\n", d.ID()+2) })
	texts.Text("usbid", func(b *strings.Builder) { fmt.Fprintln(b, m.USB.ID) })
	speed, _ := m.USB.ReadSpeed() // checked
	iface := 0
	for n := range m.PCMs {
		p := &m.PCMs[n]
		endpoints := endpointsOf(p, speed, &iface)
		texts.Text(fmt.Sprintf("stream%d", n), func(b *strings.Builder) {
			fmt.Fprintf(b, "%s : %s\n", c.LongName, configOf(p).ID)
			for _, e := range endpoints {
				e.describe(b, c.Card)
			}
		})
	}
}

// endpoint is a stream of a USB device. Each stream has an interface, after the one for
// control, and an endpoint of the same number.
type endpoint struct {
	name, node string
	iface      int
	address    string
	feedback   string // the address of the endpoint that tells what a playback needs; "" if there is none
	speed      model.Speed
	altsets    []altset
}

// altset is an alternate setting of an interface.
type altset struct {
	format   abi.Format
	channels uint32
	rates    string
	maps     string
}

func endpointsOf(p *model.PCM, speed model.Speed, iface *int) []endpoint {
	playback := endpoint{name: "Playback", node: "pcmC%%dD%dp", address: "0x%02x (%d OUT) (SYNC)"}
	if speed == model.HighSpeed {
		playback.address, playback.feedback = "0x%02x (%d OUT) (ASYNC)", "0x8%x (%d IN)"
	}
	var all []endpoint
	for _, e := range []struct {
		endpoint
		stream *model.Stream
	}{
		{playback, p.Playback},
		{endpoint{name: "Capture", node: "pcmC%%dD%dc", address: "0x8%x (%d IN) (ASYNC)"}, p.Capture},
	} {
		if e.stream == nil {
			continue
		}
		*iface++
		e.node, e.iface, e.speed = fmt.Sprintf(e.node, p.Device), *iface, speed
		if e.feedback != "" {
			e.feedback = fmt.Sprintf(e.feedback, *iface, *iface)
		}
		e.address = fmt.Sprintf(e.address, *iface, *iface)
		e.altsets = altsetsOf(e.stream)
		all = append(all, e.endpoint)
	}
	return all
}

// altsetsOf are the alternate settings, one for each format of each of the stream's
// settings.
func altsetsOf(s *model.Stream) []altset {
	settings, err := s.ReadSettings()
	if err != nil {
		return nil // Check would have told
	}
	maps, _ := s.Maps()
	var all []altset
	for _, one := range settings {
		for _, f := range one.Formats.List() {
			all = append(all, altset{f, one.ChannelsMax, ratesOf(one), mapText(s, maps, one.ChannelsMax)})
		}
	}
	return all
}

func ratesOf(s hwparams.Setting) string {
	if s.RatesHz == nil {
		return fmt.Sprintf("%d - %d (continuous)", s.RateMinHz, s.RateMaxHz)
	}
	var words []string
	for _, r := range s.RatesHz {
		words = append(words, fmt.Sprint(r))
	}
	return strings.Join(words, ", ")
}

// mapText is the map for that many channels.
func mapText(s *model.Stream, maps [][]abi.Chmap, channels uint32) string {
	n := slices.IndexFunc(maps, func(m []abi.Chmap) bool { return uint32(len(m)) == channels })
	if n < 0 {
		return ""
	}
	return strings.Join(s.ChannelMaps[n], " ")
}

// describe is proc_dump_substream_status and proc_dump_substream_formats.
func (e endpoint) describe(b *strings.Builder, c *card.Card) {
	fmt.Fprintf(b, "\n%s:\n", e.name)
	e.describeStatus(b, c)
	for n, a := range e.altsets {
		fmt.Fprintf(b, "  Interface %d\n    Altset %d\n    Format: %v\n    Channels: %d\n", e.iface, n+1, a.format, a.channels)
		fmt.Fprintf(b, "    Endpoint: %s\n    Rates: %s\n", e.address, a.rates)
		if e.speed == model.HighSpeed {
			fmt.Fprintf(b, "    Data packet interval: %d us\n", 1e6/packetsPerSecond(e.speed))
		}
		fmt.Fprintf(b, "    Bits: %d\n", a.format.Width())
		if a.format >= abi.SNDRV_PCM_FORMAT_DSD_U8 {
			b.WriteString("    DSD raw: DOP=0, bitrev=0\n")
		}
		if a.maps != "" {
			fmt.Fprintf(b, "    Channel map: %s\n", a.maps)
		}
		if e.feedback != "" {
			fmt.Fprintf(b, "    Sync Endpoint: %s\n    Sync EP Interface: %d\n    Sync EP Altset: %d\n    Implicit Feedback Mode: No\n",
				e.feedback, e.iface, n+1)
		}
	}
}

func (e endpoint) describeStatus(b *strings.Builder, c *card.Card) {
	node := fmt.Sprintf(e.node, c.Number())
	for _, s := range c.Streams() {
		n := slices.IndexFunc(e.altsets, func(a altset) bool { return a.format.String() == s.Format && a.channels == s.Channels })
		if s.Node != node || s.State != abi.SNDRV_PCM_STATE_RUNNING.String() || n < 0 {
			continue
		}
		b.WriteString("  Status: Running\n")
		fmt.Fprintf(b, "    Interface = %d\n    Altset = %d\n", e.iface, n+1)
		fmt.Fprintf(b, "    Packet Size = %d\n", packetBytes(e.altsets[n], e.speed, s.RateHz))
		frames := perPacket(e.speed, s.RateHz)
		fmt.Fprintf(b, "    Momentary freq = %d Hz (%#x.%04x)\n", s.RateHz, frames>>16, frames&0xffff)
		if e.feedback != "" {
			b.WriteString("    Feedback Format = 16.16\n")
		}
		return
	}
	b.WriteString("  Status: Stop\n")
}

func packetsPerSecond(speed model.Speed) uint32 {
	if speed == model.HighSpeed {
		return 8000
	}
	return 1000
}

// packetBytes is what a packet has room for.
func packetBytes(a altset, speed model.Speed, rate uint32) uint32 {
	perSecond := packetsPerSecond(speed)
	return (rate + perSecond - 1) / perSecond * a.channels * uint32(a.format.PhysicalWidth()) / 8
}

// perPacket is a rate as frames in a packet, with 16 bits behind the point
// (get_usb_full_speed_rate, get_usb_high_speed_rate).
func perPacket(speed model.Speed, rate uint32) uint32 {
	if speed == model.HighSpeed {
		return (rate<<10 + 62) / 125
	}
	return (rate<<13 + 62) / 125
}
