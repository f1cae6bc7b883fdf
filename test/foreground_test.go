package test

import (
	"path/filepath"
	"testing"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

func TestAServerInTheForegroundPrintsItsLogAndStaysUntilUnmounted(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.start(m.binary, "mount", "--foreground", sndDir)
	waitFor(t, "the card", func() bool { return m.mounted(sndDir) && m.start(m.binary, "status", sndDir).wait() == 0 })
	if !p.running() {
		t.Fatal("it did not stay")
	}
	m.vsndfs("umount", sndDir)
	p.succeed()
	contains(t, p.stdout.String(), "device release")
	if err := lifelog.Check(p.stdout.String()); err != nil {
		t.Errorf("the log that it printed is wrong: %v", err)
	}
}

func TestAServerInTheForegroundEndsBySignal(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	log := filepath.Join(t.TempDir(), "log")
	p := m.start(m.binary, "mount", "--foreground", "-o", "log="+log, sndDir)
	waitFor(t, "the card", func() bool { return m.mounted(sndDir) && m.start(m.binary, "status", sndDir).wait() == 0 })
	s := m.adopt(sndDir, log)
	s.signal(endings["SIGINT"])
	p.succeed()
}
