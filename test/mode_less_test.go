package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// Where less is allowed all programs are tried too, with what is left to them.

func TestProgramsWithoutMMAP(t *testing.T) {
	mode{mount: []string{"-o", "nopassthrough"}, noMMAP: true}.try(t)
}

func TestProgramsWhoseMemoryCannotBeReached(t *testing.T) {
	mode{mount: []string{"-o", "nocallermemory"}, noRW: true}.try(t)
}

// lessMemory is the beginning of the line that the log has when the memory of
// programs cannot be reached.
const lessMemory = "vsndfs no access to the memory of programs such as "

// sees fails the test unless one line of the log begins with a text, after the
// time, and holds others.
func (s *server) sees(begin string, others ...string) {
	s.t.Helper()
	var lines []string
	for line := range strings.Lines(s.log()) {
		if _, event, _ := strings.Cut(line, " "); strings.HasPrefix(event, begin) {
			lines = append(lines, line)
		}
	}
	if len(lines) != 1 {
		s.t.Fatalf("the log has %d lines that begin with %q, want one: %q", len(lines), begin, lines)
	}
	for _, text := range others {
		contains(s.t, lines[0], text)
	}
}

// keeps fails the test unless a way to play a song, $1, puts it on tape.
func (s *server) keeps(tape, script string) {
	s.t.Helper()
	played := stereo.noise(0.5)
	song := stereo.writeWAV(s.t, played)
	s.shell(script, song)
	sameSoundFilledUp(s.t, stereo, stereo.readWAV(s.t, tape), played)
}

func TestWithoutMMAPDefaultIsTheHardware(t *testing.T) {
	t.Parallel()
	option, tape := recording(t)
	s := mount(t, "-o", "nopassthrough", option)
	s.keeps(tape, `aplay -q "$1"`)
	contains(t, s.start("aplay", "-q", "-M", "-D", "hw:0", "-f", "dat", "/dev/zero").fail(1), "Access type not available")
	s.sees("vsndfs no mmap: ", "nopassthrough forbids it")
}

// The real causes: a server that may not trace programs, and programs in a pid
// namespace that the server does not see.
func TestMemoryThatCannotBeReachedForAReason(t *testing.T) {
	for name, test := range map[string]struct {
		mount func(m *machine, options ...string) *server
		why   string
	}{
		"no right to trace":       {(*machine).mountUntraced, "may not be traced; they can map the card's memory"},
		"a foreign pid namespace": {(*machine).mountElsewhere, "pid=0 comm=?: their pid namespace cannot be seen from here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for way, script := range map[string]string{
				"mmap":    `aplay -q -M -D hw:0 "$1"`,
				"plughw":  `aplay -q -D plughw:0 "$1"`,
				"a shell": `sox "$1" -t raw - | cat > /dev/snd/pcmC0D0p`,
			} {
				t.Run(way, func(t *testing.T) {
					t.Parallel()
					option, tape := recording(t)
					s := test.mount(newMachine(t), option)
					s.keeps(tape, script)
					contains(t, s.run("aplay", "-l"), "card 0: Headset")
					contains(t, s.start("aplay", "-q", "-D", "hw:0", "-f", "dat", "/dev/zero").fail(1), "Access type not available")
					s.sees(lessMemory, test.why)
				})
			}
		})
	}
}

// mountUntraced mounts with a server that may not trace programs.
func (m *machine) mountUntraced(options ...string) *server {
	m.t.Helper()
	log := filepath.Join(m.t.TempDir(), "log")
	m.run("setpriv", append([]string{
		"--bounding-set", "-sys_ptrace", "--inh-caps", "-sys_ptrace",
		m.binary, "mount", "-o", "log=" + log, sndDir,
	}, options...)...)
	return m.adopt(sndDir, log)
}

// mountElsewhere mounts with a server in a pid namespace of its own.
func (m *machine) mountElsewhere(options ...string) *server {
	m.t.Helper()
	s := &server{machine: m, dir: sndDir, logPath: filepath.Join(m.t.TempDir(), "log")}
	p := m.start("unshare", append([]string{
		"--pid", "--fork", m.binary, "mount", "--foreground", "-o", "log=" + s.logPath, sndDir,
	}, options...)...)
	waitFor(m.t, "the card", func() bool { return m.mounted(sndDir) && m.start(m.binary, "status", sndDir).wait() == 0 })
	return s.adopted(p.pid())
}

// Without both, programs are refused, and nodes can still be read and written.
func TestWithoutMMAPAndMemoryProgramsAreRefused(t *testing.T) {
	t.Parallel()
	option, tape := recording(t)
	s := mount(t, "-o", "nopassthrough,nocallermemory", option)
	for _, device := range []string{"hw:0", "plughw:0", "default"} {
		for _, program := range []string{"aplay", "arecord"} {
			p := s.start(program, "-q", "-t", "raw", "-D", device, "-f", "dat", "-d", "1", "/dev/null")
			contains(t, p.fail(1), "no configurations available")
		}
	}
	s.keeps(tape, `sox "$1" -t raw - | cat > /dev/snd/pcmC0D0p`)
	s.sees("vsndfs no mmap: ", "nopassthrough forbids it")
	s.sees(lessMemory, "comm=aplay: the mount option nocallermemory forbids it", "there is no mmap either")
}
