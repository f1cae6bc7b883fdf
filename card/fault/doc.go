// Package fault makes a card fail on demand: calls that end with an errno, xruns,
// a machine that sleeps, a position that stands still, transfers that come short,
// calls that take long, a clock that drifts, a cable that is pulled, a hand at its
// jacks and keys.
//
// A fault is a line of words, the same in a card's option, its device's file, a
// command and a scenario (Parse). A Plan holds those of one device. It stands
// between a PCM and its hardware, where a driver's faults come from: Wrap gives a
// driver whose engines fail as the plan says.
package fault
