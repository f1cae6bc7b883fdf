package main

import (
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// prompt is how the server's threads want to be scheduled: with the highest
// priority of the ordinary ones, and for so short a turn that they need not wait
// for the end of another's (Linux 6.12).
//
// A real-time class is not asked for. It keeps a thread on its processor, so that
// a caller on another one pays for waking that: 76 µs for an ioctl that takes 15.
// And what a hostile client makes the server do would go before everybody else.
var prompt = unix.SchedAttr{
	Size: unix.SizeofSchedAttr, Policy: unix.SCHED_NORMAL, Nice: -20,
	Runtime: uint64(100 * time.Microsecond),
}

// bePrompt makes all threads of the server prompt, so that a card is served before
// other programs get the processor, as an interrupt is. Without it a busy machine
// delays whoever plays by what the scheduler makes the server wait: tens of
// milliseconds, where a period has five. It is a wish: a container may not have the
// right to it.
//
// Threads that the runtime adds later inherit it. So would programs: those that
// the server starts are to be started before.
func bePrompt() {
	if own, err := unix.SchedGetAttr(0, 0); err != nil || own.Policy != unix.SCHED_NORMAL {
		return // whoever started it knows better, with chrt(1)
	}
	for seen := 0; ; {
		threads := ownThreads()
		for _, tid := range threads {
			_ = unix.SchedSetAttr(tid, &prompt, 0)
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
