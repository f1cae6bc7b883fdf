package test

import "testing"

// app is a program, or programs that come together, of which the README says
// that it works unmodified.
type app struct {
	names    []string
	packages []string // Debian's
	// does and judged are what the README says: what the program does, and by
	// what the test knows that it did.
	does, judged string
	test         func(t *testing.T, m mode)
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
		{[]string{"speaker-test"}, []string{"alsa-utils"}, "sine, pink noise", "tone and level", testSpeakerTest},
		{[]string{"play", "rec"}, []string{"sox", "libsox-fmt-alsa"}, "play, record", "each sample", testSox},
		{[]string{"ffmpeg"}, []string{"ffmpeg"}, "play, record", "each sample", testFfmpeg},
	}
}

func TestPrograms(t *testing.T) { mode{}.try(t) }
