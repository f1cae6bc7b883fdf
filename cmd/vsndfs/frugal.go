package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// beFrugal makes the Go runtime cost what a server costs that mostly sleeps,
// unless GOMAXPROCS and GOGC say otherwise.
//
// One processor: when a goroutine sleeps in a system call and another processor is
// idle, the runtime's monitor wakes some sixty times, over ten milliseconds, to
// see whether the sleeper's processor is needed elsewhere. For one stream that cost
// three to six times what serving it did. With one processor it takes it away at
// once and goes to sleep itself. Round trips and the clock's lateness stayed the
// same; the kernel's share of the work is on all processors as before.
//
// Early collection: what lives long is what blocked writers hold. A collector that
// lets as much again pile up made a thousand of them cost 140 MiB.
func beFrugal() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25)
	}
}
