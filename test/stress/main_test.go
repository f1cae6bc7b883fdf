package stress

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// make stress sets these.
var (
	stressFor  = flag.Duration("stress", 8*time.Second, "how long, in whole rounds")
	stressSeed = flag.Uint64("seed", 0, "which processes make which calls; 0 is a new one each time")
	stressRace = flag.Bool("racing", false, "build the server with the race detector")
	firstRound = flag.Int("round", 0, "the round to begin with")
)

// insideVar says that this is the process in namespaces of its own.
const insideVar = "VSNDFS_STRESS_INSIDE"

// dir is for what the test builds and mounts. It goes at the end.
var dir string

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(insideVar) == "" {
		os.Exit(enter())
	}
	// A process that has not said yet what to do at a signal ignores it.
	signal.Ignore(syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGIO)
	os.Exit(m.Run())
}

// enter runs the tests in a mount and a pid namespace of their own: whatever
// happens to this process, nothing of theirs is left, process or mount. A shell is
// the namespace's first process, since that has to reap those whose parents have
// died.
func enter() int {
	if os.Geteuid() != 0 {
		fmt.Fprintln(os.Stderr, "these tests mount file systems: run them as root")
		return 1
	}
	tmp, err := os.MkdirTemp("", "vsndfs-stress-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(tmp)
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	args := []string{
		"--mount", "--ipc", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc",
		"sh", "-c", `"$@"; exit $?`, "sh", self,
	}
	c := exec.Command("unshare", append(args, os.Args[1:]...)...)
	c.Env = append(os.Environ(), insideVar+"="+tmp, "GORACE=atexit_sleep_ms=0 log_path="+filepath.Join(tmp, "race"))
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Run(); err != nil {
		if c.ProcessState == nil {
			fmt.Fprintf(os.Stderr, "make namespaces (it needs the Debian package util-linux): %v\n", err)
		}
		return 1
	}
	return 0
}

// build builds vsndfs and the actor.
func build(t *testing.T) (vsndfs, actor string) {
	t.Helper()
	dir = os.Getenv(insideVar)
	vsndfs, actor = filepath.Join(dir, "vsndfs"), filepath.Join(dir, "actor")
	args, env := []string{"build", "-o", vsndfs}, append(os.Environ(), "CGO_ENABLED=0")
	if *stressRace {
		args, env = append(args, "-race"), os.Environ()
	}
	run(t, env, "go", append(args, "github.com/vsndfs/vsndfs/cmd/vsndfs")...)
	sources, err := filepath.Glob("testdata/actor/*.c")
	if err != nil {
		t.Fatal(err)
	}
	run(t, nil, "cc", append([]string{"-static", "-O1", "-Wall", "-Wextra", "-Werror", "-o", actor}, sources...)...)
	return vsndfs, actor
}

// run runs a program to its end, which must be a good one, and returns what it printed.
func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Env = env
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}
