// Package timer is the node /dev/snd/timer and the timers behind it, as
// sound/core/timer.c: the system's timers; those of PCM substreams, which tick once
// a period, and on which dmix, dsnoop and PulseAudio sleep; and slaves, which tick
// when somebody else's do.
//
// The node belongs to no card: a disconnected card does not switch its files. A
// file that has selected a card's timer holds a reference on that card, so it
// alone keeps the card from being freed.
package timer
