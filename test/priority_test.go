package test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// highest is the priority of the server's threads, as nice(1) counts.
const highest = -20

// granted is the priority that the server can have here: a machine may refuse it.
func granted() (nice int) {
	done := make(chan int)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		if unix.Setpriority(unix.PRIO_PROCESS, 0, highest) != nil {
			done <- 0
			return
		}
		done <- highest
	}()
	return <-done
}

func TestAllOfTheServerComesBeforeOtherPrograms(t *testing.T) {
	t.Parallel()
	s := mount(t)
	pid := s.status().Pid
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		t.Fatal(err)
	}
	want := granted()
	for _, e := range threads {
		tid, err := strconv.Atoi(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		attr, err := unix.SchedGetAttr(tid, 0)
		if err != nil {
			continue // it has ended
		}
		if attr.Policy != unix.SCHED_NORMAL || int(attr.Nice) != want {
			t.Errorf("thread %d of %d has policy %d and priority %d, want %d and %d",
				tid, pid, attr.Policy, attr.Nice, unix.SCHED_NORMAL, want)
		}
	}
}

// The server of vsndfs run is the parent of its command. Field 19 of stat is the
// priority.
func TestTheCommandOfRunIsAnOrdinaryProgram(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	script := fmt.Sprintf(`until awk '$19 != %d { exit 1 }' /proc/$PPID/task/*/stat; do :; done; awk '{ print $19 }' /proc/self/stat`,
		granted())
	p := m.start(m.binary, runArgs(nil, "sh", "-c", script)...)
	p.expect("0")
	p.succeed()
}
