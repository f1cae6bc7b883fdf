// Package control is a card's control interface, the node controlC0: what the
// card is, what devices it has, its elements, and events of what changes. It
// follows sound/core/control.c.
//
// A driver describes its elements with Templates and adds them with
// [Control.Add]; programs add their own. Elements last as long as the card.
package control
