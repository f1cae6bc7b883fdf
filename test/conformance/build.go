package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// compiler makes programs that need nothing of the machine they run on.
var compiler = []string{
	"cc", "-static", "-pthread", "-O1", "-Wall", "-Wextra", "-Werror",
	"-Wno-missing-field-initializers", "-Wno-override-init", "-Wno-unused-parameter",
}

// narrowProbe at the end of a probe's name makes it a 32-bit program.
const narrowProbe = "32"

// common are the sources that every probe is linked with.
var common = []string{"probe.c", "stream.c", "caller.c", "still.c", "life.c", "elements.c", "texts.c", "timers.c"}

// buildProbes compiles the probes of the suites into a folder. The names are
// those of the probes.
func buildProbes(dir, to string, chosen []suite) error {
	objects := make(map[bool][]string) // of 32-bit programs and of others
	built := make(map[string]bool)
	for _, s := range chosen {
		if built[s.probe] {
			continue
		}
		built[s.probe] = true
		if copied, err := copyScript(dir, to, s.probe); copied || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		name, narrow := strings.CutSuffix(s.probe, narrowProbe)
		if objects[narrow] == nil {
			var err error
			if objects[narrow], err = buildCommon(dir, to, narrow); err != nil {
				return err
			}
		}
		args := append(wordSize(narrow), filepath.Join(dir, "probes", name+".c"))
		if err := compile(filepath.Join(to, s.probe), append(args, objects[narrow]...)...); err != nil {
			return err
		}
	}
	return nil
}

// copyScript copies a probe that is a shell script, if it is one.
func copyScript(dir, to, probe string) (bool, error) {
	text, err := os.ReadFile(filepath.Join(dir, "probes", probe+".sh"))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, os.WriteFile(filepath.Join(to, probe), text, 0o755)
}

// wordSize is the compiler's flag for 32-bit programs, if narrow says so.
func wordSize(narrow bool) []string {
	if narrow {
		return []string{"-m32"}
	}
	return nil
}

// buildCommon compiles what every probe is linked with.
func buildCommon(dir, to string, narrow bool) (objects []string, err error) {
	for _, name := range common {
		object := filepath.Join(to, fmt.Sprintf("%s-%v.o", name, narrow))
		args := append(wordSize(narrow), "-c", filepath.Join(dir, "probes", name))
		if err := compile(object, args...); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

// compile makes one file.
func compile(to string, args ...string) error {
	if _, err := output(slices.Concat(compiler, []string{"-o", to}, args)...); err != nil {
		return fmt.Errorf("compile a probe (that needs the Debian packages gcc, gcc-multilib, libc6-dev and linux-libc-dev): %w", err)
	}
	return nil
}

// The programs under test.
const (
	vsndfsProgram   = "github.com/vsndfs/vsndfs/cmd/vsndfs"
	scriptedProgram = "github.com/vsndfs/vsndfs/test/conformance/scripted"
)

// buildProgram builds one of them into a folder.
func buildProgram(to, program string, flags ...string) error {
	args := append([]string{"go", "build", "-o", filepath.Join(to, filepath.Base(program))}, flags...)
	_, err := output(append(args, program)...)
	return err
}

// buildStatic builds one of them into a folder so that it needs nothing of the machine
// it runs on.
func buildStatic(to, program string) error {
	c := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(to, filepath.Base(program)), program)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	_, err := outputOf(c)
	return err
}

// output runs a command and returns what it prints.
func output(command ...string) (string, error) {
	return outputOf(exec.CommandContext(context.Background(), command[0], command[1:]...))
}

// outputOf is output for a command that was prepared. Its error has what the
// command complained of.
func outputOf(c *exec.Cmd) (string, error) {
	out, err := c.Output()
	if err == nil {
		return string(out), nil
	}
	err = fmt.Errorf("%s: %w", strings.Join(c.Args, " "), err)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("%w\n%s", err, exit.Stderr)
	}
	return string(out), err
}
