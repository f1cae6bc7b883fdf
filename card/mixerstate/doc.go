// Package mixerstate keeps the values of a card's elements in a file, so that they
// outlast the card and the server: what alsactl does for a machine, a card does for
// itself. docs/state.md tells how the file is written.
//
// A [File] is checked when the user names it. The driver's probe acquires a [Keeper]
// for it, which puts the values back before the card is registered, and saves what
// changes.
package mixerstate
