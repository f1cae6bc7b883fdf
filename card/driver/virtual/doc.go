// Package virtual is what virtual cards share: the probe that makes a card out
// of a model's names and capabilities, and the hardware, which is a stopwatch in
// place of a sample clock, a tape that keeps what is played, and a microphone
// that hears silence or a file.
package virtual
