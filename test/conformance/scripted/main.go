// Scripted is a vsndfs whose driver's probe does what a script says, to learn in
// which order it releases what it has acquired. The kernel module of the folder
// module does the same on Linux.
//
//	scripted COMMAND [ARGUMENT]...
//
// It runs the command with a card that is not there yet, at /mnt, in the mount
// namespace that it was started in, which must be a private one. The script is
// the file /dev/shm/steps.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/fs"
	"github.com/vsndfs/vsndfs/server"
)

// Where the card is and where the script.
const (
	dir   = "/mnt"
	steps = "/dev/shm/steps"
)

var model = driver.Model{
	Name:    "scripted",
	Summary: "a card that is made and freed by a script",
	New:     func(env driver.Environment, _ driver.Settings) bus.Driver { return &scripted{env: env} },
}

func main() {
	err := run(os.Args[1:])
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		os.Exit(exit.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "scripted:", err)
		os.Exit(1)
	}
}

func run(command []string) error {
	if err := unix.Mount("shm", "/dev/shm", "tmpfs", 0, ""); err != nil {
		return fmt.Errorf("make a private /dev/shm: %w", err)
	}
	if err := os.WriteFile(steps, nil, 0o600); err != nil {
		return err
	}
	other, err := server.ParseCard("loopback", nil)
	if err != nil {
		return err
	}
	s, err := server.Start(server.Options{Dir: dir, Nonempty: true, FS: fs.DefaultOptions(), Cards: []server.Card{{Model: model}, other}})
	if err != nil {
		return err
	}
	defer s.Kill()
	c := exec.Command(command[0], command[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	return c.Run()
}
