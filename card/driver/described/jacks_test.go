package described_test

import "testing"

// Bytes that go with a jack are there while its plug is in, also when the card comes
// back.
func TestBytesThatGoWithAJack(t *testing.T) {
	r := plugIn(t, `name: Card
controls:
- {name: ELD, iface: pcm, type: bytes, channels: 2, values: [0x10, 7], access: [read, volatile], with_jack: HDMI}
jacks: {HDMI: out}
`)
	r.expect("ELD 0", "HDMI Jack 0")
	r.do("plug in", r.panel.MoveJacks("HDMI in"))
	r.expect("ELD 1808", "HDMI Jack 1")
	r.do("unplug", r.slot.Unplug())
	r.do("plug", r.slot.Plug())
	r.expect("ELD 1808", "HDMI Jack 1")
	r.do("pull out", r.panel.MoveJacks("HDMI out"))
	r.expect("ELD 0", "HDMI Jack 0")
}
