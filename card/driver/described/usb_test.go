package described

import (
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/driver/model"
)

// As the kernel says of 48 frames and of 44.1 in a millisecond.
func TestTheRateOfAFullSpeedEndpoint(t *testing.T) {
	for rate, want := range map[uint32]uint32{48000: 0x300000, 44100: 0x2c199a, 8000: 0x080000} {
		if got := perPacket(model.FullSpeed, rate); got != want {
			t.Errorf("%d Hz: got %#x, want %#x", rate, got, want)
		}
	}
	if got := perPacket(model.HighSpeed, 44100); got != 0x58333 {
		t.Errorf("got %#x frames in 125 µs, want 0x58333", got)
	}
	if got := packetBytes(altset{format: abi.SNDRV_PCM_FORMAT_S16_LE, channels: 2}, model.FullSpeed, 44100); got != 45*4 {
		t.Errorf("a packet has %d bytes, want 180", got)
	}
}
