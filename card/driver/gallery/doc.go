// Package gallery is an exhibition of drivers for one sound chip. They differ only
// in how they manage what they acquire, and show what can come of that when a
// device goes while a program plays on it.
//
// Each exhibit is a file of its own, meant to be read: a probe, and a remove where
// there is one. What they share is the chip: its registers, its buffer and, for
// some, what the bus keeps of the device. These notice who touches them after they
// were released (part), as the kernel's KASAN does with memory, and report it to
// the lifecycle log. They are released as any resource is, and touched as any is:
// by the operations of a stream that a program uses, and by the card's own cleanup.
package gallery
