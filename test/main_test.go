package test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// roleVar makes this binary play a part in a test of its own: a client that no
// ordinary program is.
const roleVar = "VSNDFS_TEST_ROLE"

func TestMain(m *testing.M) {
	if role, ok := roles[os.Getenv(roleVar)]; ok {
		role(os.Args[1:])
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(runTests(m))
}

// atOnce is how many tests run at the same time. They wait for sound to pass,
// which takes little of a processor.
const atOnce = "6"

func runTests(m *testing.M) int {
	if os.Geteuid() != 0 {
		fmt.Fprintln(os.Stderr, "these tests mount file systems: run them as root")
		return 1
	}
	dir, err := os.MkdirTemp("", "vsndfs-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := prepare(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	return max(code, reportRaces(dir))
}

func prepare(dir string) error {
	if err := flag.Set("test.parallel", atOnce); err != nil {
		return err
	}
	// A server in the background has no standard error: its data races go to
	// files. The pause at exit would make every command a second longer.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=0 log_path="+filepath.Join(dir, "race")); err != nil {
		return err
	}
	binaries.dir = dir
	return nil
}

// reportRaces prints the data races that the programs under test have reported,
// and returns the exit code that they are worth.
func reportRaces(dir string) int {
	reports, _ := filepath.Glob(filepath.Join(dir, "race.*")) // the pattern is valid
	for _, path := range reports {
		text, err := os.ReadFile(path)
		fmt.Fprintf(os.Stderr, "%s%v\n", text, err)
	}
	return min(len(reports), 1)
}
