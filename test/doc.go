// Package test drives the real vsndfs: it builds the program, mounts cards and
// lets real programs play, record, unplug and unmount. It needs root and the
// Debian packages that its failures name.
//
// Every test has a machine of its own: a mount namespace with a private /dev, in
// which /dev/snd is the card under test. Nothing outside is changed, and nothing
// is left when a test is killed. At the end of each test the card is unmounted
// and the lifecycle log is checked: what was acquired was released, in reverse.
//
// Most tests wait for sound to pass, so many run at the same time, and bounds on
// times are generous.
package test
