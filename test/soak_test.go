package test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// make soak sets these.
var (
	soakFor  = flag.Duration("soak", time.Minute, "how long hostile clients are let loose")
	soakSeed = flag.Uint64("seed", 0, "what they do; 0 is a new one each time")
)

// hostile is a hostile client and what it is let loose on.
type hostile struct {
	*server
	binaries [2]string // of which each start takes the other
	nodes    []string
	seed     uint64
	process  *program
}

// buildHostile compiles testdata/hostile.c, as a 32-bit program too.
var buildHostile = sync.OnceValues(func() (paths [2]string, err error) {
	for i, flags := range [][]string{nil, {"-m32"}} {
		paths[i] = filepath.Join(binaries.dir, fmt.Sprintf("hostile%d", i))
		args := append(flags, "-static", "-pthread", "-O1", "-Wall", "-Wextra", "-Werror", "-o", paths[i], "testdata/hostile.c")
		if out, err := exec.Command("cc", args...).CombinedOutput(); err != nil {
			return paths, fmt.Errorf("compile testdata/hostile.c (it needs the Debian packages gcc, gcc-multilib, libc6-dev and linux-libc-dev): %w\n%s", err, out)
		}
	}
	return paths, nil
})

// letLoose starts a hostile client. It yields to everybody: what it takes from
// the others it takes in the server.
func (s *server) letLoose(seed uint64, nodes ...string) *hostile {
	s.t.Helper()
	paths, err := buildHostile()
	if err != nil {
		s.t.Fatal(err)
	}
	h := &hostile{server: s, binaries: paths, nodes: nodes, seed: seed}
	h.restart()
	return h
}

// restart kills the client, which may have killed itself, and starts another one.
func (h *hostile) restart() {
	h.t.Helper()
	if h.process != nil && h.process.running() {
		h.kill()
	}
	h.seed++
	args := append([]string{"-n", "19", h.binaries[h.seed%2], h.dir, strconv.FormatUint(h.seed, 10)}, h.nodes...)
	h.process = h.start("nice", args...)
}

// kill kills the client, which must die.
func (h *hostile) kill() {
	h.t.Helper()
	h.process.signal(syscall.SIGKILL)
	h.process.wait()
}

// TestHostileClientsDisturbNobody is not parallel: it takes all of the machine.
func TestHostileClientsDisturbNobody(t *testing.T) {
	seed := *soakSeed
	if seed == 0 {
		seed = rand.Uint64N(1 << 32)
	}
	t.Logf("make soak SOAK=%v SEED=%d", *soakFor, seed)
	path := filepath.Join(t.TempDir(), "alone.wav")
	s := mount(t, "--card", "usb-headset,substreams=64", "--card", "loopback,substreams=64",
		"--card", "usb-headset,substreams=64", "--card", "usb-headset,record="+path)
	s.status()
	files := s.openFiles()
	all := []*hostile{
		s.letLoose(seed, "pcmC0D0p", "pcmC0D0c", "controlC0", "timer"),
		s.letLoose(seed+1<<16, "pcmC1D0p", "pcmC1D1c", "pcmC1D1p", "pcmC1D0c"),
		s.letLoose(seed+2<<16, "pcmC2D0p", "pcmC2D0c", "controlC2", "timer"),
	}
	const pulled = "usb-headset.1" // which the last of them uses
	random := rand.New(rand.NewPCG(seed, 0))
	for round, end := 1, time.Now().Add(*soakFor); time.Now().Before(end); round++ {
		unplug := s.slot(pulled).startEcho("unplug")
		alone := s.start("aplay", "-q", "-D", "hw:3,0", "--buffer-time=2000000", stereo.writeWAV(t, stereo.noise(1)))
		s.hearOverTheLoopback()
		alone.succeed()
		sameSound(t, stereo.readWAV(t, takeOf(path, round)), stereo.noise(1))
		all[random.IntN(2)].restart()
		all[2].kill() // it may have closed all that the card waits for, or sleep in a read of the timer
		unplug.succeed()
		s.vsndfs("plug", s.dir, pulled)
		all[2].restart()
	}
	for _, h := range all {
		h.kill()
	}
	waitFor(t, "the hostile clients' files to be closed", func() bool { return s.holders() == 0 })
	waitFor(t, "the server's descriptors to be closed", func() bool { return s.openFiles() <= files })
	s.noComplaint()
	t.Logf("the server has %d KiB of memory and %d threads", s.process("VmRSS"), s.process("Threads"))
}

// takeOf is the file of the n-th stream that was recorded to a path.
func takeOf(path string, n int) string {
	if n == 1 {
		return path
	}
	return fmt.Sprintf("%s-%d.wav", strings.TrimSuffix(path, ".wav"), n)
}

// hearOverTheLoopback plays on the card that hostile clients use too, and requires
// that a recording holds every frame. A large buffer makes up for a busy machine.
func (s *server) hearOverTheLoopback() {
	s.t.Helper()
	const large = "--buffer-time=4000000"
	played := stereo.noise(1)
	got := filepath.Join(s.t.TempDir(), "got.raw")
	recorder := s.start("arecord", "-q", "-t", "raw", "-D", "hw:1,1,60", large, "-f", "S16_LE", "-r", "48000", "-c", "2", got)
	waitFor(s.t, "the recording", func() bool {
		st, err := os.Stat(got)
		return !recorder.running() || err == nil && st.Size() > 0
	})
	s.run("aplay", "-q", "-D", "hw:1,0,60", large, stereo.writeWAV(s.t, played))
	waitFor(s.t, "the sound in the recording", func() bool {
		if !recorder.running() {
			s.t.Fatalf("arecord has ended: %s", recorder.stderr.String())
		}
		return bytes.Contains(readFile(s.t, got), played)
	})
	recorder.signal(syscall.SIGKILL)
	recorder.wait()
}

// holders is how many files of the cards are open.
func (s *server) holders() int {
	n := 0
	for _, d := range s.status().Devices {
		n += len(d.Holders)
	}
	return n
}

// openFiles is how many descriptors the server has.
func (s *server) openFiles() int {
	s.t.Helper()
	all, err := os.ReadDir("/proc/" + strconv.Itoa(s.pid) + "/fd")
	if err != nil {
		s.t.Fatal(err)
	}
	return len(all)
}

// noComplaint fails the test when the server has found something wrong with
// itself.
func (s *server) noComplaint() {
	s.t.Helper()
	for line := range strings.Lines(s.log()) {
		if fields := strings.Fields(line); fields[1] == "fuse" || fields[1] == "vsndfs" {
			s.t.Errorf("the server complains: %s", line)
		}
	}
}

func TestAMountThatIsCutOffUnderHostileClientsEndsInOrder(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "loopback,substreams=64")
	h := s.letLoose(1, "pcmC0D0p", "pcmC0D1c", "controlC0")
	s.waitLog("open pcmC0D0p")
	s.waitLog("open pcmC0D1c")
	s.start("umount", "--force", sndDir).wait() // busy, but done
	s.waitGone()
	h.kill()
}
