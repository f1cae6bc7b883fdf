package test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// grantedPolicy is the scheduling that the server can have here: a machine may
// refuse it.
func grantedPolicy() (policy uint32) {
	done := make(chan uint32)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: 1}
		if unix.SchedSetAttr(0, &attr, 0) != nil {
			done <- unix.SCHED_NORMAL
			return
		}
		done <- unix.SCHED_FIFO
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
	want := grantedPolicy()
	for _, e := range threads {
		tid, err := strconv.Atoi(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		attr, err := unix.SchedGetAttr(tid, 0)
		if err != nil {
			continue // it has ended
		}
		if attr.Policy != want {
			t.Errorf("thread %d of %d has policy %d, want %d", tid, pid, attr.Policy, want)
		}
	}
}

// The server of vsndfs run is the parent of its command. Field 41 of stat is the
// policy.
func TestTheCommandOfRunIsAnOrdinaryProgram(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	script := fmt.Sprintf(`until awk '$41 != %d { exit 1 }' /proc/$PPID/task/*/stat; do :; done; awk '{ print $41 }' /proc/self/stat`,
		grantedPolicy())
	p := m.start(m.binary, runArgs(nil, "sh", "-c", script)...)
	p.expect("0")
	p.succeed()
}
