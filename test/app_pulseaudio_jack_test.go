package test

import (
	"strings"
	"testing"
)

// pulseFollowsThePlug has PulseAudio turn from the speakers to the headphones when
// they are plugged in, and back. What it has turned from it mutes.
func (m mode) pulseFollowsThePlug(t *testing.T) {
	c, _ := m.pulse(t, "hda-laptop", "module-alsa-card tsched=0 device_id=0", "module-switch-on-port-available")
	shows := func(want, program string, args ...string) {
		t.Helper()
		waitFor(t, program+" to show "+want, func() bool { return strings.Contains(c.run(program, args...), want) })
	}
	const loud, off = "[0.00dB] [on]", "[-65.25dB] [off]"
	for _, now := range []struct{ plug, port, headphones, speakers string }{
		{"out", "analog-output-speaker", off, loud},
		{"in", "analog-output-headphones", loud, off},
		{"out", "analog-output-speaker", off, loud},
	} {
		c.vsndfs("jack", sndDir, "hda-laptop.0", "Headphone", now.plug)
		shows("\tActive Port: "+now.port+"\n", "pactl", "list", "sinks")
		shows(now.headphones, "amixer", "-c", "0", "sget", "Headphone")
		shows(now.speakers, "amixer", "-c", "0", "sget", "Speaker")
	}
}
