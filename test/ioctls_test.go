package test

import (
	"strconv"
	"testing"
)

func TestIoctlsThatMakeNoSenseDisturbNobody(t *testing.T) {
	const calls = 4000
	for seed, node := range []string{"controlC0", "pcmC0D0p", "pcmC0D0c", "timer"} {
		t.Run(node, func(t *testing.T) {
			t.Parallel()
			option, path := recording(t)
			s := mount(t, "--card", "usb-headset,substreams=2", option)
			played := stereo.noise(2)
			player := s.start("aplay", "-q", "-D", "hw:0,0", stereo.writeWAV(t, played))
			s.waitStream("pcmC0D0p", "RUNNING")
			client := s.role("ioctls", s.node(node), strconv.Itoa(calls), strconv.Itoa(seed+1))
			t.Logf("%s answered %s", node, client.line())
			client.succeed()
			player.succeed()
			sameSound(t, stereo.readWAV(t, path), played)
			s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
		})
	}
}
