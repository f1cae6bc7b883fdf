// Package doctor finds out what a machine allows: what vsndfs can do on it, what
// not, and what to do about that. What can be tried it tries, on a card in a
// mount namespace of its own; it asks no version number where a call can answer.
package doctor
