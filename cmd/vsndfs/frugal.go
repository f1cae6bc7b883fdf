package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// beFrugal makes the Go runtime cost what a server costs that mostly sleeps,
// unless GOMAXPROCS and GOGC say otherwise.
//
// One processor: the thread that sleeps in the runtime's poller wakes with the
// work and does it. With two, each piece of work wakes another thread that looks
// for more. One stream cost twice as much then, and fifty of them a fifth more; the
// kernel's share of the work is on all processors in any case.
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
