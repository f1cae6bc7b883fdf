// Package timer is the node /dev/snd/timer and the timers behind it, as
// sound/core/timer.c. A PCM substream has a timer that ticks once a period;
// dmix, dsnoop and PulseAudio sleep on it.
//
// The node belongs to no card: a disconnected card does not switch its files. A
// file that has selected a card's timer holds a reference on that card, so it
// alone keeps the card from being freed.
package timer
