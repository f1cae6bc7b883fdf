package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// bePrompt gives all threads of the server the lowest real-time priority, so that
// a card is served before other programs get the processor, as an interrupt is.
// Without it a busy machine delays whoever plays by what the scheduler makes the
// server wait: milliseconds, where a period has five. It is a wish: a container
// may not have the right to it.
//
// Threads that the runtime adds later inherit it. So would programs: those that
// the server starts are to be started before.
func bePrompt() {
	attr := unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_FIFO, Priority: 1}
	for seen := 0; ; {
		threads := ownThreads()
		for _, tid := range threads {
			_ = unix.SchedSetAttr(tid, &attr, 0)
		}
		// One of them may have made another while it was not yet prompt itself.
		if len(threads) <= seen {
			return
		}
		seen = len(threads)
	}
}

func ownThreads() (threads []int) {
	entries, _ := os.ReadDir("/proc/self/task") // without /proc there is none to be seen
	for _, e := range entries {
		if tid, err := strconv.Atoi(e.Name()); err == nil {
			threads = append(threads, tid)
		}
	}
	return threads
}
