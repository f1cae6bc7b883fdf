package test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// runArgs is the command line of vsndfs run.
func runArgs(flags []string, command ...string) []string {
	return append(append([]string{"run"}, flags...), append([]string{"--"}, command...)...)
}

func TestRunPassesTheExitStatusOn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		command []string
		want    int
	}{
		"a good end":                     {[]string{"true"}, 0},
		"an exit status":                 {[]string{"sh", "-c", "exit 3"}, 3},
		"a command that there is not":    {[]string{"no-such-command"}, 127},
		"a path that there is not":       {[]string{"/no/such/command"}, 127},
		"a file that cannot be executed": {[]string{"/etc/passwd"}, 126},
		"a signal":                       {[]string{"sh", "-c", "kill -TERM $$"}, 128 + int(syscall.SIGTERM)},
	}
	m := newMachine(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := m.start(m.binary, runArgs(nil, test.command...)...).wait(); got != test.want {
				t.Errorf("vsndfs run ended with %d, want %d", got, test.want)
			}
		})
	}
}

func TestRunPassesStandardInputOn(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.start(m.binary, runArgs(nil, "cat")...)
	p.say("a line")
	p.expect("a line")
	p.stdin.Close()
	p.succeed()
}

func TestRunPassesSIGTERMOn(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	p := m.start(m.binary, runArgs(nil, "bash", "-c", `trap "exit 7" TERM; echo ready; read -r line`)...)
	p.expect("ready")
	p.signal(syscall.SIGTERM)
	p.fail(7)
}

func TestRunRecordsWhatAplayPlaysSampleBySample(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	keepsTheWhole(t, func(song, path string) {
		m.vsndfs(runArgs([]string{"--record", path}, "aplay", "-q", song)...)
	})
}

func TestRunFeedsArecordSampleBySample(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	kind := sound{"U8", 1, 8000} // arecord's default
	fed := kind.noise(1)
	path := filepath.Join(t.TempDir(), "got.wav")
	m.vsndfs(runArgs([]string{"--play", kind.writeWAV(t, fed)}, "arecord", "-q", "-D", "hw:0,0", "-d", "1", path)...)
	sameSound(t, kind.readWAV(t, path), fed)
}

func TestRunsAtTheSameTimeDoNotHearEachOther(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	var programs []*program
	var paths []string
	values := []int16{100, 7}
	for _, value := range values {
		path := filepath.Join(t.TempDir(), "out.wav")
		song := stereo.writeWAV(t, constant(value, stereo.rateHz))
		programs = append(programs, m.start(m.binary, runArgs([]string{"--record", path}, "aplay", "-q", song)...))
		paths = append(paths, path)
	}
	for i, p := range programs {
		p.succeed()
		for place, value := range samplesOf(stereo.readWAV(t, paths[i])) {
			// An aplay that comes too late starts again, and dmix adds to what is left.
			if value%values[i] != 0 {
				t.Fatalf("sample %d of card %d is %d, and only %d was played", place, i+1, value, values[i])
			}
		}
	}
}

func TestRunChangesNothingOutside(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	before := m.mountTable()
	p := m.start(m.binary, runArgs(nil, "sh", "-c", "ls /dev/snd/controlC0; cat")...)
	p.expect("/dev/snd/controlC0")
	if _, err := os.Stat(m.path(sndDir)); err == nil || m.mountTable() != before {
		t.Error("the card is seen from outside")
	}
	p.stdin.Close()
	p.succeed()
	if m.mountTable() != before {
		t.Error("the mount table has changed")
	}
}

func TestRunEndsWithItsCommandAlthoughAnotherStillPlays(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.vsndfs(runArgs(nil, "sh", "-c", `cat /dev/zero > /dev/snd/pcmC0D0p 2>/dev/null & until grep -q cat /dev/snd/vsndfs/devices/*/holders; do :; done`)...)
}

// TestRunDoesNotKeepOtherMountsAlive unmounts a card while vsndfs run, whose
// namespace began with a copy of all mounts, still runs.
func TestRunDoesNotKeepOtherMountsAlive(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "--make-rshared", "/") // as systemd's machines are
	s := m.mount()
	p := m.start(m.binary, runArgs(nil, "sh", "-c", "echo ready; cat")...)
	p.expect("ready")
	s.vsndfs("umount", sndDir)
	s.waitGone()
	p.stdin.Close()
	p.succeed()
}
