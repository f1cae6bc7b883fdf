package main

import (
	"errors"
	"fmt"
	"os"
)

// Exit codes, which scripts rely on.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a mistake in how the command was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitStatus is the end of a program that vsndfs ran: its status is ours, and
// there is nothing to say.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// report tells the user of an error, in one line, and returns the exit code.
func report(err error) int {
	var status exitStatus
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &status):
		return int(status)
	case inBackground():
		tell(err.Error())
	case errors.As(err, &usage):
		fmt.Fprintf(os.Stderr, "vsndfs: %v (see vsndfs --help)\n", err)
	default:
		fmt.Fprintf(os.Stderr, "vsndfs: %v\n", err)
	}
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}
