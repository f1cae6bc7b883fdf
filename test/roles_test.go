package test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// roles are what this binary can be besides the tests: clients that make calls
// which no ordinary program makes. A role reports to its test by lines on
// standard output, and waits for it by lines on standard input.
var roles = map[string]func(args []string){
	"blocked": roleBlocked,
	"calls":   roleCalls,
	"hoard":   roleHoard,
	"place":   rolePlace,
	"poll":    rolePoll,
	"events":  roleEvents,
	"map":     roleMap,
	"look":    roleLook,
	"crowd":   roleCrowd,
	"ioctls":  roleIoctls,
	"short":   roleShort,

	"watch":      roleWatch,
	"never-read": roleNeverRead,
	"change":     roleChange,
	"guests":     roleGuests,
}

var stdin = bufio.NewReader(os.Stdin)

// await waits until the test says something.
func await() { _, _ = stdin.ReadString('\n') }

// report prints a line for the test.
func report(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// must ends the role when something fails that should not.
func must(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

// nameOf is an errno's name, such as ENODEV, or 0.
func nameOf(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return unix.ErrnoName(errno)
	}
	return "0"
}

// mustOpen opens a file as it is, without the poller that os.Open brings in.
func mustOpen(path string, flags int) int {
	fd, err := unix.Open(path, flags|unix.O_CLOEXEC, 0)
	must("open "+path, err)
	return fd
}
