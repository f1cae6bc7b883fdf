package test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sndDir is where the cards of a machine are.
const sndDir = "/dev/snd"

// machine is a mount namespace with a private /dev, and an IPC namespace,
// because dmix and dsnoop find each other by keys that are the same for every
// card 0. Paths outside /dev are those of the host.
type machine struct {
	t      testing.TB
	pid    int      // of a process in it
	binary string   // vsndfs
	vars   []string // of the environment, NAME=VALUE, besides the test's
}

// env is the machine with more in the environment of what is started in it.
func (m machine) env(vars ...string) *machine {
	m.vars = append(slices.Clone(m.vars), vars...)
	return &m
}

// newMachine returns a machine with vsndfs built with the race detector.
func newMachine(t testing.TB) *machine {
	t.Helper()
	script, err := filepath.Abs("testdata/machine.sh")
	if err != nil {
		t.Fatal(err)
	}
	p := newProgram(t, requireProgram(t, "unshare"), "--mount", "--ipc", "--propagation", "slave",
		"sh", script, t.TempDir())
	p.start()
	p.expect("ready")
	t.Cleanup(func() {
		p.stdin.Close()
		p.succeed()
	})
	return &machine{t: t, pid: p.pid(), binary: raceBinary(t)}
}

// measured makes the machine use vsndfs as users have it.
func (m *machine) measured() *machine {
	m.t.Helper()
	m.binary = plainBinary(m.t)
	return m
}

// home is the machine for programs that keep what they remember, and meet each
// other, in a directory, and not in root's own.
func (m *machine) home(dir string) *machine {
	return m.env("HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_RUNTIME_DIR="+dir)
}

// path is how the test sees a path of the machine.
func (m *machine) path(elem ...string) string {
	return filepath.Join(append([]string{"/proc", strconv.Itoa(m.pid), "root"}, elem...)...)
}

// program returns a program that will run in the machine. It is killed at the
// end of the test.
func (m *machine) program(name string, args ...string) *program {
	m.t.Helper()
	path := requireProgram(m.t, name)
	enter := []string{"--target", strconv.Itoa(m.pid), "--mount", "--ipc", "--", path}
	p := newProgram(m.t, requireProgram(m.t, "nsenter"), append(enter, args...)...)
	p.name = strings.Join(append([]string{filepath.Base(name)}, args...), " ")
	p.cmd.Env = append(os.Environ(), m.vars...)
	return p
}

// start starts a program in the machine.
func (m *machine) start(name string, args ...string) *program {
	m.t.Helper()
	return m.program(name, args...).start()
}

// run runs a program to its end, which must be a good one, and returns what it
// printed.
func (m *machine) run(name string, args ...string) string {
	m.t.Helper()
	p := m.start(name, args...)
	p.succeed()
	return p.stdout.String()
}

// startShell starts a shell script, whose arguments are $1 and so on.
func (m *machine) startShell(script string, args ...string) *program {
	m.t.Helper()
	return m.start("sh", append([]string{"-c", script, "sh"}, args...)...)
}

// shell runs a shell script to its end, which must be a good one.
func (m *machine) shell(script string, args ...string) string {
	m.t.Helper()
	p := m.startShell(script, args...)
	p.succeed()
	return p.stdout.String()
}

// vsndfs runs vsndfs, which must succeed.
func (m *machine) vsndfs(args ...string) string {
	m.t.Helper()
	return m.run(m.binary, args...)
}

// role starts this test binary in one of its roles.
func (m *machine) role(name string, args ...string) *program {
	m.t.Helper()
	self, err := os.Executable()
	if err != nil {
		m.t.Fatal(err)
	}
	p := m.program(self, args...)
	p.name = strings.Join(append([]string{"role", name}, args...), " ")
	p.cmd.Env = append(p.cmd.Env, roleVar+"="+name)
	return p.start()
}

// programs are the ids of all that run in the machine but its own shell and what
// that waits for.
func (m *machine) programs() (pids []string) {
	m.t.Helper()
	all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is valid
	for _, dir := range all {
		pid := filepath.Base(dir)
		if m.inside(dir) && pid != strconv.Itoa(m.pid) && parentOf(dir) != strconv.Itoa(m.pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// inside reports whether the process of a directory in /proc runs in the machine.
func (m *machine) inside(dir string) bool {
	const namespace = "ns/mnt"
	own, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(m.pid), namespace))
	if err != nil {
		m.t.Fatal(err)
	}
	its, err := os.Readlink(filepath.Join(dir, namespace))
	return err == nil && its == own // one that has ended is nowhere
}

// parentOf is the parent of the process of a directory in /proc.
func parentOf(dir string) string {
	text, _ := os.ReadFile(filepath.Join(dir, "status")) // it may have ended
	_, rest, _ := strings.Cut(string(text), "\nPPid:\t")
	pid, _, _ := strings.Cut(rest, "\n")
	return pid
}

// mountTable is the machine's mountinfo.
func (m *machine) mountTable() string {
	m.t.Helper()
	f, err := os.Open(filepath.Join("/proc", strconv.Itoa(m.pid), "mountinfo"))
	if err != nil {
		m.t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		m.t.Fatal(err)
	}
	return string(text)
}

// mounted reports whether a vsndfs is in the mount table at a directory, alive
// or dead.
func (m *machine) mounted(dir string) bool { m.t.Helper(); return m.connection(dir) != "" }

// connection is the number of the FUSE connection of the vsndfs that is mounted at a
// directory, alive or dead. Nothing is asked of its server.
func (m *machine) connection(dir string) (minor string) {
	m.t.Helper()
	for line := range strings.Lines(m.mountTable()) {
		fields := strings.Fields(line)
		if fields[4] == dir && strings.Contains(line, " - fuse.vsndfs ") {
			_, minor, _ = strings.Cut(fields[2], ":")
		}
	}
	return minor
}
