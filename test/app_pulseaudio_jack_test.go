package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// codec is a card as in a laptop: with elements of their own for the headphones and
// the speakers, and a jack.
func codec(t testing.TB) string {
	t.Helper()
	path, err := filepath.Abs("testdata/codec.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// pulseFollowsThePlug has PulseAudio turn from the speakers to the headphones when
// they are plugged in, and back. What it has turned from it mutes.
func (m mode) pulseFollowsThePlug(t *testing.T) {
	c, _ := m.pulse(t, codec(t), "module-alsa-card tsched=0 device_id=0", "module-switch-on-port-available")
	shows := func(want, program string, args ...string) {
		t.Helper()
		waitFor(t, program+" to show "+want, func() bool { return strings.Contains(c.run(program, args...), want) })
	}
	const loud, off = "[0.00dB] [on]", "[-65.25dB] [off]"
	for _, now := range []struct{ plug, port, active, headphones, speakers string }{
		{"out", "not available", "analog-output-speaker", off, loud},
		{"in", "available", "analog-output-headphones", loud, off},
		{"out", "not available", "analog-output-speaker", off, loud},
	} {
		c.vsndfs("jack", sndDir, "codec.0", "Headphone", now.plug)
		shows("Headphones (type: Headphones, priority: 9900, "+now.port+")\n\tActive Port: "+now.active+"\n", "pactl", "list", "sinks")
		shows(now.headphones, "amixer", "-c", "0", "sget", "Headphone")
		shows(now.speakers, "amixer", "-c", "0", "sget", "Speaker")
	}
}
