// Package eventlog is the lifecycle log of one server: one line per event, that
// many can read and follow at a time.
package eventlog
