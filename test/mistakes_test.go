package test

import (
	"os"
	"testing"
)

// mistake is a command line that fails.
type mistake struct {
	args []string
	code int
	want string // in what it says
}

// complain runs the command line of a mistake, which must be told in one line.
func (m *machine) complain(t *testing.T, wrong mistake) {
	t.Helper()
	p := m.start(m.binary, wrong.args...)
	text := p.fail(wrong.code)
	oneLine(t, text)
	contains(t, text, wrong.want)
}

func TestWrongUsageIsToldInALine(t *testing.T) {
	t.Parallel()
	tests := map[string]mistake{
		"an unknown command":          {[]string{"mont", sndDir}, 2, `"mont"`},
		"an unknown flag":             {[]string{"mount", "--colour", sndDir}, 2, "--colour"},
		"an unknown model":            {[]string{"mount", "--card", "piano", sndDir}, 2, "usb-headset, usb-dac, webcam-mic, "},
		"an unknown option of a card": {[]string{"mount", "--card", "usb-headset,colour=red", sndDir}, 2, `no option "colour"`},
		"an option that is another's": {[]string{"mount", "--card", "loopback,play=x.wav", sndDir}, 2, `no option "play"`},
		"a number that is too large":  {[]string{"mount", "--card", "usb-headset,index=32", sndDir}, 2, "0 to 31"},
		"a value that is missing":     {[]string{"mount", "--card", "usb-headset,record", sndDir}, 2, "record=FILE.wav"},
		"a mode that is none":         {[]string{"mount", "-o", "mode=rw", sndDir}, 2, "octal"},
		"a user that is no number":    {[]string{"mount", "-o", "uid=me", sndDir}, 2, "number"},
		"no directory":                {[]string{"mount"}, 2, "DIR is missing"},
		"two directories":             {[]string{"mount", "/dev/a", "/dev/b"}, 2, `"/dev/b"`},
		"a time-out that is none":     {[]string{"umount", "--timeout", "soon", sndDir}, 2, "soon"},
		"no device":                   {[]string{"unplug", sndDir}, 2, "DEVICE is missing"},
		"no command to run":           {[]string{"run", "--card", "loopback"}, 2, "COMMAND is missing"},
		"an exhibit that is none":     {[]string{"gallery", "mona-lisa"}, 2, `no exhibit "mona-lisa"; there are managed, `},
		"a model to run that is none": {[]string{"run", "--card", "piano", "--", "true"}, 2, `no card model "piano"`},
	}
	m := newMachine(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { m.complain(t, test) })
	}
	if m.mounted(sndDir) {
		t.Error("something is mounted all the same")
	}
}

func TestWhatCannotBeMountedIsToldInALine(t *testing.T) {
	t.Parallel()
	m := mount(t).machine
	m.makeDir(cardDir)
	m.makeDir("/dev/full-dir")
	m.shell("echo no sound > /dev/full-dir/file; echo > /dev/plain-file")
	tests := map[string]mistake{
		"a directory that is missing":   {[]string{"mount", "/dev/missing"}, 1, "mkdir /dev/missing"},
		"a directory that is not empty": {[]string{"mount", "/dev/full-dir"}, 1, "-o nonempty"},
		"a vsndfs":                      {[]string{"mount", sndDir}, 1, "vsndfs umount /dev/snd"},
		"a file":                        {[]string{"mount", "/dev/plain-file"}, 1, "not a directory"},
		"an option of nobody":           {[]string{"mount", "-o", "colour=red", cardDir}, 1, "mount /dev/card"},
		"a WAV that is none":            {[]string{"mount", "--play", "/dev/full-dir/file", cardDir}, 1, "not a WAV file"},
		"a WAV that is missing":         {[]string{"mount", "--play", "/dev/missing.wav", cardDir}, 1, "no such file"},
		"the number of another card": {
			[]string{"mount", "--card", "loopback,index=3", "--card", "loopback,index=3", cardDir}, 1, "loopback.1",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { m.complain(t, test) })
	}
	if m.mounted(cardDir) {
		t.Error("something is mounted all the same")
	}
}

func TestWhatIsNoVsndfsIsToldInALine(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.makeDir(cardDir)
	tests := map[string]mistake{
		"umount of a directory":         {[]string{"umount", cardDir}, 1, "/dev/card is no vsndfs"},
		"umount of nothing":             {[]string{"umount", "/dev/missing"}, 1, "/dev/missing is no vsndfs"},
		"status of a directory":         {[]string{"status", cardDir}, 1, "vsndfs mount /dev/card"},
		"status of another file system": {[]string{"status", "/proc"}, 1, "/proc is no vsndfs"},
		"log of nothing":                {[]string{"log", "/dev/missing"}, 1, "/dev/missing"},
		"unplug at a directory":         {[]string{"unplug", cardDir, "usb-headset.0"}, 1, "/dev/card is no vsndfs"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { m.complain(t, test) })
	}
}

func TestPlugsThatCannotBeAreToldInALine(t *testing.T) {
	t.Parallel()
	s := mount(t)
	s.complain(t, mistake{[]string{"plug", sndDir, "usb-headset.0"}, 1, "plugged in already"})
	s.complain(t, mistake{[]string{"unplug", sndDir, "piano.0"}, 1, "usb-headset.0"})
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	s.complain(t, mistake{[]string{"unplug", sndDir, "usb-headset.0"}, 1, "not plugged in"})
}

func TestAMissingFuseIsToldInALine(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("umount", "/dev/fuse")
	if err := os.Remove(m.path("/dev/fuse")); err != nil {
		t.Fatal(err)
	}
	m.complain(t, mistake{[]string{"mount", sndDir}, 1, "load the kernel module fuse"})
	if _, err := os.Stat(m.path(sndDir)); err == nil {
		t.Error("the /dev/snd that was made for the mount is still there")
	}
}

func TestAMountThatIsNotPermittedIsToldInALine(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	text := m.start("setpriv", "--bounding-set", "-sys_admin", m.binary, "mount", sndDir).fail(1)
	oneLine(t, text)
	contains(t, text, "not permitted")
}
