package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// mountLimited mounts with a limit of prlimit(1)'s.
func (m *machine) mountLimited(limit string, args ...string) *server {
	m.t.Helper()
	log := filepath.Join(m.t.TempDir(), "log")
	m.run("prlimit", append([]string{limit, m.binary, "mount", "-o", "log=" + log, sndDir}, args...)...)
	return m.adopt(sndDir, log)
}

func TestAServerWithoutDescriptorsRefusesStreamsAndSaysWhyOnce(t *testing.T) {
	t.Parallel()
	s := newMachine(t).mountLimited("--nofile=32:32", "--card", "dummy,devices=4")
	holder := s.role("hoard", s.node("pcmC0D%dp"))
	if got := holder.line(); !strings.HasSuffix(got, " EMFILE") {
		t.Errorf("the last open got %s", got)
	}
	if n := strings.Count(s.log(), "too many open files"); n != 1 {
		t.Errorf("the log says it %d times", n)
	}
	s.vsndfs("status", sndDir)
	s.shell(`exec 3< /dev/snd/controlC0`)
	holder.stdin.Close()
	holder.succeed()
	s.waitNoStream()
	s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
	s.vsndfs("unplug", sndDir, "dummy.0")
}

func TestAServerThatMayNotMakeAStreamsMemoryRefusesToStart(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	text := m.start("prlimit", "--fsize=100000:", m.binary, "mount", sndDir).fail(1)
	oneLine(t, text)
	contains(t, text, "ulimit -f")
	if m.mounted(sndDir) {
		t.Error("it is mounted all the same")
	}
}
