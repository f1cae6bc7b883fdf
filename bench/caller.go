package main

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"time"
)

// caller is a running c/caller.c.
type caller struct{ *program }

// startCaller starts a program that makes the calls which args name.
func startCaller(programs, node string, args ...string) (caller, error) {
	p, err := startProgram(filepath.Join(programs, "caller"), append([]string{node}, args...)...)
	return caller{p}, err
}

// call has it make n calls and returns their times.
func (c caller) call(n int) ([]time.Duration, error) {
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
func (c caller) stop() error {
	if err := c.in.Close(); err != nil {
		return err
	}
	return c.process.Wait()
}
