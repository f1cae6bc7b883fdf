package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// readyVariable is set for a server in the background: file descriptor 3 is a
// pipe, to which it writes one line when it serves, or when it cannot.
const (
	readyVariable = "VSNDFS_READY"
	readyFd       = 3
	readyWord     = "ready"
)

func inBackground() bool { return os.Getenv(readyVariable) != "" }

// startBackground runs this command line again, as a server in the background that
// mounts at dir, and returns when it serves. Its error, if it has one, is ours.
func startBackground(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program itself: %w", err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	defer r.Close()
	c := exec.Command(self, os.Args[1:]...)
	c.Args[0] = os.Args[0]
	c.Env = append(os.Environ(), readyVariable+"=1")
	c.ExtraFiles = []*os.File{w}
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	err = c.Start()
	w.Close()
	if err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	return waitReady(r, c, dir)
}

// waitReady reads what the server has to say. One that has died without a word may
// have left its mount.
func waitReady(r io.Reader, c *exec.Cmd, dir string) error {
	text, err := io.ReadAll(r)
	word := strings.TrimSuffix(string(text), "\n")
	switch {
	case err != nil:
		return fmt.Errorf("hear from the server: %w", err)
	case word == readyWord:
		return c.Process.Release()
	case word != "":
		return childError(c, word)
	}
	return afterDeath(dir, fmt.Errorf("the server ended before it served: %w", c.Wait()))
}

// childError is the error of a server that could not start, with the kind that
// its exit code tells.
func childError(c *exec.Cmd, text string) error {
	err := errors.New(text)
	var exit *exec.ExitError
	if errors.As(c.Wait(), &exit) && exit.ExitCode() == exitUsage {
		return usageError{err}
	}
	return err
}

// ready tells whoever started the server that it serves. In the foreground that
// is nobody.
func ready() { tell(readyWord) }

// tell writes a word to the pipe and closes it.
func tell(word string) {
	if !inBackground() {
		return
	}
	f := os.NewFile(readyFd, "ready")
	fmt.Fprintln(f, word)
	f.Close()
	os.Unsetenv(readyVariable)
}
