package test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A life is all that can happen to a headset: it is mounted, held, played on and
// polled; it is unplugged meanwhile, plugged in again, and unmounted. Its server may
// be killed at any step, and then everything must end by itself.
type deathLife struct {
	*machine
	song     string // what is played
	log      string
	programs []*program
	server   *server
}

// deathBound is generous: a second is what users rely on, but the machine may be busy
// with other things.
const deathBound = 20 * time.Second

// keptPath and keptState are the same in all lives, for they are part of a step.
const (
	keptPath  = "/dev/shm/kept.wav"
	keptState = "usb-headset,state=/dev/shm/kept.yaml"
)

func newDeathLife(t *testing.T, song string) *deathLife {
	t.Helper()
	return &deathLife{machine: newMachine(t).measured(), song: song, log: filepath.Join(t.TempDir(), "log")}
}

// begin starts a program of the life.
func (l *deathLife) begin(p *program) *program {
	l.programs = append(l.programs, p)
	return p
}

// live lives until the end, or until the server is dead.
func (l *deathLife) live(option string) {
	l.t.Helper()
	if !l.does("mount", "-o", "log="+l.log+option, "--card", keptState, "--record", keptPath, sndDir) {
		return
	}
	l.server = l.adopt(sndDir, l.log)
	l.server.killed = option != ""
	holder := l.begin(l.startShell(`exec 3< /dev/snd/pcmC0D0c && echo holds && read -r line`))
	poller := l.begin(l.role("events", "/dev/snd/controlC0"))
	player := l.begin(l.start("aplay", "-q", "-t", "raw", "-f", "dat", "-D", "hw:0,0", l.song))
	for _, p := range []*program{holder, poller} {
		waitFor(l.t, p.name+" to begin", func() bool { return !p.running() || p.stdout.String() != "" })
	}
	waitFor(l.t, "sound on the disk", func() bool { return !player.running() || fileSize(l.t, l.path(keptPath)) > 1000 })
	unplug := l.begin(l.start(l.binary, "unplug", sndDir, "usb-headset.0"))
	waitFor(l.t, "the unplugging to wait", func() bool { return !unplug.running() || strings.Contains(l.story(), "card 0 wait") })
	holder.stdin.Close()
	l.end(unplug)
	if !l.server.gone() {
		l.does("plug", sndDir, "usb-headset.0")
		l.does("umount", sndDir)
	}
}

// does runs vsndfs to its end, and reports whether that was a good one.
func (l *deathLife) does(args ...string) bool {
	l.t.Helper()
	p := l.begin(l.start(l.binary, args...))
	l.end(p)
	return p.cmd.ProcessState.Success()
}

// end waits for a program that ends by itself, or because the server is dead.
func (l *deathLife) end(p *program) {
	l.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(deathBound):
		l.t.Errorf("%s still runs after %v", p.name, deathBound)
		_ = p.cmd.Process.Kill() // it may just have ended
		<-p.ended
	}
}

// story is the log so far.
func (l *deathLife) story() string {
	text, _ := os.ReadFile(l.log) // until the server begins there is none
	return string(text)
}

// step is an event of a life at which the server can be killed.
type step struct {
	event string
	nth   int
}

func (s step) String() string { return fmt.Sprintf("%d:%s", s.nth, s.event) }

// stepsOf are the events of a log, without the words that differ from life to life.
func stepsOf(log string) []step {
	var all []step
	seen := make(map[string]int)
	for line := range strings.Lines(log) {
		words := strings.Fields(line)[1:]
		if i := slices.IndexFunc(words, func(w string) bool { return strings.Contains(w, "=") }); i >= 0 {
			words = words[:i]
		}
		event := strings.Join(words, " ")
		seen[event]++
		all = append(all, step{event, seen[event]})
	}
	return all
}

// afterDeath are the commands of which each must find the mount point fit for use.
var afterDeath = []func(l *deathLife){
	func(l *deathLife) { l.vsndfs("umount", sndDir) },
	func(l *deathLife) { l.run("umount", sndDir) },
	func(l *deathLife) {
		l.mount("--card", keptState) // what is kept is whole, or is not there
		l.shell("head -c 9600 /dev/zero > /dev/snd/pcmC0D0p")
		l.vsndfs("umount", sndDir)
	},
}

// TestAServerMayDieAtAnyStepOfALife lives once to learn the steps, and then once for
// each of them.
func TestAServerMayDieAtAnyStepOfALife(t *testing.T) {
	t.Parallel()
	samples := stereo.noise(30)
	song := stereo.write(t, samples)
	steps := learnSteps(t, song)
	last := steps[len(steps)-1]
	for i, step := range steps {
		t.Run(step.String(), func(t *testing.T) {
			t.Parallel()
			var l *deathLife
			oneTryDoes(t, func() error {
				l = newDeathLife(t, song)
				l.live(",killat=" + step.String())
				return l.lacks(last)
			})
			l.over(step)
			l.nothingRuns()
			l.keeps(samples)
			if l.mounted(sndDir) { // else it was vsndfs umount that went on without the server
				afterDeath[i%len(afterDeath)](l)
			}
			if l.mounted(sndDir) {
				t.Error("it is still mounted")
			}
		})
	}
}

// learnSteps lives a life in which the machine makes nobody come too late.
func learnSteps(t *testing.T, song string) (steps []step) {
	t.Helper()
	oneTryDoes(t, func() error {
		l := newDeathLife(t, song)
		l.live("")
		if strings.Contains(l.story(), " xrun ") {
			return errors.New("aplay came too late")
		}
		steps = stepsOf(l.story())
		return nil
	})
	if len(steps) < 40 {
		t.Fatalf("a life has only %d steps: %v", len(steps), steps)
	}
	return steps
}

// lacks says that the life has come to a step, although its server was to be killed.
func (l *deathLife) lacks(s step) error {
	if story := l.story(); slices.Contains(stepsOf(story), s) {
		return fmt.Errorf("nothing has killed the server:\n%s", story)
	}
	return nil
}

// over checks that the server was killed just before a step, and how its clients
// ended.
func (l *deathLife) over(s step) {
	l.t.Helper()
	if err := l.lacks(s); err != nil {
		l.t.Fatal(err)
	}
	for _, p := range l.programs {
		l.end(p)
		if text := p.stderr.String(); p.cmd.ProcessState.ExitCode() == 1 && strings.HasPrefix(p.name, "vsndfs ") {
			oneLine(l.t, text)
			contains(l.t, text, "server") // and not only the kernel's word for its end
		}
	}
}

// nothingRuns fails the test unless all that ran in the machine has ended.
func (m *machine) nothingRuns() {
	m.t.Helper()
	var left []string
	if !comesTrue(func() bool { left = m.programs(); return len(left) == 0 }) {
		m.t.Errorf("left over: %s", m.run("ps", append([]string{"-o", "pid,args"}, left...)...))
	}
}

// keeps fails the test unless what was played is kept up to some place, and more than
// nothing if anything was.
func (l *deathLife) keeps(samples []byte) {
	l.t.Helper()
	if _, err := os.Stat(l.path(keptPath)); os.IsNotExist(err) {
		return
	}
	kept := stereo.readWAV(l.t, l.path(keptPath))
	sameSound(l.t, kept, samples[:len(kept)])
}
