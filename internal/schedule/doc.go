// Package schedule explores the orders in which goroutines can pass certain points,
// for tests of code with locks. A scenario starts goroutines that call Point where
// another one might come first: in a log function, in a callback, between two calls.
// One of them runs at a time, up to its next point, its end, or a lock or channel
// that another has to serve; then the explorer chooses who goes on.
//
// First it goes through all orders with few preemptions, depth first, the way in
// which most races can be shown (iterative context bounding, Musuvathi and Qadeer
// 2007); if they are more than it may try, it draws the rest at random. An order is
// a list of choices. A failure prints it, and -schedule plays it again.
package schedule
