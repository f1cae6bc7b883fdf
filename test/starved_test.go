package test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// hunger prepares a way in which a server comes to nothing for a while, before that is
// started.
var hunger = map[string]func(t *testing.T) func(s *server){
	"SIGSTOP": func(*testing.T) func(s *server) { return standStill },
	"a hundredth of a processor": func(t *testing.T) func(s *server) {
		g := newCgroup(t, "cpu")
		return func(s *server) {
			g.limitCPU(1)
			g.take(s.pid)
			passTime(t)
			g.limitCPU(100)
		}
	},
	"real-time programs on all processors": func(*testing.T) func(s *server) { return crowdOut },
}

const starvedFor = 300 * time.Millisecond

// passTime is the time for which a server has to do without.
func passTime(t testing.TB) {
	t.Helper()
	until := monotonic() + starvedFor
	waitFor(t, "time to pass", func() bool { return monotonic() >= until })
}

// standStill stops the server for a while.
func standStill(s *server) {
	s.t.Helper()
	s.signal(unix.SIGSTOP)
	passTime(s.t)
	s.signal(unix.SIGCONT)
}

// crowdOut keeps everybody from the processors, as long as the kernel lets it.
func crowdOut(s *server) {
	s.t.Helper()
	limit := fmt.Sprintf("--rttime=%d:%[1]d", starvedFor.Microseconds())
	var all []*program
	for range runtime.NumCPU() {
		all = append(all, s.start("chrt", "--fifo", "50", "prlimit", limit, "sh", "-c", "while :; do :; done"))
	}
	for _, p := range all {
		p.fail(128 + int(unix.SIGKILL))
	}
}

// TestAStarvedServerKeepsTime has a stream run on that nothing stops: its position is
// that of the clock before and after.
func TestAStarvedServerKeepsTime(t *testing.T) {
	for name, prepare := range hunger {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			starve := prepare(t)
			s := mount(t)
			stream := s.role("place", s.node("pcmC0D0p"))
			stream.expect("started")
			stream.say("where are you")
			stream.expect("in time")
			starve(s)
			stream.say("where are you")
			stream.expect("in time")
		})
	}
}

// TestAStreamWhoseServerStoodStillHasAnXrun is what a real card does whose
// interrupts come late.
func TestAStreamWhoseServerStoodStillHasAnXrun(t *testing.T) {
	t.Parallel()
	s := mount(t)
	player := s.start("aplay", "-f", "dat", "-D", "hw:0,0", "--buffer-time=100000", "/dev/zero")
	s.waitStream("pcmC0D0p", "RUNNING")
	standStill(s)
	waitFor(t, "aplay to tell of it", func() bool { return strings.Contains(player.stderr.String(), "underrun!!!") })
	s.waitStream("pcmC0D0p", "RUNNING")
}
