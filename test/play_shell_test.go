package test

import (
	"path/filepath"
	"testing"
	"time"
)

// recording returns where a card will keep what is played, as the option of
// mount and as a path.
func recording(t testing.TB) (option, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "out.wav")
	return "--record=" + path, path
}

func TestShellToolsPlaySampleBySample(t *testing.T) {
	scripts := map[string]string{
		"cat":                      `cat "$1" > /dev/snd/pcmC0D0p`,
		"cat appending":            `cat "$1" | cat > /dev/snd/pcmC0D0p`,
		"dd in blocks of a second": `dd if="$1" of=/dev/snd/pcmC0D0p bs=192000 status=none`,
		"dd in blocks of no whole frame but the last": `dd if="$1" of=/dev/snd/pcmC0D0p bs=999 status=none`,
		"head through a pipe":                         `head -c 96000 "$1" | cat > /dev/snd/pcmC0D0p`,
		"sox":                                         `sox -t raw -e signed -b 16 -c 2 -r 48000 "$1" -t raw - > /dev/snd/pcmC0D0p`,
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			option, path := recording(t)
			s := mount(t, option)
			played := stereo.noise(0.5)
			s.shell(script, stereo.write(t, played))
			sameSound(t, stereo.readWAV(t, path), played)
		})
	}
}

func TestTwoSecondsOfSoundTakeTwoSeconds(t *testing.T) {
	t.Parallel()
	s := mount(t)
	start := time.Now()
	s.shell(`head -c 384000 /dev/urandom > /dev/snd/pcmC0D0p`)
	between(t, "two seconds of sound", time.Since(start), 1900*time.Millisecond, 10*time.Second)
}

func TestASecondPlayIsKeptInASecondFile(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	first, second := stereo.noise(0.2), stereo.noise(0.3)
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p && cat "$2" > /dev/snd/pcmC0D0p`, stereo.write(t, first), stereo.write(t, second))
	sameSound(t, stereo.readWAV(t, path), first)
	sameSound(t, stereo.readWAV(t, path[:len(path)-len(".wav")]+"-2.wav"), second)
}

func TestAStrictCardRefusesShellTools(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset,strict")
	for _, script := range []string{`cat /dev/zero > /dev/snd/pcmC0D0p`, `cat /dev/snd/pcmC0D0c`} {
		contains(t, s.startShell(script).fail(1), "File descriptor in bad state")
	}
}
