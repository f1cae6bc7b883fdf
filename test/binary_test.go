package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// binaries are the programs under test, each built when it is first asked for.
var binaries struct {
	dir              string
	race, plain, raw sync.Once
	err              [3]error
}

// raceBinary is vsndfs with the race detector.
func raceBinary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(binaries.dir, "race", "vsndfs")
	binaries.race.Do(func() { binaries.err[0] = build(path, "cmd/vsndfs", "-race") })
	if binaries.err[0] != nil {
		t.Fatal(binaries.err[0])
	}
	return path
}

// plainBinary is vsndfs as users have it, for the tests that measure.
func plainBinary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(binaries.dir, "plain", "vsndfs")
	binaries.plain.Do(func() { binaries.err[1] = build(path, "cmd/vsndfs") })
	if binaries.err[1] != nil {
		t.Fatal(binaries.err[1])
	}
	return path
}

// rawClientBinary is a client in pure Go.
func rawClientBinary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(binaries.dir, "rawclient")
	binaries.raw.Do(func() { binaries.err[2] = build(path, "test/rawclient") })
	if binaries.err[2] != nil {
		t.Fatal(binaries.err[2])
	}
	return path
}

// build builds a program of the module; without the race detector it needs no C.
func build(path, pkg string, flags ...string) error {
	args := append([]string{"build", "-o", path}, flags...)
	c := exec.Command("go", append(args, "github.com/vsndfs/vsndfs/"+pkg)...)
	if !slices.Contains(flags, "-race") {
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
	}
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s (the race detector needs the Debian package gcc): %w\n%s", pkg, err, out)
	}
	return nil
}
