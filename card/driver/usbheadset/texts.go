package usbheadset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// The headset's identity, and where it is: it is alone at a controller of its own.
const (
	vendor, product = 0x1209, 0x0001
	byID            = "by-id/usb-vsndfs_USB_Headset-00"
	byPath          = "by-path/platform-%s-usb-0:1:1.0"
)

// Its interfaces, after the one for control, and their endpoints.
var (
	speaker  = endpoint{"Playback", "pcmC%dD0p", 1, "0x01 (1 OUT) (SYNC)", earphones, "FL FR"}
	recorder = endpoint{"Capture", "pcmC%dD0c", 2, "0x82 (2 IN) (ASYNC)", microphone, "MONO"}
)

// addTexts tells what snd-usb-audio does below /proc/asound (sound/usb/proc.c).
func addTexts(c *virtual.Card, device int) {
	texts := c.Texts()
	texts.Text("usbbus", func(b *strings.Builder) { fmt.Fprintf(b, "001/%03d\n", device+2) })
	texts.Text("usbid", func(b *strings.Builder) { fmt.Fprintf(b, "%04x:%04x\n", vendor, product) })
	texts.Text("stream0", func(b *strings.Builder) {
		fmt.Fprintf(b, "%s : USB Audio\n", c.LongName)
		speaker.describe(b, c.Card)
		recorder.describe(b, c.Card)
	})
}

// endpoint is one direction of the headset.
type endpoint struct {
	name, node string
	iface      int
	address    string
	hardware   hwparams.Hardware
	channels   string
}

// describe is proc_dump_substream_status and proc_dump_substream_formats. Each format
// is an alternate setting.
func (e endpoint) describe(b *strings.Builder, c *card.Card) {
	fmt.Fprintf(b, "\n%s:\n", e.name)
	formats := e.hardware.Formats.List()
	e.describeStatus(b, c, formats)
	for n, f := range formats {
		fmt.Fprintf(b, "  Interface %d\n    Altset %d\n    Format: %v\n    Channels: %d\n", e.iface, n+1, f, e.hardware.ChannelsMax)
		fmt.Fprintf(b, "    Endpoint: %s\n    Rates: %s\n", e.address, commas(e.hardware.RatesHz))
		fmt.Fprintf(b, "    Bits: %d\n    Channel map: %s\n", f.Width(), e.channels)
	}
}

func (e endpoint) describeStatus(b *strings.Builder, c *card.Card, formats []abi.Format) {
	node := fmt.Sprintf(e.node, c.Number())
	for _, s := range c.Streams() {
		altset := slices.IndexFunc(formats, func(f abi.Format) bool { return f.String() == s.Format })
		if s.Node != node || s.State != abi.SNDRV_PCM_STATE_RUNNING.String() || altset < 0 {
			continue
		}
		b.WriteString("  Status: Running\n")
		fmt.Fprintf(b, "    Interface = %d\n    Altset = %d\n", e.iface, altset+1)
		fmt.Fprintf(b, "    Packet Size = %d\n", e.packetBytes(formats[altset], s.RateHz))
		perMs := perMillisecond(s.RateHz)
		fmt.Fprintf(b, "    Momentary freq = %d Hz (%#x.%04x)\n", s.RateHz, perMs>>16, perMs&0xffff)
		return
	}
	b.WriteString("  Status: Stop\n")
}

// packetBytes is what a packet has room for, one for each millisecond.
func (e endpoint) packetBytes(f abi.Format, rate uint32) uint32 {
	const perSecond = 1000
	return (rate + perSecond - 1) / perSecond * e.hardware.ChannelsMax * uint32(f.PhysicalWidth()) / 8
}

// perMillisecond is a rate as frames in a millisecond, with 16 bits behind the point
// (get_usb_full_speed_rate).
func perMillisecond(rate uint32) uint32 { return (rate<<13 + 62) / 125 }

func commas(numbers []uint32) string {
	var words []string
	for _, n := range numbers {
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}
