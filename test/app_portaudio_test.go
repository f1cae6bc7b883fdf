package test

import (
	"fmt"
	"path/filepath"
	"testing"
)

// testCsound plays by PortAudio's blocking calls. It throws its buffer away at the
// end, so there is silence in it.
func testCsound(t *testing.T, m mode) {
	score := filepath.Join(t.TempDir(), "tone.csd")
	writeFile(t, score, []byte(`<CsoundSynthesizer>
<CsInstruments>
sr = 48000
ksmps = 64
nchnls = 2
0dbfs = 1
instr 1
  a1 oscili 0.5, 700
  a2 oscili 0.25, 1100
  outs a1, a2
endin
</CsInstruments>
<CsScore>
i 1 0 1
e 2
</CsScore>
</CsoundSynthesizer>
`))
	path := filepath.Join(t.TempDir(), "out.wav")
	s := m.server(t, "usb-headset,record="+path)
	s.home(t.TempDir()).run("csound", "-+rtaudio=PortAudio", "-odac0", "-d", "-B8192", "-b2048", score)
	played := stereo.fromDeep(t, path)
	for channel, want := range []tone{{hz: 700, seconds: 1, level: 0.5}, {hz: 1100, seconds: 1, level: 0.25}} {
		stereo.heard(t, played, channel).is(t, want)
	}
}

// testEspeak plays by PortAudio's callback, through default and so through dmix,
// which leaves gaps where it comes too late. What it says has the energy of what it
// writes to a file, and is as long, or longer by the gaps.
func testEspeak(t *testing.T, m mode) {
	const text = "one two three four five six"
	oneTryDoes(t, func() error {
		dir := t.TempDir()
		path, written := filepath.Join(dir, "out.wav"), filepath.Join(dir, "written.wav")
		s := m.server(t, "usb-headset,record="+path)
		s.home(dir).run("espeak", "-w", written, text)
		s.home(dir).run("espeak", text)
		s.vsndfs("umount", sndDir)
		played, want := readSpeech(t, path), readSpeech(t, written)
		if played.seconds < 0.9*want.seconds || !near(played.energy, want.energy, 0.2) {
			return fmt.Errorf("played %+v, want %+v", played, want)
		}
		return nil
	})
}

// speech is what is measured of speech.
type speech struct{ seconds, energy float64 }

// readSpeech measures the speech in a WAV file of any kind, between silences.
func readSpeech(t testing.TB, path string) speech {
	t.Helper()
	p := sox(t, append(append([]string{path}, mono.soxArgs()...), "-")...)
	values := trim(mono.values(p, 0))
	seconds := float64(len(values)) / float64(mono.rateHz)
	return speech{seconds, seconds * power(values)}
}
