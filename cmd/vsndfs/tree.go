package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server"
)

// tree is a mounted vsndfs, as its files show it.
type tree struct{ dir string }

// openTree finds the vsndfs at dir. The error says what is there instead.
func openTree(dir string) (tree, error) {
	dir = absolute(dir)
	_, mounted, err := fuseconn.FindMount(dir, server.Subtype)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return tree{}, fmt.Errorf("look for a vsndfs at %s: %w", dir, err)
	}
	if !mounted {
		return tree{}, fmt.Errorf("%s is no vsndfs: mount one there first, with vsndfs mount %s", dir, dir)
	}
	stale, err := fuseconn.Stale(dir)
	if err != nil {
		return tree{}, fmt.Errorf("look at %s: %w", dir, err)
	}
	if stale {
		return tree{}, fmt.Errorf("the server of %s was killed: clean up with vsndfs umount %s", dir, dir)
	}
	return tree{dir}, nil
}

func (t tree) path(elem ...string) string {
	return filepath.Join(append([]string{t.dir, "vsndfs"}, elem...)...)
}

func (t tree) devicePath(device, file string) string { return t.path("devices", device, file) }

// devices are the names of the devices, plugged in or not.
func (t tree) devices() ([]string, error) {
	entries, err := os.ReadDir(t.path("devices"))
	if err != nil {
		return nil, fmt.Errorf("list the devices of %s: %w", t.dir, err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}

// trigger makes the file of a device do what it does: plug, unplug and so on.
func (t tree) trigger(device, file string) error { return t.write(device, file, "1") }

// write writes a line to a file of a device.
func (t tree) write(device, file, line string) error {
	f, err := os.OpenFile(t.devicePath(device, file), os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		return t.noDevice(device)
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", file, device, err)
	}
	defer f.Close()
	_, err = f.WriteString(line + "\n")
	switch {
	case err == nil:
		return nil
	case diedMeanwhile(err):
		return fmt.Errorf("%s %s: %w; clean up with vsndfs umount %s", file, device, errDied, t.dir)
	}
	return fmt.Errorf("%s %s: %w", file, device, errors.Unwrap(err))
}

// read is what a file of a device tells.
func (t tree) read(device, file string) (string, error) {
	text, err := os.ReadFile(t.devicePath(device, file))
	if errors.Is(err, os.ErrNotExist) {
		return "", t.noDevice(device)
	}
	if err != nil {
		return "", fmt.Errorf("read the file %s of %s: %w", file, device, err)
	}
	return string(text), nil
}

// show prints what a file of a device tells.
func (t tree) show(w io.Writer, device, file string) error {
	text, err := t.read(device, file)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, text)
	return err
}

func (t tree) noDevice(device string) error {
	names, _ := t.devices() // without names the advice is only shorter
	return fmt.Errorf("there is no device %q at %s; there are %v", device, t.dir, names)
}

// errDied is what came instead of the server's answer.
var errDied = errors.New("its server died, or was cut off, meanwhile")

// diedMeanwhile reports whether a call failed because its connection has ended.
func diedMeanwhile(err error) bool {
	return errors.Is(err, syscall.ENOTCONN) || errors.Is(err, syscall.ECONNABORTED)
}
