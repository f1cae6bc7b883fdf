package test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// How many calls the role "calls" has under way: those that wait for the card, and all
// of them when the server stands still.
const (
	waitingCalls = 6
	allCalls     = 15
)

// TestNoCallHangsWhenItsServerDies has calls of every kind under way: some wait in
// the server for the card, others the server has not even seen.
func TestNoCallHangsWhenItsServerDies(t *testing.T) {
	ways := map[string]func(s *server){"SIGKILL": func(s *server) { s.kill() }}
	maps.Copy(ways, cuts)
	for name, die := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			c := s.role("calls", sndDir)
			c.expect("ready")
			c.waitCalls(waitingCalls)
			s.signal(unix.SIGSTOP)
			c.say("go on")
			c.waitCalls(allCalls)
			died := monotonic()
			die(s)
			first := c.outcomes("answered")
			t.Logf("of %d calls the last returned after %v", len(first), slowest(first)-died)
			between(t, "the last call", slowest(first)-died, 0, deathBound)
			expectOutcomes(t, first, "ECONNABORTED", "ENOTCONN")
			died = monotonic()
			c.say("go on")
			second := c.outcomes("done")
			between(t, "all calls after the server's end", slowest(second)-died, 0, deathBound)
			expectOutcomes(t, second, "ENOTCONN", "ENODEV") // a node that had no name any more
			c.succeed()
			if s.killed {
				s.vsndfs("umount", sndDir)
				return
			}
			s.signal(unix.SIGCONT)
			s.waitGone()
		})
	}
}

// outcome is what came of a call.
type outcome struct {
	at          time.Duration
	errno, call string
}

// outcomes are those that a role reports up to a line.
func (p *program) outcomes(last string) (all []outcome) {
	p.t.Helper()
	for line := p.line(); line != last; line = p.line() {
		var o outcome
		if _, err := fmt.Sscan(line, (*int64)(&o.at), &o.errno); err != nil {
			p.t.Fatalf("%s reports %q: %v", p.name, line, err)
		}
		o.call = strings.SplitN(line, " ", 3)[2]
		all = append(all, o)
	}
	return all
}

// slowest is when the last call returned.
func slowest(all []outcome) time.Duration {
	return slices.MaxFunc(all, func(a, b outcome) int { return cmp.Compare(a.at, b.at) }).at
}

// expectOutcomes fails the test unless every call failed in one of some ways. The
// memory stays, and a descriptor is closed whatever the server says.
func expectOutcomes(t *testing.T, all []outcome, errnos ...string) {
	t.Helper()
	for _, o := range all {
		switch {
		case o.call == "close":
		case o.call == "the memory" && o.errno != "0":
			t.Errorf("the memory is gone: %s", o.errno)
		case o.call != "the memory" && !slices.Contains(errnos, o.errno):
			t.Errorf("%s got %s, want one of %v", o.call, o.errno, errnos)
		}
	}
}

// waitCalls waits until a role has that many calls under way that are no waits of
// its own.
func (p *program) waitCalls(count int) {
	p.t.Helper()
	calls := []string{"0 0x0"} // read(0): it waits for the test
	waitFor(p.t, fmt.Sprintf("%s to be in %d calls", p.name, count), func() bool {
		n := 0
		threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/syscall", p.pid())) // the pattern is valid
		for _, path := range threads {
			text, _ := os.ReadFile(path) // the thread may have ended
			own := slices.ContainsFunc(calls, func(c string) bool { return strings.HasPrefix(string(text), c+" ") })
			if !own && isCall(string(text)) {
				n++
			}
		}
		return n == count
	})
}

// isCall reports whether a thread is in a call on a file, by its line in /proc.
func isCall(line string) bool {
	number, _, _ := strings.Cut(line, " ")
	return slices.Contains([]string{
		fmt.Sprint(unix.SYS_READ), fmt.Sprint(unix.SYS_WRITE), fmt.Sprint(unix.SYS_OPENAT), fmt.Sprint(unix.SYS_CLOSE),
		fmt.Sprint(unix.SYS_PPOLL), fmt.Sprint(unix.SYS_IOCTL), fmt.Sprint(unix.SYS_PREAD64), fmt.Sprint(unix.SYS_FSYNC),
		fmt.Sprint(unix.SYS_GETDENTS64), fmt.Sprint(unix.SYS_STATX),
	}, number)
}
