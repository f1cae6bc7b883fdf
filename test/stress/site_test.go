package stress

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// site is a directory on which a server's cards are mounted, one after the other.
type site struct {
	d       *director
	name    string
	cards   []string
	devices []string
	nodes   []string // that programs try to open
	path    string
	bus     [2]*os.File

	mounts  int
	pid     int // of the server
	logPath string
	servers []*history // of this round
	history *history   // of the last of them
	checker *lifelog.Checker
	read    int64 // of the log
}

func (d *director) newSite(name string, devices []string, cards ...string) *site {
	s := &site{d: d, name: name, cards: cards, devices: devices, path: filepath.Join(dir, name)}
	if err := os.Mkdir(s.path, 0o755); err != nil {
		d.t.Fatal(err)
	}
	for n := range devices {
		s.nodes = append(s.nodes, fmt.Sprintf("controlC%d", n), fmt.Sprintf("controlC%d", n))
		for _, pcm := range []string{"D0p", "D0c", "D0p", "D1c", "D1p", "D0c"} {
			s.nodes = append(s.nodes, fmt.Sprintf("pcmC%d%s", n, pcm))
		}
		s.nodes = append(s.nodes, "timer")
	}
	return s
}

// mount starts a server, with a new log.
func (s *site) mount() {
	s.mounts++
	s.logPath = filepath.Join(dir, fmt.Sprintf("%s-%d.log", s.name, s.mounts))
	s.history, s.checker, s.read = newHistory(), lifelog.New(), 0
	args := []string{"mount", "-o", "log=" + s.logPath}
	for _, card := range s.cards {
		args = append(args, "--card", card)
	}
	run(s.d.t, nil, s.d.vsndfs, append(args, s.path)...)
	s.pid = s.status().Pid
	s.history.from = monotonic()
	s.servers = append(s.servers, s.history)
}

// openBus makes the sockets by which the actors pass their files on.
func (s *site) openBus() {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		s.d.t.Fatal(err)
	}
	for i, fd := range fds {
		s.bus[i] = os.NewFile(uintptr(fd), "bus")
	}
}

// closeBus closes the files too that nobody has received.
func (s *site) closeBus() {
	for _, f := range s.bus {
		_ = f.Close()
	}
}

// status is the part of vsndfs/status that the test looks at.
type status struct {
	Pid        int `json:"pid"`
	Goroutines int `json:"goroutines"`
	Devices    []struct {
		Name    string            `json:"name"`
		State   string            `json:"state"`
		Refs    int               `json:"refs"`
		Devres  []string          `json:"devres"`
		Holders []json.RawMessage `json:"holders"`
		Card    *struct {
			Number int `json:"number"`
		} `json:"card"`
	} `json:"devices"`
}

func (s *site) status() (st status) {
	text, err := s.look("status")
	if err != nil {
		s.d.t.Fatalf("%s: %v", s.name, err)
	}
	if err := json.Unmarshal(text, &st); err != nil {
		s.d.t.Fatalf("%s: the status is %s: %v", s.name, text, err)
	}
	return st
}

// look reads a file of the directory vsndfs. A server that does not answer does not
// stop the test.
func (s *site) look(elem ...string) ([]byte, error) {
	type answer struct {
		text []byte
		err  error
	}
	got := make(chan answer, 1)
	path := filepath.Join(append([]string{s.path, "vsndfs"}, elem...)...)
	go func() {
		text, err := os.ReadFile(path)
		got <- answer{text, err}
	}()
	select {
	case a := <-got:
		return a.text, a.err
	case <-time.After(patience):
		return nil, fmt.Errorf("%s has not been read in %v", path, patience)
	}
}

// story is what a site's server says of itself, for a report.
func (s *site) story() string {
	status, err := s.look("status")
	log, _ := os.ReadFile(s.logPath)
	lines := strings.SplitAfter(string(log), "\n")
	return fmt.Sprintf("%s%v\n%s", status, err, strings.Join(lines[max(0, len(lines)-60):], ""))
}

// follow reads what the log has got since the last time.
func (s *site) follow() {
	f, err := os.Open(s.logPath)
	if err != nil {
		s.d.wrong("%v", err)
		return
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		s.d.wrong("%v", err)
		return
	}
	text := make([]byte, st.Size()-s.read)
	n, err := f.ReadAt(text, s.read)
	if err != nil {
		s.d.wrong("%v", err)
	}
	n = bytes.LastIndexByte(text[:n], '\n') + 1
	s.read += int64(n)
	for line := range strings.Lines(string(text[:n])) {
		e, err := s.checker.Line(strings.TrimSuffix(line, "\n"))
		if err != nil {
			s.d.wrong("the log of %s: %v", s.name, err)
			continue
		}
		if e.Kind == lifelog.Notice && s.history.cut == never {
			s.d.wrong("the server %s complains: %s", s.name, line)
		}
		s.d.figures.count(e)
		s.history.add(e)
	}
}

// tell tells one verb, and waits for its end.
func (s *site) tell(device, verb string) error {
	told := make(chan error, 1)
	path := filepath.Join(s.path, "vsndfs", "devices", device, verb)
	go func() { told <- os.WriteFile(path, []byte("1\n"), 0) }()
	select {
	case err := <-told:
		return err
	case <-time.After(patience):
		return fmt.Errorf("%s does not return", path)
	}
}

// replug plugs every device in anew, in order.
func (s *site) replug() {
	for _, device := range s.devices {
		if text, _ := s.look("devices", device, "state"); strings.TrimSpace(string(text)) == "unplugged" {
			continue
		}
		if err := s.tell(device, "unplug"); err != nil {
			s.d.wrong("%s: %v", s.name, err)
		}
	}
	for _, device := range s.devices {
		if err := s.tell(device, "plug"); err != nil {
			s.d.wrong("%s: %v", s.name, err)
		}
	}
}

// mounted reports whether the mount table has the site.
func (s *site) mounted() bool {
	table, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		s.d.t.Fatal(err)
	}
	return slices.ContainsFunc(strings.Split(string(table), "\n"), func(line string) bool {
		fields := strings.Fields(line)
		return len(fields) > 4 && fields[4] == s.path
	})
}

// ended reports whether the server's process has.
func (s *site) ended() bool { return syscall.Kill(s.pid, 0) != nil }

// endings are the ways in which a mount ends while it is used.
var endings = []struct {
	name string
	cut  bool // no card goes in order
	do   func(*site)
}{
	{"umount -l", false, func(s *site) { _ = unix.Unmount(s.path, unix.MNT_DETACH) }},
	{"umount -l", false, func(s *site) { _ = unix.Unmount(s.path, unix.MNT_DETACH) }},
	{"umount -f", true, func(s *site) { _ = unix.Unmount(s.path, unix.MNT_FORCE) }},
	{"SIGTERM", false, func(s *site) { _ = syscall.Kill(s.pid, syscall.SIGTERM) }},
	{"SIGKILL", true, func(s *site) { _ = syscall.Kill(s.pid, syscall.SIGKILL) }},
}

// endMount ends the mount in one of those ways, and mounts anew. Who has files of
// the old one keeps them.
func (s *site) endMount(way int) {
	e := endings[way]
	s.history.to = monotonic()
	if e.cut {
		s.history.cut = s.history.to
	}
	e.do(s)
	s.d.past = append(s.d.past, &site{
		d: s.d, name: s.name, pid: s.pid, logPath: s.logPath, history: s.history,
		checker: s.checker, read: s.read, path: s.path,
	})
	if e.name == "SIGTERM" || e.cut {
		// What is left of the mount goes before the next one comes on top.
		within(patience, func() bool {
			_ = unix.Unmount(s.path, unix.MNT_DETACH)
			return !s.mounted()
		})
	}
	s.d.figures.Remounts++
	s.mount()
}

func monotonic() time.Duration {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) // it exists on every kernel
	return time.Duration(ts.Nano()).Truncate(time.Microsecond)
}
