package test

import (
	"strings"
	"testing"
)

// app is a program, or programs that come together, of which the README says
// that it works unmodified.
type app struct {
	programs string // with commas between them
	packages string // Debian's, with spaces between them; none for what is built here
	// does and judged are what the README says: what the program does, and by
	// what the test knows that it did.
	does, judged string
	test         func(t *testing.T, m mode)
	maps         bool // it needs mmap, or waits for ever in alsa-lib's imitation of it, on Linux too
	reached      bool // it needs its memory to be reached
	paced        bool // it goes by the time of day: a card without a clock is too fast
}

func (a app) names() []string { return strings.Split(a.programs, ", ") }

// require fails the test where the program is missing.
func (a app) require(t testing.TB) {
	t.Helper()
	if a.packages == "" {
		return
	}
	for _, name := range a.names() {
		requireProgram(t, name)
	}
}

// apps are the lines of the README's table of programs.
func apps() []app {
	return []app{
		{
			programs: "aplay, arecord", packages: "alsa-utils", test: testAplay, judged: "each sample, over `loopback`",
			does: "every format; read and write, or mmap; channels together or apart; periods from 64 frames",
		},
		{
			programs: "speaker-test", packages: "alsa-utils", test: testSpeakerTest, judged: "pitch and level; silence on the other",
			does: "sine and pink noise on either channel, and on one after the other",
		},
		{
			programs: "alsaloop", packages: "alsa-utils", test: testAlsaloop, judged: "each sample",
			does: "from a `loopback` to another card",
		},
		{
			programs: "alsabat", packages: "alsa-utils", test: testAlsabat, judged: "its own verdict on both channels", paced: true,
			does: "over `loopback`",
		},
		{
			programs: "amixer", packages: "alsa-utils", test: testAmixer, reached: true, judged: "what it prints, and what another one is told",
			does: "show, change and watch elements, in dB too",
		},
		{
			programs: "alsamixer", packages: "alsa-utils tmux", test: testAlsamixer, reached: true, judged: "its screen in tmux",
			does: "show and change volumes, and follow others",
		},
		{
			programs: "alsactl", packages: "alsa-utils", test: testAlsactl, reached: true, judged: "values after another plug",
			does: "store, restore, monitor, init; its daemon",
		},
		{
			programs: "play, rec", packages: "sox libsox-fmt-alsa", test: testSox, judged: "each sample",
			does: "play, record",
		},
		{
			programs: "ffmpeg", packages: "ffmpeg", test: testFfmpeg, judged: "each sample",
			does: "play, record",
		},
		{
			programs: "gst-launch-1.0", packages: "gstreamer1.0-tools gstreamer1.0-alsa gstreamer1.0-plugins-base", test: testGStreamer, paced: true,
			does: "play, record", judged: "pitch, level and length; each sample",
		},
		{
			programs: "mpg123", packages: "mpg123", test: testMpg123, judged: "each sample",
			does: "play",
		},
		{
			programs: "mpv", packages: "mpv", test: testMpv, judged: "each sample",
			does: "play",
		},
		{
			programs: "ffplay", packages: "ffmpeg", test: testFfplay, judged: "each sample",
			does: "play, by SDL",
		},
		{
			programs: "csound", packages: "csound", test: testCsound, judged: "pitch, level and length",
			does: "play, by PortAudio's blocking calls",
		},
		{
			programs: "espeak", packages: "espeak", test: testEspeak, maps: true, judged: "length and energy",
			does: "play on `default`, by PortAudio's callback",
		},
		{
			programs: "jackd, jack_simple_client, jack_rec", packages: "jackd2", test: testJACK, judged: "pitch and level", paced: true, maps: true,
			does: "play and record at once; needs mmap",
		},
		{
			programs: "pulseaudio, paplay, parec", packages: "pulseaudio pulseaudio-utils", test: testPulseAudio, judged: "each sample; amixer",
			does: "play, record, with and without tsched; volumes and switches, both ways; turn to what is plugged in; the modules must name the card",
		},
		{
			programs: "pipewire, pw-cat", packages: "pipewire pipewire-bin", test: testPipeWire, judged: "each sample", paced: true,
			does: "play, record; the configuration must name the card",
		},
		{
			programs: "python3", packages: "python3 python3-alsaaudio", test: testPyalsaaudio, judged: "each sample; amixer, and what it is told",
			does: "play by pyalsaaudio; show, change and watch volumes",
		},
		{
			programs: "rawclient", test: testRawClient, judged: "each sample, over `loopback`",
			does: "a static Go program of ours, without libasound: calls, or mmap",
		},
	}
}

func TestPrograms(t *testing.T) { mode{}.try(t) }
