package test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// described are the descriptions of real cards that were recorded.
const described = "conformance/clones"

// A clone's clone is the same: of every built-in model, and of the clones of real cards.
func TestACloneOfACloneIsTheSame(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	cards := []string{"dummy,devices=4"}
	for line := range strings.Lines(m.vsndfs("models")) {
		if name, _, is := strings.Cut(line, ": "); is && !strings.HasPrefix(line, " ") {
			cards = append(cards, name)
		}
	}
	files, err := filepath.Glob(described + "/*.yaml")
	if err != nil || len(files) != 4 {
		t.Fatalf("got %v, want the descriptions of four real cards", files)
	}
	for _, file := range files {
		path, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, path)
	}
	for _, card := range cards {
		t.Run(strings.ReplaceAll(filepath.Base(card), ",", " "), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			file := filepath.Join(t.TempDir(), "first.yaml")
			first := m.clone(card)
			if n := strings.Count(first, "# Missing: "); n != strings.Count(first, "its values while a screen is there\n") {
				t.Errorf("a description cannot say everything of %s:\n%s", card, first)
			}
			writeFile(t, file, []byte(first))
			if again := m.clone(file); again != first {
				t.Errorf("the clone's clone is\n%s\nand not\n%s", again, first)
			}
			if strings.HasPrefix(card, "/") && first != strings.ReplaceAll(string(readFile(t, card)), "of hw:"+numberOf(t, card), "of hw:0") {
				t.Errorf("got\n%s\nof %s", first, card)
			}
		})
	}
}

// numberOf is the number that a real card had.
func numberOf(t *testing.T, file string) string {
	t.Helper()
	line, _, _ := strings.Cut(string(readFile(t, file)), ";")
	_, number, found := strings.Cut(line, "hw:")
	if !found {
		t.Fatalf("%s begins with %q", file, line)
	}
	return number
}

// clone is the description of what is mounted as card.
func (m *machine) clone(card string) string {
	m.t.Helper()
	return m.vsndfs("run", "--card", card, "--", m.binary, "clone", "hw:0")
}

// A card is called by its number or its id, and may be elsewhere.
func TestACardIsClonedByItsName(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-headset", "--card", "dummy,id=Second")
	first := s.vsndfs("clone", "hw:1")
	contains(t, first, "id: Second\n")
	for _, name := range []string{"1", "Second", "hw:Second"} {
		if again := s.vsndfs("clone", name); strings.ReplaceAll(again, "hw:Second", "hw:1") != first {
			t.Errorf("%s: got\n%s\nwant\n%s", name, again, first)
		}
	}
	contains(t, s.vsndfs("__complete", "clone", ""), "hw:0\tUSB Headset\nhw:1\tDummy\n")
	elsewhere := s.shell("mkdir /dev/other && " + s.binary + " mount --card loopback /dev/other && " + s.binary + " clone --dir /dev/other hw:0; " +
		s.binary + " umount /dev/other")
	contains(t, elsewhere, "name: Loopback\n")
}

// What a description cannot say is left out, and told in a line: here an element that a
// program has added.
func TestWhatCannotBeClonedIsTold(t *testing.T) {
	t.Parallel()
	s := mount(t)
	before := s.vsndfs("clone", "hw:0")
	fd, err := unix.Open(s.file("controlC0"), unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	own := abi.CtlElemInfo{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Count: 1, Access: abi.SNDRV_CTL_ELEM_ACCESS_READWRITE}
	own.ID.Iface = abi.SNDRV_CTL_ELEM_IFACE_MIXER
	abi.SetString(own.ID.Name[:], "My Switch")
	if err := ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_ADD, &own); err != nil {
		t.Fatal(err)
	}
	p := s.start(s.binary, "clone", "hw:0")
	p.succeed()
	const missing = `element 7 "My Switch": a program has added it`
	oneLine(t, p.stderr.String())
	contains(t, p.stderr.String(), "vsndfs: clone: missing: "+missing)
	if got := strings.Replace(p.stdout.String(), "# Missing: "+missing+"\n", "", 1); got != before {
		t.Errorf("got\n%s\nand not\n%s", got, before)
	}
}

func TestACloneThatFailsSaysWhyInALine(t *testing.T) {
	t.Parallel()
	s := mount(t)
	empty := t.TempDir()
	odd := t.TempDir()
	writeFile(t, filepath.Join(odd, "controlC0"), []byte("no node"))
	for name, wrong := range map[string]mistake{
		"no name":             {[]string{"clone"}, 2, "NAME is missing"},
		"no such number":      {[]string{"clone", "hw:7"}, 1, "there is no card hw:7 in /dev/snd; there are hw:0 (Headset)"},
		"no such id":          {[]string{"clone", "hw:Piano"}, 1, "there is no card hw:Piano in /dev/snd; there are hw:0 (Headset)"},
		"a PCM's name":        {[]string{"clone", "hw:0,0"}, 1, `"hw:0,0" names no card`},
		"an empty directory":  {[]string{"clone", "--dir", empty, "hw:0"}, 1, empty + " has no card's nodes at all"},
		"no directory":        {[]string{"clone", "--dir", empty + "/none", "hw:0"}, 1, "no such file or directory"},
		"a file":              {[]string{"clone", "--dir", filepath.Join(odd, "controlC0"), "hw:0"}, 1, "not a directory"},
		"a node that is none": {[]string{"clone", "--dir", odd, "hw:0"}, 1, "that is no node of a sound card"},
		"a time that is none": {[]string{"clone", "--timeout", "soon", "hw:0"}, 2, "soon"},
	} {
		t.Run(name, func(t *testing.T) { s.complain(t, wrong) })
	}
}

// A PCM that is open can be nobody else's.
func TestACloneOfACardInUse(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.startShell("exec 3>/dev/snd/pcmC0D0p; echo open; exec sleep 3600").expect("open")
	s.complain(t, mistake{[]string{"clone", "hw:0"}, 1, "pcmC0D0p: another program has it open, which fuser -v /dev/snd/pcmC0D0p names"})
}

// A card that goes, or dies, or hangs, while it is asked.
func TestACloneOfACardThatGoes(t *testing.T) {
	t.Parallel()
	for name, goes := range map[string]struct {
		flags []string
		leave func(*server)
		want  string
	}{
		"unplugged": {nil, func(s *server) { s.vsndfs("unplug", sndDir, "usb-headset.0") }, "the card was unplugged meanwhile: plug it in, and clone again"},
		"killed":    {nil, (*server).kill, "the card's server has died: mount it anew, and clone again"},
		"hanging":   {[]string{"--timeout", "1s"}, func(*server) {}, "the card does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			s.vsndfs("fault", sndDir, "usb-headset.0", "delay open 1h on capture")
			p := s.start(s.binary, append([]string{"clone", "hw:0"}, goes.flags...)...)
			s.waitLog("open pcmC0D0p")
			goes.leave(s)
			text := p.fail(1)
			oneLine(t, text)
			contains(t, text, goes.want)
			if s.killed {
				s.vsndfs("umount", sndDir)
			}
		})
	}
}
