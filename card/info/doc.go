// Package info is the tree of texts that /proc/asound shows, as
// sound/core/info.c. Whoever has something to tell adds an entry: the core, a
// device type, a driver. A text is made anew whenever it is read from its start.
//
// An entry that is removed answers EIO to those who have it open. It holds
// nothing: a program that reads a card's texts does not keep the card.
package info
