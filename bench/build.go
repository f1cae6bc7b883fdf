package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// build makes the programs that are measured, in dir.
func build(dir string) error {
	if err := command("go", "build", "-o", filepath.Join(dir, "vsndfs"), "./cmd/vsndfs"); err != nil {
		return err
	}
	for name, libraries := range map[string][]string{
		"floor": nil, "caller": nil, "holder": nil, "mixer": nil, "waker": {"-lasound"}, "player": {"-lasound"},
	} {
		args := []string{"-O2", "-Wall", "-Werror", "-o", filepath.Join(dir, name), filepath.Join("bench", "c", name+".c")}
		if err := command("cc", append(args, libraries...)...); err != nil {
			return err
		}
	}
	return nil
}

// command runs a program to its end.
func command(name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}
