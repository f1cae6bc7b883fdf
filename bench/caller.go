package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// caller is a running c/caller.c.
type caller struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// startCaller starts a program that makes the calls which args name.
func startCaller(programs, node string, args ...string) (*caller, error) {
	c := &caller{process: exec.Command(filepath.Join(programs, "caller"), append([]string{node}, args...)...)}
	c.process.Stderr = os.Stderr
	in, err := c.process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.in, c.out = in, bufio.NewReader(out)
	return c, c.process.Start()
}

// call has it make n calls and returns their times.
func (c *caller) call(n int) ([]time.Duration, error) {
	if _, err := fmt.Fprintln(c.in, n); err != nil {
		return nil, err
	}
	ns := make([]uint32, n)
	if err := binary.Read(c.out, binary.NativeEndian, ns); err != nil {
		return nil, fmt.Errorf("the caller has ended: %w", err)
	}
	took := make([]time.Duration, n)
	for i := range ns {
		took[i] = time.Duration(ns[i])
	}
	return took, nil
}

// stop ends the program.
func (c *caller) stop() error {
	if err := c.in.Close(); err != nil {
		return err
	}
	return c.process.Wait()
}
