package test

import (
	"encoding/binary"
	"testing"
)

// testRawClient has a static Go program hear its own ramp over a loopback, with
// ioctls of its own and nobody's library.
func testRawClient(t *testing.T, m mode) {
	const frames = 20000
	var ramp []byte
	for n := 1; n <= frames; n++ {
		ramp = binary.LittleEndian.AppendUint16(ramp, uint16(n))
		ramp = binary.LittleEndian.AppendUint16(ramp, uint16(-n))
	}
	client := rawClientBinary(t)
	for access, impossible := range map[string]bool{"rw": m.noRW, "mmap": m.noMMAP} {
		if impossible {
			continue
		}
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			heard := m.server(t, "loopback").run(client, access, "/dev/snd/pcmC0D0p", "/dev/snd/pcmC0D1c", "20000")
			holds(t, []byte(heard), ramp)
		})
	}
}
