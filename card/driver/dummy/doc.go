// Package dummy is the model dummy: the kernel's snd-dummy, the card to compare
// with. What is played goes nowhere and what is recorded is silence, in time,
// unless the user has given it a tape or a clip.
package dummy
