package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// floor is a running c/floor.c.
type floor struct {
	dir    string
	server *exec.Cmd
}

// startFloor mounts a floor with these arguments: how many bytes a request
// carries at most and, if it is to play in time, the rate in Hz.
func startFloor(programs string, args ...int) (*floor, error) {
	dir, err := os.MkdirTemp(programs, "floor-")
	if err != nil {
		return nil, err
	}
	f := &floor{dir, exec.Command(filepath.Join(programs, "floor"), dir)}
	for _, arg := range args {
		f.server.Args = append(f.server.Args, strconv.Itoa(arg))
	}
	f.server.Stderr = os.Stderr
	out, err := f.server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := f.server.Start(); err != nil {
		return nil, err
	}
	if _, err := io.ReadAtLeast(out, make([]byte, len("ready\n")), len("ready\n")); err != nil {
		return nil, fmt.Errorf("the floor did not mount: %w", f.server.Wait())
	}
	return f, nil
}

func (f *floor) node() string { return filepath.Join(f.dir, "node") }

func (f *floor) pid() int { return f.server.Process.Pid }

// stop unmounts, which ends the server.
func (f *floor) stop() error {
	return errors.Join(unix.Unmount(f.dir, 0), f.server.Wait())
}
