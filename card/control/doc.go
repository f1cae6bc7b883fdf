// Package control is a card's control interface, the node controlC0: what the
// card is, what devices it has, and events of what changes. It follows
// sound/core/control.c.
package control
