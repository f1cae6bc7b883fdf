package test

import "strings"

// pulseEnd is a sink or a source of PulseAudio, and the simple control of the card
// that is its volume and switch. PulseAudio calls 0 dB what is the card's maximum.
type pulseEnd struct {
	kind, index   string
	control, half string // how amixer shows 50 %, which is -18.06 dB: next to it
	unmute        string // amixer's word
	soft          string // is -30 dB to PulseAudio
}

var pulseEnds = []pulseEnd{
	{
		kind: "sink", index: "0",
		control: "PCM", half: "[-18.00dB] [on]", unmute: "unmute", soft: "-30dB",
	},
	{
		kind: "source", index: "1", // 0 is the sink's monitor
		control: "Mic", half: "[4.00dB] [on]", unmute: "cap", soft: "-7dB",
	},
}

// pulseFollows has PulseAudio and amixer change the volume and the switch of an end,
// whose stream runs. Each sees what the other one does.
func (m *machine) pulseFollows(end pulseEnd) {
	m.t.Helper()
	events := m.start("stdbuf", "-oL", "pactl", "subscribe")
	// It says nothing when it begins to listen, and then tells of each client.
	waitFor(m.t, "pactl to listen", func() bool { m.run("pactl", "info"); return events.stdout.String() != "" })
	pulse := func(verb, what string, args ...string) string {
		m.t.Helper()
		return m.run("pactl", append([]string{verb + "-" + end.kind + "-" + what, end.index}, args...)...)
	}
	amixerShows := func(want string) {
		m.t.Helper()
		events.waitLine("Event 'change' on " + end.kind + " #" + end.index)
		waitFor(m.t, "amixer to show "+want, func() bool { return strings.Contains(m.run("amixer", "-c", "0", "sget", end.control), want) })
	}
	pulseShows := func(what, want string) {
		m.t.Helper()
		events.waitLine("Event 'change' on " + end.kind + " #" + end.index)
		waitFor(m.t, "pactl to show "+want, func() bool { return strings.Contains(pulse("get", what), want) })
	}
	pulse("set", "volume", "50%")
	amixerShows(end.half)
	pulse("set", "mute", "1")
	amixerShows("[off]")
	m.run("amixer", "-q", "-c", "0", "sset", end.control, end.unmute)
	pulseShows("mute", "Mute: no")
	m.run("amixer", "-q", "-c", "0", "sset", end.control, "--", end.soft)
	pulseShows("volume", "-30.00 dB")
}
