package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stateOption is the option of a headset that keeps what its mixer is set to, and
// the file.
func stateOption(t testing.TB) (card, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "state.yaml")
	return "usb-headset,state=" + path, path
}

// setVolume sets what the headset plays at, of 127.
func (m *machine) setVolume(left, right string) {
	m.t.Helper()
	m.run("amixer", "-q", "cset", "name=PCM Playback Volume", left+","+right)
}

// expectVolume fails the test unless amixer shows that volume.
func (m *machine) expectVolume(values string) {
	m.t.Helper()
	contains(m.t, m.run("amixer", "cget", "name=PCM Playback Volume"), ": values="+values+"\n")
}

// waitKept waits until a file has a text.
func waitKept(t testing.TB, path, text string) {
	t.Helper()
	waitFor(t, text+" in "+path, func() bool {
		kept, err := os.ReadFile(path)
		return err == nil && strings.Contains(string(kept), text)
	})
}

// unmount takes the cards away, as a user does, and waits for the server's end.
func (s *server) unmount() {
	s.t.Helper()
	s.vsndfs("umount", sndDir)
	s.waitGone()
}

func TestTheMixerIsAsItWasAfterEveryEndOfACard(t *testing.T) {
	t.Parallel()
	card, path := stateOption(t)
	m := newMachine(t)
	s := m.mount("--card", card)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file of a card that nobody has changed: %v", err)
	}
	s.setVolume("51", "52")
	s.run("amixer", "-q", "sset", "PCM", "mute")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	waitKept(t, path, "- name: PCM Playback Switch\n  values: [off]\n- name: PCM Playback Volume\n  values: [51, 52]\n")
	s.vsndfs("plug", sndDir, "usb-headset.0")
	s.expectVolume("51,52")
	contains(t, s.run("amixer", "sget", "PCM"), "[off]")

	s.setVolume("61", "62")
	for _, file := range []string{"unbind", "bind"} {
		if err := s.headset().write(file, "usb-headset.0\n"); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	s.expectVolume("61,62")

	s.setVolume("71", "72")
	s.unmount()
	s = m.mount("--card", card)
	s.expectVolume("71,72")

	s.setVolume("81", "81")
	s.vsndfs("key", sndDir, "usb-headset.0", "volume-down") // by a twentieth of the way
	waitKept(t, path, "[75, 75]")
	s.kill()
	s = m.mount("--card", card)
	s.expectVolume("75,75")
	s.waitLog("usb-headset.0 state " + path + " restored=4\n")
}

// everyType is a card with elements of every type.
const everyType = `
name: Every Type
controls:
- {name: Gain, type: integer64, range: 0..99999999999}
- {name: Curve, type: bytes, channels: 16}
- {name: IEC958 Playback Default, iface: pcm, type: iec958}
- {name: Input Source, count: 3, index: 4, items: [Mic, "Line: in", "off", "7"]}
- {name: Bass Volume, channels: 8, range: -12..12, db: {min: -12, max: 12}}
- {name: Meter, range: 0..9, access: [read, write, volatile]}
`

// TestEveryModelKeepsItsMixer has alsactl see no difference.
func TestEveryModelKeepsItsMixer(t *testing.T) {
	t.Parallel()
	described := filepath.Join(t.TempDir(), "every.yaml")
	if err := os.WriteFile(described, []byte(everyType), 0o600); err != nil {
		t.Fatal(err)
	}
	for model, sets := range map[string]string{
		described: `
			amixer -q cset name=Gain 99999999998
			amixer -q cset name=Curve 1,2,0,0xff
			iecset -c 0 rate 48000 audio off
			amixer -q cset name='Input Source',index=4 'Line: in'
			amixer -q cset name='Input Source',index=5 3
			amixer -q cset name='Input Source',index=6 off
			amixer -q cset name='Bass Volume' -- 1,-2,3,-4,5,-6,7,-12`,
		"usb-headset": `
			amixer -q cset name='PCM Playback Volume' 12,13
			amixer -q cset name='Mic Capture Switch' off`,
		"dummy": `
			amixer -q cset name='CD Volume' -- -7,42
			amixer -q cset name='External I/O Box' None
			amixer -q cset name='Mic Capture Switch' on,off`,
		"loopback": `
			amixer -q cset iface=PCM,device=1,subdevice=3,name='PCM Rate Shift 100000' 100300
			amixer -q cset iface=PCM,subdevice=7,name='PCM Notify' on`,
	} {
		t.Run(filepath.Base(model), func(t *testing.T) {
			t.Parallel()
			s := mount(t, "--card", model+",state="+filepath.Join(t.TempDir(), "state.yaml"))
			fresh := s.alsactlStore()
			s.shell("set -e" + sets)
			before := s.alsactlStore()
			if before == fresh {
				t.Fatal("nothing was set")
			}
			device := s.status().Devices[0].Name
			s.vsndfs("unplug", sndDir, device)
			s.vsndfs("plug", sndDir, device)
			if after := s.alsactlStore(); after != before {
				t.Errorf("alsactl stored\n%s\nand after a plug\n%s", before, after)
			}
		})
	}
}

// alsactlStore is all that alsactl would keep.
func (m *machine) alsactlStore() string {
	m.t.Helper()
	path := filepath.Join(m.t.TempDir(), "asound.state")
	m.run("alsactl", "-f", path, "store")
	return string(readFile(m.t, path))
}

// Values are put back before a program can see the card: who watches it from the
// first moment on is told of what changes then, and of nothing else.
func TestASubscriberHearsNothingOfWhatIsPutBack(t *testing.T) {
	t.Parallel()
	card, _ := stateOption(t)
	s := mount(t, "--card", card)
	s.setVolume("51", "52")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	watcher := s.startShell(`until test -e /dev/snd/controlC0; do :; done; exec stdbuf -oL amixer events`)
	s.vsndfs("plug", sndDir, "usb-headset.0")
	for watcher.line() != "Ready to listen..." {
	}
	s.run("amixer", "-q", "cset", "name=Mic Capture Volume", "1")
	var events []string
	for len(events) == 0 || !strings.Contains(events[len(events)-1], "Mic Capture Volume") {
		if line := watcher.line(); strings.HasPrefix(line, "event ") {
			events = append(events, line)
		}
	}
	if len(events) != 1 {
		t.Errorf("a subscriber is told %q", events)
	}
	s.expectVolume("51,52")
}

// TestThePathOfAStateIsTheCallers gives a path that is relative to where the command
// runs, and a link.
func TestThePathOfAStateIsTheCallers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink("real.yaml", filepath.Join(dir, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	m := newMachine(t)
	run := func(file, script string) string {
		t.Helper()
		return m.shell(`cd "$1" && shift && exec "$@"`, dir, m.binary, "run", "--card", "usb-headset,state="+file, "--", "sh", "-c", script)
	}
	run("real.yaml", "amixer -q cset name='PCM Playback Volume' 33")
	contains(t, run("link.yaml", "amixer cget name='PCM Playback Volume'; amixer -q cset name='PCM Playback Volume' 34"), ": values=33,33\n")
	contains(t, run("./real.yaml", "amixer cget name='PCM Playback Volume'"), ": values=34,34\n")
}

func TestAFullDiskKeepsTheOldValuesUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "-t", "tmpfs", "-o", "size=64k", "disk", m.makeDir("/dev/disk"))
	s := m.mount("--card", "usb-headset,state=/dev/disk/state.yaml")
	kept := m.path("/dev/disk/state.yaml")
	s.setVolume("51", "52")
	waitKept(t, kept, "[51, 52]")
	m.startShell("cat /dev/zero > /dev/disk/filler").fail(1)
	s.setVolume("61", "62")
	s.waitLog("usb-headset.0 state failed: ")
	s.setVolume("63", "64")
	s.vsndfs("unplug", sndDir, "usb-headset.0") // tries again
	s.vsndfs("plug", sndDir, "usb-headset.0")
	s.expectVolume("51,52")
	if n := strings.Count(s.log(), "state failed: "); n != 1 {
		t.Errorf("the log tells %d times of a full disk", n)
	}
	contains(t, s.log(), "no space left on device")
	m.run("rm", "/dev/disk/filler")
	s.setVolume("71", "72")
	waitKept(t, kept, "[71, 72]")
}

func TestAReadOnlyDiskKeepsTheOldValuesUntilItIsNot(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("mount", "-t", "tmpfs", "disk", m.makeDir("/dev/disk"))
	s := m.mount("--card", "usb-headset,state=/dev/disk/state.yaml")
	s.setVolume("51", "52")
	waitKept(t, m.path("/dev/disk/state.yaml"), "[51, 52]")
	m.run("mount", "-o", "remount,ro", "/dev/disk")
	s.setVolume("61", "62")
	s.waitLog("read-only file system")
	s.expectVolume("61,62")
	m.run("mount", "-o", "remount,rw", "/dev/disk")
	s.setVolume("71", "72")
	waitKept(t, m.path("/dev/disk/state.yaml"), "[71, 72]")
}

func TestAFileOfValuesThatIsWrongIsToldInALine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := newMachine(t)
	for name, test := range map[string]struct{ text, want string }{
		"no YAML":              {"- {name: PCM Playback Volume\n", "state.yaml: yaml: line 1: "},
		"another word":         {"- name: A\n  volume: 3\n", `state.yaml:2: an element has no "volume"`},
		"a value out of range": {"- name: PCM Playback Volume\n  values: [1, 128]\n", `state.yaml:1: "PCM Playback Volume": "128" is no number from 0 to 127`},
		"more than a file has": {strings.Repeat("#", 5<<20), "4194304 bytes at most"},
	} {
		path := filepath.Join(dir, "state.yaml")
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			m.complain(t, mistake{[]string{"mount", "--card", "usb-headset,state=" + path, sndDir}, 1, test.want})
			m.complain(t, mistake{[]string{"run", "--card", "usb-headset,state=" + path, "--", "true"}, 1, test.want})
			if got := string(readFile(t, path)); got != test.text {
				t.Errorf("the file has %.80q now", got)
			}
		})
	}
	for name, wrong := range map[string]mistake{
		"a directory":            {[]string{"mount", "--card", "usb-headset,state=" + dir, sndDir}, 1, "this is no file"},
		"a directory is missing": {[]string{"mount", "--card", "usb-headset,state=/dev/missing/state", sndDir}, 1, "/dev/missing: no such file"},
		"two cards": {
			[]string{"mount", "--card", "dummy,state=/dev/a", "--card", "loopback,state=/dev/../dev/a", sndDir},
			2,
			"dummy.0 and loopback.0 both keep their values in /dev/a",
		},
	} {
		t.Run(name, func(t *testing.T) { m.complain(t, wrong) })
	}
	if m.mounted(sndDir) {
		t.Error("something is mounted all the same")
	}
}

func TestACardComesThoughItsFileIsBroken(t *testing.T) {
	t.Parallel()
	card, path := stateOption(t)
	s := mount(t, "--card", card)
	s.setVolume("51", "52")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	const broken = "- name: PCM Playback Volume\n  values: [9, loud]\n"
	if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
		t.Fatal(err)
	}
	s.vsndfs("plug", sndDir, "usb-headset.0")
	s.expectVolume("127,127")
	s.waitLog(path + `:1: "PCM Playback Volume": "loud" is no number from 0 to 127; it is ` + path + ".bad now\n")
	s.setVolume("61", "62")
	waitKept(t, path, "[61, 62]")
	if got := string(readFile(t, path+".bad")); got != broken {
		t.Errorf("what was put aside has %q", got)
	}
}

// TestAFileIsWholeWheneverTheServerDies kills servers that write.
func TestAFileIsWholeWheneverTheServerDies(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	dir := t.TempDir()
	card := "loopback,substreams=128,state=" + filepath.Join(dir, "state.yaml") // 40 KiB
	for range 3 {
		s := m.mount("--card", card)
		changes := s.startShell(`v=0; while amixer -q cset iface=PCM,name='PCM Rate Shift 100000' $((100000 + v)); do v=$((v + 1)); done`)
		before := newest(t, dir)
		waitFor(t, "a file being written", func() bool { return newest(t, dir) != before })
		s.kill()
		changes.succeed()
		s.vsndfs("umount", sndDir)
	}
	m.mount("--card", card).waitLog("restored=512\n") // it would not be mounted if the file were broken
}

// newest is the file of a directory that was written last, and when that was; "" of
// one that is empty.
func newest(t testing.TB, dir string) (newest string) {
	t.Helper()
	var last time.Time
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if info, err := e.Info(); err == nil && info.ModTime().After(last) { // else it was renamed just now
			last, newest = info.ModTime(), e.Name()+info.ModTime().String()
		}
	}
	return newest
}
