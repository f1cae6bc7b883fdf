package test

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// softvolConf defines a device that adds a volume of its own to the card, in steps of
// 1 dB.
const softvolConf = `pcm.soft {
	type softvol
	slave.pcm "hw:0"
	control { name "Soft Playback Volume"; card 0 }
	min_dB -40.0
	max_dB 0.0
	resolution 41
}
`

// softvol is the volume as amixer shows it.
func softvol(left, right int) string {
	return "name='Soft Playback Volume'\n  ; type=INTEGER,access=rw---RW-,values=2,min=0,max=40,step=0\n" +
		fmt.Sprintf("  : values=%d,%d\n  | dBscale-min=-40.00dB,step=1.00dB,mute=0\n", left, right)
}

// TestASoftvolIsHeard plays through a softvol whose volume other programs set, before
// and while it plays.
func TestASoftvolIsHeard(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	c := s.withSoftvol()
	played := stereo.noise(0.5)
	song := stereo.writeWAV(t, played)
	c.run("aplay", "-q", "-D", "soft", song)
	sameSoundFilledUp(t, stereo, stereo.readWAV(t, path), played)
	contains(t, c.run("amixer", "contents"), softvol(40, 40))

	c.run("amixer", "-q", "sset", "Soft", "--", "-20dB")
	feeder := startFeeder(c.start("aplay", "-q", "-D", "soft", "-t", "raw", "-f", "dat"), 1)
	feeder.waitTakes(stereo.rateHz * stereo.frameBytes())
	c.run("amixer", "-q", "cset", "name=Soft Playback Volume", "40,20")
	feeder.waitTakes(2 * pipeBytes)
	fed := feeder.finish()
	changes(t, stereo.readWAV(t, take(path, 2)), fed, [2]float64{0.1, 0.1}, [2]float64{1, 0.1})
	contains(t, c.run("amixer", "contents"), softvol(40, 20))
}

// TestASoftvolStaysUntilTheCardGoes looks at it when the program that has added it
// has ended, and has alsactl add it to the card that is plugged again, and remove it.
func TestASoftvolStaysUntilTheCardGoes(t *testing.T) {
	t.Parallel()
	s := mount(t)
	c := s.withSoftvol()
	state := filepath.Join(t.TempDir(), "state")
	c.run("aplay", "-q", "-D", "soft", stereo.writeWAV(t, stereo.noise(0.1)))
	c.run("amixer", "-q", "cset", "name=Soft Playback Volume", "20,7")
	c.run("alsactl", "-f", state, "store", "0")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	s.vsndfs("plug", sndDir, "usb-headset.0")
	gone := func() {
		t.Helper()
		if all := c.run("amixer", "contents"); strings.Contains(all, "Soft") {
			t.Errorf("there is a volume:\n%s", all)
		}
	}
	gone()
	c.run("alsactl", "-f", state, "restore", "0")
	contains(t, c.run("amixer", "contents"), softvol(20, 7))
	c.run("aplay", "-q", "-D", "soft", stereo.writeWAV(t, stereo.noise(0.1)))
	contains(t, c.run("amixer", "contents"), softvol(20, 7))
	c.run("alsactl", "clean", "0")
	gone()
}

// withSoftvol is the machine with a device soft.
func (m *machine) withSoftvol() *machine {
	m.t.Helper()
	dir := m.t.TempDir()
	writeFile(m.t, filepath.Join(dir, ".asoundrc"), []byte(softvolConf))
	return m.home(dir)
}

// changes fails the test unless a sound is heard at one volume of each channel at
// first and, from one frame on, at another, which softvol rounds twice. Silence may
// follow it.
func changes(t testing.TB, heard, played []byte, before, after [2]float64) {
	t.Helper()
	got, want := samplesOf(heard), samplesOf(played)
	if len(got) < len(want) {
		t.Fatalf("%d samples were heard, want %d", len(got), len(want))
	}
	volume, changed := before, 0
	for i := range want {
		is := func(v [2]float64) bool { return math.Abs(float64(got[i])-float64(want[i])*v[i%2]) < 2 }
		if changed == 0 && !is(before) {
			volume, changed = after, i
		}
		if !is(volume) {
			t.Fatalf("sample %d of %d is %d, want %d times %.1f; the volume has changed at %d", i, len(got), got[i], want[i], volume[i%2], changed)
		}
	}
	if changed == 0 {
		t.Error("the volume has not changed")
	}
}
