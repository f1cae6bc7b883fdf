package test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// binaries are the programs under test, each built when it is first asked for.
var binaries struct {
	dir         string
	race, plain sync.Once
	err         [2]error
}

// raceBinary is vsndfs with the race detector.
func raceBinary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(binaries.dir, "race", "vsndfs")
	binaries.race.Do(func() { binaries.err[0] = build(path, "-race") })
	if binaries.err[0] != nil {
		t.Fatal(binaries.err[0])
	}
	return path
}

// plainBinary is vsndfs as users have it, for the tests that measure.
func plainBinary(t testing.TB) string {
	t.Helper()
	path := filepath.Join(binaries.dir, "plain", "vsndfs")
	binaries.plain.Do(func() { binaries.err[1] = build(path) })
	if binaries.err[1] != nil {
		t.Fatal(binaries.err[1])
	}
	return path
}

func build(path string, flags ...string) error {
	args := append([]string{"build", "-o", path}, flags...)
	out, err := exec.Command("go", append(args, "github.com/vsndfs/vsndfs/cmd/vsndfs")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("build vsndfs (the race detector needs the Debian package gcc): %w\n%s", err, out)
	}
	return nil
}
