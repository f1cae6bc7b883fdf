package main

import (
	"os"
	"runtime"
)

// onOneProcessor lets the server's Go code run on one processor at a time,
// unless GOMAXPROCS says otherwise.
//
// The server sleeps in system calls nearly always. When a goroutine does that and
// another processor is idle, the runtime's monitor wakes some sixty times, over
// ten milliseconds, to see whether the sleeper's processor is needed elsewhere:
// for one stream that cost three to six times what serving it did. With one
// processor it takes it away at once and goes to sleep itself. Round trips and the
// clock's lateness stayed the same; the kernel's share of the work is on all
// processors as before.
func onOneProcessor() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
}
