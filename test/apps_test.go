package test

import "testing"

// app is a program, or programs that come together, of which the README says
// that it works unmodified.
type app struct {
	names    []string
	packages []string // Debian's; nil for what is built here
	// does and judged are what the README says: what the program does, and by
	// what the test knows that it did.
	does, judged string
	test         func(t *testing.T, m mode)
}

// require fails the test where the program is missing.
func (a app) require(t testing.TB) {
	t.Helper()
	if a.packages == nil {
		return
	}
	for _, name := range a.names {
		requireProgram(t, name)
	}
}

// apps are the lines of the README's table of programs.
func apps() []app {
	return []app{
		{
			[]string{"aplay", "arecord"},
			[]string{"alsa-utils"},
			"every format; read and write, or mmap; channels together or apart; periods from 64 frames",
			"each sample, over `loopback`",
			testAplay,
		},
		{[]string{"speaker-test"}, []string{"alsa-utils"}, "sine and pink noise on either channel", "pitch and level; the other channel is silent", testSpeakerTest},
		{[]string{"alsaloop"}, []string{"alsa-utils"}, "from a `loopback` to another card", "each sample", testAlsaloop},
		{[]string{"alsabat"}, []string{"alsa-utils"}, "over `loopback`", "its own verdict on both channels", testAlsabat},
		{[]string{"play", "rec"}, []string{"sox", "libsox-fmt-alsa"}, "play, record", "each sample", testSox},
		{[]string{"ffmpeg"}, []string{"ffmpeg"}, "play, record", "each sample", testFfmpeg},
		{[]string{"mpg123"}, []string{"mpg123"}, "play", "each sample", testMpg123},
		{[]string{"mpv"}, []string{"mpv"}, "play", "each sample", testMpv},
		{[]string{"ffplay"}, []string{"ffmpeg"}, "play, by SDL", "each sample", testFfplay},
		{[]string{"csound"}, []string{"csound"}, "play, by PortAudio's blocking calls", "pitch, level and length", testCsound},
		{[]string{"espeak"}, []string{"espeak"}, "play on `default`, by PortAudio's callback", "level and length", testEspeak},
		{[]string{"jackd", "jack_simple_client", "jack_rec"}, []string{"jackd2"}, "play and record at once; needs mmap", "pitch and level", testJACK},
		{
			[]string{"pulseaudio", "paplay", "parec"},
			[]string{"pulseaudio", "pulseaudio-utils"},
			"play, record, with and without tsched; the modules must name the card",
			"each sample",
			testPulseAudio,
		},
		{
			[]string{"pipewire", "pw-cat"},
			[]string{"pipewire", "pipewire-bin"},
			"play, record; the configuration must name the card",
			"each sample",
			testPipeWire,
		},
		{[]string{"rawclient"}, nil, "a static Go program of ours, without libasound: calls, or mmap", "each sample, over `loopback`", testRawClient},
	}
}

func TestPrograms(t *testing.T) { mode{}.try(t) }
