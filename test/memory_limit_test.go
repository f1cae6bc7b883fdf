package test

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// hog starts a program in a group, whose limit it hits: the kernel has to kill.
func (m *machine) hog(g *cgroup) *program {
	m.t.Helper()
	return m.startShell(`echo $$ > "$1/cgroup.procs" && exec tail /dev/zero`, g.dir)
}

// pick makes the OOM killer prefer a process to all others.
func pick(t testing.TB, pid int) {
	t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid), []byte("1000"), 0); err != nil {
		t.Fatal(err)
	}
}

func TestAServerThatTheOOMKillerPicksIsAKilledServer(t *testing.T) {
	t.Parallel()
	option, path := recording(t)
	s := mount(t, option)
	g := newCgroup(t, "memory")
	g.limitMemory(32 << 20)
	waiter := s.role("blocked", "READI", s.node("pcmC0D0c"))
	waiter.expect("ready")
	s.headset().waitBlocked(waiter, "pcmC0D0c")
	played := stereo.noise(30)
	player := s.start("aplay", "-q", "-t", "raw", "-f", "dat", "-D", "hw:0,0", stereo.write(t, played))
	waitFor(t, "sound on the disk", func() bool { return fileSize(t, path) > 1000 })
	pick(t, s.pid)
	g.take(s.pid)
	s.killed = true
	s.hog(g)
	waitFor(t, "the server's end", s.gone)
	waiter.cutOff()
	player.fail(1)
	kept := stereo.readWAV(t, path)
	sameSound(t, kept, played[:len(kept)])
	s.vsndfs("umount", sndDir)
}

func TestAClientThatTheOOMKillerPicksHasClosedItsFiles(t *testing.T) {
	t.Parallel()
	s := mount(t)
	g := newCgroup(t, "memory")
	g.limitMemory(32 << 20)
	client := s.role("blocked", "WRITEI", s.node("pcmC0D0p"))
	client.expect("ready")
	s.headset().waitBlocked(client, "pcmC0D0p")
	pick(t, client.pid())
	g.take(client.pid())
	s.hog(g)
	client.fail(128 + int(unix.SIGKILL))
	s.headset().waitNoHolder()
	s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
}

// tightBytes is enough for a server as users have it, and no more than it uses.
const tightBytes = 24 << 20

func TestAServerWithLittleMemoryLosesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t).measured()
	g := newCgroup(t, "memory")
	g.limitMemory(tightBytes)
	option, path := recording(t)
	log := t.TempDir() + "/log"
	m.shell(`echo $$ > "$1/cgroup.procs" && exec "$2" mount -o "log=$3" "$4" /dev/snd`, g.dir, m.binary, log, option)
	s := m.adopt(sndDir, log)
	played := stereo.noise(1)
	s.shell(`cat "$1" > /dev/snd/pcmC0D0p`, stereo.write(t, played))
	sameSound(t, stereo.readWAV(t, path), played)
}
