// Package panel is the side of a device that a hand reaches: jacks, which plugs are
// put into and pulled out of, and keys.
//
// A Panel is of a place on the bus and outlives the cards there: a plug that was pulled is
// still out when the card comes again. A driver's probe says which jacks and keys
// the device has, and what they do; they are managed resources.
package panel
