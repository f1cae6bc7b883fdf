// Package devres keeps the managed resources of one device and releases them
// newest first, as drivers/base/devres.c of the Linux kernel does.
//
// A driver's probe hands every thing it acquires to the device's [Resources],
// next to the line that acquired it. When the driver is unbound, or when its
// probe fails half-way, [Resources.ReleaseAll] undoes all of it in reverse
// order, so that a driver needs no remove function and no error ladder.
//
// # Entries
//
// An entry is a [Resource], found again by its type and a match
// function ([Find], [Get], [Remove], [Destroy], [Release]), or an action, a
// plain function, found again by the handle that [Resources.AddAction] returns,
// or memory ([Resources.Alloc]), which is its own handle and can be resized.
// Order is the order of adding, oldest first; every look-up starts at the
// newest entry, and every release runs from the newest to the oldest.
//
// A group marks a stretch of the list that can be released on its own
// ([Resources.OpenGroup]). Groups nest, and they may overlap.
//
// # Release
//
// Releasing takes the entries off the list first and calls their functions
// afterwards, with no lock held. That is why a release function may block for
// as long as it likes (a card waits there for its last open file), may call
// any method, and may add entries. From the moment a batch has been taken off,
// look-ups and [Resources.RemoveAction] do not find its entries; each of them
// is released exactly once.
//
// ReleaseAll takes one batch and does not look again. An entry added by a
// release function therefore stays behind, and [Resources.Len] and
// [Resources.Names] tell of it. Code that binds drivers must refuse a device
// with leftovers, with EBUSY, as really_probe() in drivers/base/dd.c does:
// something outlived the driver that made it.
//
// # Locking
//
// All methods may be called from any goroutine. The functions given to
// [WithTrace] and [WithAlloc], and match functions, run with the list locked:
// they must not block and must not call into the same Resources. Names are
// asked for before the lock is taken, and release functions run without it.
package devres
