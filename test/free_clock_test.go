package test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// TestProgramsWithoutAClock tries all programs on cards without a clock.
func TestProgramsWithoutAClock(t *testing.T) { mode{card: []string{"clock=free"}}.try(t) }

// long is more seconds than any of these tests would wait for a clock.
const long = 120

// longSong writes a long sound and returns the file and what is in it.
func longSong(t testing.TB, kind sound) (song string, samples []byte) {
	t.Helper()
	samples = kind.noise(long)
	return kind.writeWAV(t, samples), samples
}

// seconds are that many long sounds, as arecord has it.
func seconds(sounds int) string { return strconv.Itoa(sounds * long) }

// freeCard is the option for a card of a model that has no clock.
func freeCard(model string, options string) []string {
	return []string{"--card", model + ",clock=free" + options}
}

// aplay and sox play a whole last period: silence may follow the song.
func TestWithoutAClockProgramsPlayLongSoundsExactly(t *testing.T) {
	t.Parallel()
	m := newMachine(t).measured()
	song, samples := longSong(t, stereo)
	for name, test := range map[string]struct {
		model  string
		player []string
	}{
		"aplay":             {"usb-headset", []string{"aplay", "-q", "-D", "hw:0", song}},
		"aplay on dummy":    {"dummy", []string{"aplay", "-q", "-D", "hw:0", song}},
		"aplay on loopback": {"loopback", []string{"aplay", "-q", "-D", "hw:0", song}},
		"aplay by mmap":     {"usb-headset", []string{"aplay", "-q", "-M", "-D", "hw:0", song}},
		"aplay on default":  {"usb-headset", []string{"aplay", "-q", song}},
		"ffmpeg":            {"usb-headset", []string{"ffmpeg", "-loglevel", "error", "-i", song, "-f", "alsa", "hw:0"}},
		"sox":               {"dummy", []string{"sox", "-q", song, "-t", "alsa", "hw:0"}},
		"cat":               {"usb-headset", []string{"sh", "-c", `sox "$1" -t raw - | cat > /dev/snd/pcmC0D0p`, "sh", song}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out.wav")
			m.vsndfs(runArgs(freeCard(test.model, ",record="+path), test.player...)...)
			got := stereo.readWAV(t, path)
			sameSound(t, got[:min(len(got), len(samples))], samples)
			sameSound(t, got[len(samples):], make([]byte, len(got)-len(samples)))
		})
	}
}

func TestWithoutAClockProgramsRecordLongSoundsExactly(t *testing.T) {
	t.Parallel()
	m := newMachine(t).measured()
	song, samples := longSong(t, mono)
	device := []string{"-D", "hw:0", "-f", "S16_LE", "-r", "48000", "-d", seconds(1)}
	for name, recorder := range map[string][]string{
		"arecord":         append([]string{"arecord", "-q"}, device...),
		"arecord by mmap": append([]string{"arecord", "-q", "-M"}, device...),
		"ffmpeg": {
			"ffmpeg", "-loglevel", "error", "-f", "alsa", "-channels", "1", "-sample_rate", "48000", "-i", "hw:0",
			"-af", fmt.Sprintf("atrim=end_sample=%d", long*mono.rateHz),
		},
		"sox": {"sox", "-q", "-t", "alsa", "-r", "48000", "-c", "1", "-b", "16", "hw:0"},
	} {
		t.Run(name, func(t *testing.T) {
			got := filepath.Join(t.TempDir(), "got.wav")
			command := append(recorder, got)
			if name == "sox" {
				command = append(command, "trim", "0", seconds(1))
			}
			m.vsndfs(runArgs(freeCard("usb-headset", ",play="+song), command...)...)
			sameSound(t, mono.readWAV(t, got), samples)
		})
	}
}

func TestWithoutAClockSilenceFollowsTheFile(t *testing.T) {
	t.Parallel()
	m := newMachine(t).measured()
	fed := mono.noise(0.5)
	got := filepath.Join(t.TempDir(), "got.wav")
	m.vsndfs(runArgs(freeCard("usb-headset", ",play="+mono.writeWAV(t, fed)),
		"arecord", "-q", "-D", "hw:0", "-f", "S16_LE", "-r", "48000", "-d", seconds(1), got)...)
	want := make([]byte, long*mono.rateHz*mono.frameBytes())
	copy(want, fed)
	sameSound(t, mono.readWAV(t, got), want)
}

// A recording of a loopback begins with what is played, and ends after it.
func TestWithoutAClockALoopbackIsAPipe(t *testing.T) {
	for access, flags := range accesses {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			s := newMachine(t).measured().mount(freeCard("loopback", "")...)
			song, samples := longSong(t, stereo)
			whole, more := filepath.Join(t.TempDir(), "whole.wav"), filepath.Join(t.TempDir(), "more.wav")
			for path, flag := range map[string][]string{whole: {"-d", seconds(1)}, more: nil} {
				record := slices.Concat(flags, []string{"-q", "-D", "hw:0,1", "-f", "dat"}, flag, []string{path})
				recorder := s.start("arecord", record...)
				s.waitStream("pcmC0D1c", "RUNNING")
				s.run("aplay", append(flags, "-q", "-D", "hw:0,0", song)...)
				if path == more {
					s.waitAtLeast(path, len(samples)+1000)
					recorder.signal(syscall.SIGINT)
					recorder.wait()
				} else {
					recorder.succeed()
				}
				s.waitNoStream()
			}
			sameSound(t, stereo.readWAV(t, whole), samples)
			sameSound(t, stereo.readWAV(t, more)[:len(samples)], samples)
		})
	}
}

// waitAtLeast waits until a file has grown to that many bytes.
func (s *server) waitAtLeast(path string, bytes int) {
	s.t.Helper()
	waitFor(s.t, path+" to grow", func() bool {
		st, err := os.Stat(path)
		return err == nil && st.Size() >= int64(bytes)
	})
}

// A playback waits for a program that has the other end open, until that has
// taken everything or gone.
func TestWithoutAClockAPlaybackWaitsForItsListener(t *testing.T) {
	t.Parallel()
	s := newMachine(t).measured().mount(freeCard("loopback", "")...)
	song, _ := longSong(t, stereo)
	listener := s.startShell("exec 3< /dev/snd/pcmC0D1c; echo open; read -r line")
	listener.expect("open")
	player := s.start("aplay", "-q", "-D", "hw:0,0", song)
	s.slot("loopback.0").waitBlocked(player, "pcmC0D0p")
	listener.say("go")
	listener.succeed()
	player.succeed()
}
