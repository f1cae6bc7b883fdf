package test

import (
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
	s.run("csound", "-+rtaudio=PortAudio", "-odac0", "-d", "-B8192", "-b2048", score)
	played := stereo.fromDeep(t, path)
	for channel, want := range []tone{{hz: 700, seconds: 1, level: 0.5}, {hz: 1100, seconds: 1, level: 0.25}} {
		stereo.heard(t, played, channel).is(t, want)
	}
}

// testEspeak plays by PortAudio's callback, through default. What it says is as
// long and as loud as what it writes to a file.
func testEspeak(t *testing.T, m mode) {
	const text = "one two three four five six"
	dir := t.TempDir()
	path, written := filepath.Join(dir, "out.wav"), filepath.Join(dir, "written.wav")
	s := m.server(t, "usb-headset,record="+path)
	s.run("espeak", "-w", written, text)
	s.run("espeak", text)
	s.vsndfs("umount", sndDir)
	played := trim(stereo.values(stereo.readWAV(t, path), 0))
	spoken := sound{"S16_LE", 1, 22050}
	want := trim(spoken.values(spoken.readWAV(t, written), 0))
	seconds, wantSeconds := float64(len(played))/float64(stereo.rateHz), float64(len(want))/float64(spoken.rateHz)
	if !near(seconds, wantSeconds, 0.15) || !near(power(played), power(want), 0.3) {
		t.Errorf("%.2f s of power %.4f were played, want %.2f s of %.4f", seconds, power(played), wantSeconds, power(want))
	}
}
