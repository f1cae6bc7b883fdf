package test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// marked returns the machine with a mark in the environment of what is started in it,
// and what finds those processes wherever they are.
func (m *machine) marked(name string) (*machine, func() []string) {
	mark := fmt.Sprintf("VSNDFS_TEST_MARK=%s-%d", name, m.pid)
	return m.env(mark), func() (pids []string) {
		all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is valid
		for _, dir := range all {
			if text, _ := os.ReadFile(filepath.Join(dir, "environ")); bytes.Contains(text, []byte(mark+"\x00")) { // it may have ended
				pids = append(pids, filepath.Base(dir))
			}
		}
		return pids
	}
}

// commandOfRun says what its own card answers when it gets SIGTERM. $1 is where to
// say it.
const commandOfRun = `exec 3> /dev/snd/pcmC0D0p
trap 'echo word 2> "$1" >&3; exit' TERM
echo ready
while :; do sleep 0.05; done`

func TestTheCommandOfARunThatIsKilledIsToldAndNothingIsLeft(t *testing.T) {
	t.Parallel()
	m, programs := newMachine(t).marked("run")
	before := m.mountTable()
	said := filepath.Join(t.TempDir(), "said")
	p := m.start(m.binary, runArgs(nil, "bash", "-c", commandOfRun, "bash", said)...)
	p.expect("ready")
	p.signal(unix.SIGKILL)
	p.fail(128 + int(unix.SIGKILL))
	waitFor(t, "the end of all that run has started", func() bool { return len(programs()) == 0 })
	contains(t, string(readFile(t, said)), "not connected")
	if m.mountTable() != before {
		t.Error("the mount table has changed")
	}
}

// A program may live on without its card, in a namespace that ends with it.
func TestACommandThatIgnoresSIGTERMOutlivesItsRun(t *testing.T) {
	t.Parallel()
	m, programs := newMachine(t).marked("ignores")
	p := m.start(m.binary, runArgs(nil, "bash", "-c", `trap "" TERM; echo ready; read -r line; ls /dev/snd 2>&1; :`)...)
	p.expect("ready")
	run := p.pid()
	waitFor(t, "the command to read", func() bool { return len(programs()) == 2 })
	if err := unix.Kill(run, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the end of run alone", func() bool { return len(programs()) == 1 })
	p.stdin.Close()
	waitFor(t, "the end of its command", func() bool { return len(programs()) == 0 })
	p.fail(128 + int(unix.SIGKILL))
	contains(t, p.stdout.String(), "not connected")
}

func TestARunThatIsKilledLeavesNoTemporaryFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := newMachine(t).env("TMPDIR=" + dir)
	for _, event := range []string{"plug", "card 0 register", "unplug", "card 0 free", "device release"} {
		p := m.start(m.binary, runArgs([]string{"-o", "killat=usb-headset.0 " + event}, "true")...)
		p.fail(128 + int(unix.SIGKILL))
	}
	m.nothingRuns()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left are %v (%v)", left, err)
	}
}
