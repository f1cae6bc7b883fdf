package fuseconn

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

// The test binary plays three parts: it starts itself again in a mount namespace
// of its own, runs the tests there, and runs as a client of their mounts.
const (
	roleVar   = "FUSECONN_TEST_ROLE"
	roleTests = "tests"
	roleChild = "child"
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleVar) {
	case roleChild:
		os.Exit(runChild(os.Args[1:]))
	case roleTests:
		goleak.VerifyTestMain(m)
	default:
		os.Exit(runInNamespace())
	}
}

// runInNamespace runs the tests where no mount of theirs is seen from outside.
func runInNamespace() int {
	if os.Geteuid() != 0 {
		fmt.Fprintln(os.Stderr, "the tests of fuseconn mount file systems: run them as root")
		return 1
	}
	cmd := exec.Command("/proc/self/exe", os.Args[1:]...)
	cmd.Env = append(os.Environ(), roleVar+"="+roleTests)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return exit.ExitCode()
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
