// Package clock is the one precise clock of a server: it calls back at absolute
// times of CLOCK_MONOTONIC, and stands for the period interrupts of every stream.
//
// Go's own timers wake up to a millisecond late, because the runtime's poller
// counts milliseconds. A timerfd in that poller is late by less than a tenth of
// that: the thread that sleeps there is woken by the kernel's high-resolution
// timer, and then carries the callback out itself. How soon it gets the
// processor is a matter of its priority, which is the server's business.
package clock
