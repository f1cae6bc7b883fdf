package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// server is a mounted vsndfs. It is unmounted at the end of the test, and its log
// checked.
type server struct {
	*machine
	dir     string // where it is mounted
	logPath string
	pid     int
	pidfd   int
	// killed says that the test has killed it: its log ends in the middle.
	killed bool
}

// mount mounts cards on a new machine's /dev/snd, in the background.
func mount(t testing.TB, args ...string) *server {
	t.Helper()
	return newMachine(t).mount(args...)
}

// mount mounts cards on the machine's /dev/snd, in the background.
func (m *machine) mount(args ...string) *server {
	m.t.Helper()
	logPath := filepath.Join(m.t.TempDir(), "log")
	m.vsndfs(append(append([]string{"mount", "-o", "log=" + logPath}, args...), sndDir)...)
	return m.adopt(sndDir, logPath)
}

// adopt makes a server that has just been started the test's own.
func (m *machine) adopt(dir, logPath string) *server {
	m.t.Helper()
	s := &server{machine: m, dir: dir, logPath: logPath}
	return s.adopted(s.status().Pid)
}

// adopted is the server with its process, or one that ends with it.
func (s *server) adopted(pid int) *server {
	m := s.machine
	m.t.Helper()
	s.pid = pid
	var err error
	if s.pidfd, err = unix.PidfdOpen(s.pid, 0); err != nil {
		m.t.Fatalf("open the server %d: %v", s.pid, err)
	}
	m.t.Cleanup(s.end)
	return s
}

// end unmounts, if the test has not done so, and checks that nothing is left.
func (s *server) end() {
	defer unix.Close(s.pidfd)
	if !s.gone() {
		_ = unix.PidfdSendSignal(s.pidfd, unix.SIGCONT, nil, 0) // a test that has failed may have left it stopped
		p := s.start(s.binary, "umount", "--timeout", "20s", s.dir)
		if code := p.wait(); code != 0 {
			s.t.Errorf("vsndfs umount: exit status %d\n%s", code, p.stderr.String())
		}
	}
	if !comesTrue(s.gone) {
		s.t.Errorf("the server is still there")
		_ = unix.Kill(s.pid, unix.SIGKILL) // what else can be done
	}
	if s.mounted(s.dir) {
		s.t.Errorf("%s is still mounted", s.dir)
	}
	if err := lifelog.Check(s.log()); err != nil && !s.killed {
		s.t.Errorf("the log is wrong: %v", err)
	}
	if s.t.Failed() {
		s.t.Logf("the end of the log:\n%s", tail(s.log()))
	}
}

// tail is the last lines of a text.
func tail(text string) string {
	const most = 60
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "")
}

// gone reports whether the server's process has ended.
func (s *server) gone() bool {
	fds := []unix.PollFd{{Fd: int32(s.pidfd), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n == 1
}

// waitGone waits for the server's end, after which nothing must be mounted.
func (s *server) waitGone() {
	s.t.Helper()
	waitFor(s.t, "the server's end", s.gone)
	if s.mounted(s.dir) {
		s.t.Fatalf("%s is mounted although its server has ended", s.dir)
	}
}

// signal sends the server a signal.
func (s *server) signal(sig unix.Signal) {
	s.t.Helper()
	if err := unix.PidfdSendSignal(s.pidfd, sig, nil, 0); err != nil {
		s.t.Fatal(err)
	}
}

// node is a path in the mount as the machine's programs see it.
func (s *server) node(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// file is a path in the mount as the test sees it.
func (s *server) file(elem ...string) string { return s.path(s.node(elem...)) }

// exists reports whether there is a node of that name.
func (s *server) exists(node string) bool {
	_, err := os.Stat(s.file(node))
	return err == nil
}

// log is the lifecycle log, which outlives the server.
func (s *server) log() string {
	text, err := os.ReadFile(s.logPath)
	if err != nil {
		s.t.Errorf("read the log: %v", err)
	}
	return string(text)
}

// waitLog waits until the log holds a text.
func (s *server) waitLog(text string) {
	s.t.Helper()
	waitFor(s.t, text+" in the log", func() bool { return strings.Contains(s.log(), text) })
}

// status is what `vsndfs status --json` prints.
type status struct {
	Pid     int      `json:"pid"`
	MMAP    bool     `json:"mmap"`
	Devices []device `json:"devices"`
}

type device struct {
	Name    string   `json:"name"`
	Driver  string   `json:"driver"`
	State   string   `json:"state"`
	Refs    int      `json:"refs"`
	Devres  []string `json:"devres"`
	Holders []holder `json:"holders"`
	Card    *struct {
		Number int    `json:"number"`
		ID     string `json:"id"`
	} `json:"card"`
	Streams []struct {
		Node       string `json:"node"`
		State      string `json:"state"`
		BufferSize uint64 `json:"buffer_size"`
		HwPtr      uint64 `json:"hw_ptr"`
		Avail      uint64 `json:"avail"`
	} `json:"streams"`
}

type holder struct {
	Pid     int    `json:"pid"`
	Command string `json:"command"`
	Node    string `json:"node"`
	Blocked string `json:"blocked"`
}

// status asks the server how it is, with the command.
func (s *server) status() status {
	s.t.Helper()
	return s.parseStatus([]byte(s.vsndfs("status", "--json", s.dir)))
}

// statusFile is the same from the mount's file, which costs no process.
func (s *server) statusFile() status {
	s.t.Helper()
	return s.parseStatus(readFile(s.t, s.file("vsndfs", "status")))
}

func (s *server) parseStatus(text []byte) (st status) {
	s.t.Helper()
	if err := json.Unmarshal(text, &st); err != nil {
		s.t.Fatalf("the status is %s: %v", text, err)
	}
	return st
}

// parseHolder reads a line of a device's file holders.
func parseHolder(t testing.TB, line string) (h holder) {
	t.Helper()
	if _, err := fmt.Sscan(line, &h.Pid, &h.Command, &h.Node, &h.Blocked); err != nil {
		t.Fatalf("holders has the line %q: %v", line, err)
	}
	return h
}
