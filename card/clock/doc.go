// Package clock is the one precise clock of a server: a thread that calls back
// at absolute times of CLOCK_MONOTONIC.
//
// Go's own timers wake up to a millisecond late, because the runtime's poller
// counts milliseconds. A thread of its own that sleeps in the kernel on a
// high-resolution timer is late by less than a tenth of that, so one such
// thread stands for the period interrupts of every stream.
package clock
