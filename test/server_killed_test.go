package test

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// kill kills the server outright.
func (s *server) kill() {
	s.t.Helper()
	s.killed = true
	s.signal(unix.SIGKILL)
	waitFor(s.t, "the server's end", s.gone)
}

func TestClientsOfAKilledServerGetErrorsAtOnce(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	waiter := s.role("blocked", "open", s.node("pcmC0D0p"))
	waiter.expect("ready")
	waiter.waitIn(unix.SYS_OPENAT)
	recorder := s.start("arecord", "-D", "hw:0,0", "/dev/null")
	s.waitStream("pcmC0D0c", "RUNNING")
	follower := s.start(s.binary, "log", "-f", sndDir)
	follower.line()
	s.kill()
	waiter.cutOff()
	recorder.fail(1)
	follower.succeed()
	contains(t, shell.writeHeld(), "not connected")
	s.vsndfs("umount", sndDir)
}

func TestWhatAKilledServerLeftIsSaidAndCleanedByUmount(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.kill()
	contains(t, s.start(s.binary, "status", sndDir).fail(1), "vsndfs umount /dev/snd")
	if !s.mounted(sndDir) {
		t.Fatal("a killed server has left no mount: there is nothing to test")
	}
	s.vsndfs("umount", sndDir)
}

func TestTheNextMountCleansWhatAKilledServerLeft(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	first := m.mount()
	first.kill()
	m.mount()
	m.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

func TestMount8CleansWhatAKilledServerLeft(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.installHelper()
	first := m.mount()
	first.kill()
	log := filepath.Join(t.TempDir(), "log")
	m.run("mount", "-t", "fuse.vsndfs", "usb-headset", sndDir, "-o", "log="+log)
	m.adopt(sndDir, log)
	m.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

// TestAServerThatStandsStillDoesNotHoldUpUmountWithATimeout has nobody answer umount.
func TestAServerThatStandsStillDoesNotHoldUpUmountWithATimeout(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.signal(unix.SIGSTOP)
	text := s.start(s.binary, "umount", "--timeout", "100ms", sndDir).fail(1)
	oneLine(t, text)
	contains(t, text, "does not answer")
	s.signal(unix.SIGCONT)
	s.vsndfs("umount", sndDir)
}

func TestTheLogFileOfAServerThatCrashesSaysWhy(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.killed = true
	s.signal(unix.SIGABRT) // Go's runtime dumps its goroutines, as for a panic
	waitFor(t, "the server's end", s.gone)
	contains(t, s.log(), "SIGABRT")
	contains(t, s.log(), "goroutine ")
	s.vsndfs("umount", sndDir)
}

// A recording of a slow stream is on disk long before it fills the recorder's memory.
func TestAKilledServerTakesLittleOfASlowStreamAlong(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	slow := sound{"S16_LE", 2, 8000}
	played := slow.noise(30)
	player := s.start("aplay", "-q", "-D", "hw:0,0", slow.writeWAV(t, played))
	waitFor(t, "sound on the disk", func() bool { return fileSize(t, path) > 1000 })
	s.kill()
	player.fail(1)
	kept := slow.readWAV(t, path)
	sameSound(t, kept, played[:len(kept)])
	if got, want := probedFrames(t, path), len(kept)/slow.frameBytes(); got != want || want == 0 {
		t.Errorf("ffprobe sees %d frames, sox %d", got, want)
	}
	s.vsndfs("umount", sndDir)
}

// probedFrames is how many frames ffprobe sees in a file.
func probedFrames(t testing.TB, path string) int {
	t.Helper()
	out, err := exec.Command(requireProgram(t, "ffprobe"), "-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0", path).CombinedOutput()
	if err != nil {
		t.Fatalf("ffprobe %s: %v\n%s", path, err, out)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		t.Fatalf("ffprobe printed %q: %v", out, err)
	}
	return n
}
