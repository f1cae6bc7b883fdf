package test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

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

// unreadLog starts a server in the foreground whose log goes to a pipe of one page that
// the test has open and does not read.
func unreadLog(t *testing.T, m *machine) (*program, *os.File) {
	t.Helper()
	fifo := filepath.Join(t.TempDir(), "log")
	if err := unix.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unix.FcntlInt(r.Fd(), unix.F_SETPIPE_SZ, os.Getpagesize()); err != nil {
		t.Fatal(err)
	}
	p := m.start("sh", "-c", `exec "$0" mount --foreground "$1" >"$2"`, m.binary, sndDir, fifo)
	waitFor(t, "the card", func() bool { return m.mounted(sndDir) && m.start(m.binary, "status", sndDir).wait() == 0 })
	return p, r
}

// replug makes the log longer than a page.
func (m *machine) replug() {
	for range 10 {
		m.vsndfs("unplug", sndDir, "usb-headset.0")
		m.vsndfs("plug", sndDir, "usb-headset.0")
	}
}

func TestALogThatNobodyReadsHoldsNothingUp(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p, r := unreadLog(t, m)
	m.replug()
	m.vsndfs("umount", sndDir)
	if !p.running() {
		t.Error("it ended with its log half written")
	}
	var text []byte
	for chunk := make([]byte, 4096); bytes.Count(text, []byte("device release")) < 11; {
		n, err := r.Read(chunk)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, chunk[:n]...)
	}
	p.succeed()
	if err := lifelog.Check(string(text)); err != nil {
		t.Errorf("the log that it printed is wrong: %v", err)
	}
}

func TestALogThatNobodyCanReadAnyMoreEndsNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p, r := unreadLog(t, m)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	m.replug()
	m.vsndfs("umount", sndDir)
	p.succeed()
}
