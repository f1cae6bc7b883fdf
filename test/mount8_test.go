package test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// cardDir is a mount point that is not /dev/snd.
const cardDir = "/dev/card"

// installHelper makes mount(8) of the machine find vsndfs: it covers the
// directory of mount's helpers with a copy, in which there is one more.
func (m *machine) installHelper() {
	m.t.Helper()
	sbin, err := filepath.EvalSymlinks("/sbin")
	if err != nil {
		m.t.Fatal(err)
	}
	m.shell(`mount -t tmpfs helper "$1" && mkdir "$1/upper" "$1/work" &&
		mount -t overlay -o lowerdir="$2",upperdir="$1/upper",workdir="$1/work" overlay "$2" &&
		ln -s "$3" "$2/mount.fuse.vsndfs"`, m.t.TempDir(), sbin, m.binary)
}

// makeDir makes a directory in the machine's /dev.
func (m *machine) makeDir(dir string) string {
	m.t.Helper()
	if err := os.Mkdir(m.path(dir), 0o755); err != nil {
		m.t.Fatal(err)
	}
	return dir
}

// modeOf is a file's mode and owners as stat(1) prints them.
func (m *machine) modeOf(path string) string {
	m.t.Helper()
	return m.run("stat", "-c", "%a %u %g", path)
}

func TestMount8MountsAModelWithOptions(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.installHelper()
	log, path := filepath.Join(t.TempDir(), "log"), filepath.Join(t.TempDir(), "out.wav")
	options := fmt.Sprintf("log=%s,record=%s,mode=0640,uid=7,gid=8,noatime", log, path)
	m.run("mount", "-t", "fuse.vsndfs", "usb-headset,id=Mine", m.makeDir(cardDir), "-o", options)
	s := m.adopt(cardDir, log)
	if got := m.modeOf(s.node("pcmC0D0p")); got != "640 7 8\n" {
		t.Errorf("mode and owners of a node are %s", got)
	}
	if got := s.status().Devices[0].Card.ID; got != "Mine" {
		t.Errorf("the card's id is %s", got)
	}
	played := stereo.noise(0.2)
	m.shell(`cat "$1" > /dev/card/pcmC0D0p`, stereo.write(t, played))
	sameSound(t, stereo.readWAV(t, path), played)
	m.run("umount", cardDir)
	s.waitGone()
}

func TestMount8MountsALineOfFstab(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.installHelper()
	log, fstab := filepath.Join(t.TempDir(), "log"), filepath.Join(t.TempDir(), "fstab")
	line := fmt.Sprintf("loopback %s fuse.vsndfs log=%s,substreams=2,noauto,nofail,x-systemd.automount 0 0\n", m.makeDir(cardDir), log)
	if err := os.WriteFile(fstab, []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	m.run("mount", "--fstab", fstab, cardDir)
	s := m.adopt(cardDir, log)
	if got := s.status().Devices[0].Name; got != "loopback.0" {
		t.Errorf("the device is %s", got)
	}
}

func TestMount8PassesOnWhatIsWrong(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.installHelper()
	text := m.start("mount", "-t", "fuse.vsndfs", "piano", m.makeDir(cardDir)).fail(2)
	oneLine(t, text)
	contains(t, text, `no card model "piano"`)
	if m.mounted(cardDir) {
		t.Error("it is mounted all the same")
	}
}
