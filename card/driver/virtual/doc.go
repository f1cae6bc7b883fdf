// Package virtual is the hardware that virtual cards share: a stopwatch in place
// of a sample clock, a tape that keeps what is played, and a microphone that
// hears silence or a file.
package virtual
