package test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// text is what a file of vsndfs/asound says.
func (s *server) text(elem ...string) string {
	s.t.Helper()
	return string(readFile(s.t, s.file(append([]string{"vsndfs", "asound"}, elem...)...)))
}

// waitsForRunning is what scripts do that must know when a player plays: a very usual
// loop over a status file.
const waitsForRunning = `
cd /dev/snd/vsndfs/asound
aplay -q -D hw:Headset -f cd -r 48000 -d 600 /dev/zero & player=$!
until grep -q RUNNING card0/pcm0p/sub0/status; do kill -0 $player || exit 1; done
grep '^rate:' Headset/pcm0p/sub0/hw_params
grep owner_pid card0/pcm0p/sub0/status
echo aplay: $player
kill $player
wait $player
until grep -qx closed card0/pcm0p/sub0/status; do :; done
`

func TestAScriptWaitsUntilAPlayerPlays(t *testing.T) {
	t.Parallel()
	lines := strings.Split(mount(t).shell(waitsForRunning), "\n")
	if want := "rate: 48000 (48000/1)"; lines[0] != want {
		t.Errorf("hw_params says %q, want %q", lines[0], want)
	}
	if want := strings.TrimPrefix(lines[2], "aplay: "); lines[1] != "owner_pid   : "+want {
		t.Errorf("status says %q, want that of %s", lines[1], want)
	}
}

// On a machine whose kernel has sound a program finds its card in /proc/asound; on
// others there is nothing, and programs do without.
func TestWhatARunProgramFindsInProc(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, err := os.Stat("/proc/asound")
	got := m.run(m.binary, runArgs(nil, "sh", "-c", "cat /proc/asound/cards; aplay -l")...)
	contains(t, got, "card 0: Headset [USB Headset], device 0: USB Audio")
	if shown := strings.Contains(got, " 0 [Headset        ]: USB-Audio - USB Headset\n"); shown != (err == nil) {
		t.Errorf("the card in /proc/asound: %v, while that is there: %v\n%s", shown, err == nil, got)
	}
}

func TestTheTextsComeAndGoWithTheirCard(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset", "--card", "loopback")
	contains(t, s.text("cards"), " 1 [Loopback       ]: ")
	open, err := os.Open(s.file("vsndfs", "asound", "Headset", "id"))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	s.vsndfs("unplug", sndDir, "usb-headset.0") // waits for nobody
	if n, err := open.Read(make([]byte, 10)); err == nil {
		t.Errorf("a text of the card that has gone was read: %d bytes", n)
	}
	if got := s.shell("cd /dev/snd/vsndfs/asound && ls; cat cards"); strings.Contains(got, "Headset") || !strings.Contains(got, "Loopback") {
		t.Errorf("after the unplug:\n%s", got)
	}
	s.vsndfs("plug", sndDir, "usb-headset.0")
	if got := s.text("Headset", "id"); got != "Headset\n" {
		t.Errorf("id of the card that came back: %q", got)
	}
}

// As udev's rules name a USB card: by what it is, and by where it is.
func TestTheOtherNamesOfAUSBCard(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset", "--card", "loopback")
	const look = "cd /dev/snd; readlink by-id/* by-path/*; ls by-id by-path"
	if got, want := s.shell(look), `../controlC0
../controlC0
by-id:
usb-vsndfs_USB_Headset-00

by-path:
platform-usb-headset.0-usb-0:1:1.0
`; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	s.shell("exec 3</dev/snd/by-id/usb-vsndfs_USB_Headset-00; grep -q controlC0 /dev/snd/vsndfs/devices/usb-headset.0/holders")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	if s.exists("by-id") || s.exists("by-path") {
		t.Error("the names of a card that was unplugged are still there")
	}
}

// readers read texts from all places, in all sizes, until they have read so often.
const (
	readers  = 4
	readings = 2500
)

func TestReadersOfTheTextsDisturbNoStream(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "loopback")
	kind := stereo
	played := kind.noise(2)
	got := filepath.Join(t.TempDir(), "got.wav")
	var all sync.WaitGroup
	var count atomic.Int64
	for n := range readers {
		all.Go(func() { s.readTexts(rand.New(rand.NewPCG(1, uint64(n))), &count) })
	}
	recorder := s.start("arecord", "-q", "-D", "hw:0,1", "-f", "S16_LE", "-c2", "-r48000", "-d", "4", got)
	s.waitStream("pcmC0D1c", "RUNNING")
	s.run("aplay", "-q", "-D", "hw:0,0", kind.writeWAV(t, played))
	recorder.succeed()
	all.Wait()
	holds(t, kind.readWAV(t, got), played)
	if count.Load() != readers*readings {
		t.Errorf("%d of %d reads did not fail", count.Load(), readers*readings)
	}
}

func (s *server) readTexts(r *rand.Rand, count *atomic.Int64) {
	texts := []string{
		"cards", "devices", "pcm", "timers", "card0/cable#0", "card0/pcm0p/sub0/status", "card0/pcm1c/sub0/status",
		"card0/pcm0p/sub0/hw_params", "card0/pcm1c/info",
	}
	for range readings {
		name := texts[r.IntN(len(texts))]
		if err := readSomewhere(s.file("vsndfs", "asound", name), r); err != nil {
			s.t.Errorf("%s: %v", name, err)
			return
		}
		count.Add(1)
	}
}

// readSomewhere reads a piece of a text, of any size and from any place.
func readSomewhere(path string, r *rand.Rand) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	p := make([]byte, r.IntN(5000))
	at := int64(r.IntN(300))
	n, err := f.ReadAt(p, at)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("read of %d bytes at %d: %d, %w", len(p), at, n, err)
}
