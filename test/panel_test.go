package test

import (
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// laptop is the card of docs/jacks-and-keys.md, for --card.
func laptop(t testing.TB, options string) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "laptop.yaml")
	card, _ := jacksAndKeys(t)
	writeFile(t, path, []byte(card))
	return []string{"--card", path + options}
}

// watcher is a program that tells of the events of a card, a line each.
type watcher struct{ *program }

// watch starts a program that tells of events, and waits until it has heard of the Mic's
// plug, which moves in and out.
func (d slot) watch(name string, args ...string) watcher {
	d.t.Helper()
	p := d.start("stdbuf", append([]string{"-oL", name}, args...)...)
	waitFor(d.t, name+" to hear of a plug", func() bool {
		if err := d.write("jack", "Mic in\nMic out\n"); err != nil {
			d.t.Fatal(err)
		}
		return isEvent.MatchString(p.stdout.String())
	})
	return watcher{p}
}

// passes reads up to the next event of an element.
func (w watcher) passes(element string) {
	w.t.Helper()
	for line := ""; !isEvent.MatchString(line) || !strings.Contains(line, element); {
		line = w.line()
	}
}

// isEvent matches a line about a value, as amixer and alsactl write it. amixer tells of
// what there is and of its polls too.
var isEvent = regexp.MustCompile(`event value|VALUE`)

// hears expects the next event to be of an element.
func (w watcher) hears(element string) {
	w.t.Helper()
	line := w.line()
	for !isEvent.MatchString(line) {
		line = w.line()
	}
	if !strings.Contains(line, element) {
		w.t.Errorf("%s hears %q, want of %s", w.name, line, element)
	}
}

// Two programs hear of each change, and of nothing that is none.
func TestProgramsHearOfPlugsAndKeys(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	d := s.slot("laptop.0")
	mixer, monitor := d.watch("amixer", "events"), d.watch("alsactl", "monitor")
	s.vsndfs("key", sndDir, d.name, "mic-mute")
	mixer.passes("Capture Switch")
	monitor.passes("Capture Switch")
	for _, step := range []struct{ command, word, element, value string }{
		{"jack", "Headphone in", "Headphone Jack", "on"},
		{"jack", "Headphone in", "", ""},
		{"key", "volume-down", "Master Playback Volume", "56"},
		{"key", "mute", "Master Playback Switch", "off"},
		{"key", "mute", "Master Playback Switch", "on"},
		{"jack", "Mic out", "", ""},
		{"key", "mic-mute", "Capture Switch", "on,on"},
		{"jack", "Headphone Jack out", "Headphone Jack", "off"},
		{"key", "volume-up", "Master Playback Volume", "60"},
	} {
		s.vsndfs(append([]string{step.command, sndDir, d.name}, strings.Fields(step.word)...)...)
		if step.element == "" {
			continue // the next one would be the wrong one if they heard of this
		}
		mixer.hears("name='" + step.element + "'")
		monitor.hears(step.element)
		contains(t, s.run("amixer", "contents"), "name='"+step.element+"'\n")
		id := "name=" + step.element
		if step.command == "jack" {
			id = "iface=CARD," + id
		}
		contains(t, s.run("amixer", "cget", id), ": values="+step.value+"\n")
	}
}

// The files of a device are what the commands use.
func TestAPanelIsInFiles(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	d := s.slot("laptop.0")
	expectText := func(file, want string) {
		t.Helper()
		if got := d.read(file); got != want {
			t.Errorf("%s tells %q, want %q", file, got, want)
		}
	}
	expectText("jack", "Headphone out\nMic out\n")
	expectText("key", "volume-up\nvolume-down\nmute\nmic-mute\n")
	if err := d.write("jack", "Headphone in\nMic Jack in\n"); err != nil {
		t.Error(err)
	}
	expectText("jack", "Headphone in\nMic in\n")
	for _, wrong := range []struct{ file, text, log string }{
		{"jack", "Mic out\nSpeaker out\n", `jack refused: there is no jack "Speaker"; there are Headphone, Mic`},
		{"jack", "Mic", "jack refused: want the name of a jack and in or out"},
		{"key", "mute\nexplode\n", `key refused: "explode" is no key; there are volume-up`},
		{"key", "play-pause", "key refused: play-pause drives no element of this card"},
	} {
		if err := d.write(wrong.file, wrong.text); nameOf(err) != "EINVAL" {
			t.Errorf("%q is answered with %v, want EINVAL", wrong.text, err)
		}
		s.waitLog(wrong.log)
	}
	expectText("jack", "Headphone in\nMic in\n")
	contains(t, s.run("amixer", "cget", "name=Master Playback Switch"), ": values=on\n")
	contains(t, s.vsndfs("status", sndDir), "  jack Headphone in\n  jack Mic in\n")
	contains(t, strings.Join(strings.Fields(s.vsndfs("status", "--json", sndDir)), ""), `"jacks":[{"name":"Headphone","in":true},{"name":"Mic","in":true}]`)
}

// What a hand has moved stays so. As long as somebody holds the card that is gone, its
// jacks can be moved, and nobody is told.
func TestAPlugStaysWhereItIsWhenTheCardIsUnplugged(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	d := s.slot("laptop.0")
	s.vsndfs("jack", sndDir, d.name, "Headphone", "in")
	contains(t, d.read("devres"), "trigger_card_free\nkeys\njack Mic\njack Headphone\n")
	shell := s.holdingShell("controlC0")
	unplug := d.startEcho("unplug")
	d.waitState("unbinding: waits for 1 open files")
	s.vsndfs("jack", sndDir, d.name, "Mic", "in")
	s.vsndfs("key", sndDir, d.name, "mute")
	shell.letGo()
	unplug.succeed()
	s.waitLog("devres release jack Headphone")

	s.complain(t, mistake{[]string{"jack", sndDir, d.name, "Headphone", "out"}, 1, "or no driver now"})
	s.complain(t, mistake{[]string{"key", sndDir, d.name, "mute"}, 1, "or no driver now"})
	if got := s.vsndfs("jack", sndDir, d.name) + s.vsndfs("key", sndDir, d.name); got != "" {
		t.Errorf("a device that is unplugged has %q", got)
	}
	s.vsndfs("plug", sndDir, d.name)
	for _, jack := range []string{"Headphone", "Mic"} {
		contains(t, s.run("amixer", "cget", "iface=CARD,name="+jack+" Jack"), ": values=on\n")
	}
	contains(t, s.run("amixer", "cget", "name=Master Playback Switch"), ": values=on\n") // the card is new
}

func TestWrongJacksAndKeysAreToldInALine(t *testing.T) {
	t.Parallel()
	s := mount(t, append(laptop(t, ""), "--card", "loopback")...)
	for name, test := range map[string]mistake{
		"an unknown jack":         {[]string{"jack", sndDir, "laptop.0", "Camera", "in"}, 1, `no jack "Camera"; there are Headphone, Mic`},
		"a phantom":               {[]string{"jack", sndDir, "laptop.0", "Speaker", "out"}, 1, `no jack "Speaker"; there are Headphone, Mic`},
		"two lines":               {[]string{"jack", sndDir, "laptop.0", "Mic\nCamera", "in"}, 1, `no jack "Mic Camera"`},
		"nowhere":                 {[]string{"jack", sndDir, "laptop.0", "Headphone", "off"}, 2, "in or out, such as Headphone out"},
		"a jack and no more":      {[]string{"jack", sndDir, "laptop.0", "Headphone"}, 2, "in or out"},
		"an unknown key":          {[]string{"key", sndDir, "laptop.0", "loud"}, 2, "there are volume-up, volume-down, mute, mic-mute, play-pause"},
		"two keys":                {[]string{"key", sndDir, "laptop.0", "mute", "mute"}, 2, `"mute mute" is no key`},
		"a key that is no card's": {[]string{"key", sndDir, "laptop.0", "play-pause"}, 1, "tell the player itself"},
		"a card without jacks":    {[]string{"jack", sndDir, "loopback.0", "Headphone", "in"}, 1, "the device has none"},
		"a card without keys":     {[]string{"key", sndDir, "loopback.0", "mute"}, 1, "the device has none"},
		"no device":               {[]string{"jack", sndDir}, 2, "DEVICE is missing"},
		"another device":          {[]string{"jack", sndDir, "piano.0", "Headphone", "in"}, 1, "laptop.0"},
		"another device to show":  {[]string{"key", sndDir, "piano.0"}, 1, "laptop.0"},
		"no mount":                {[]string{"key", "/tmp", "laptop.0", "mute"}, 1, "/tmp is no vsndfs"},
		"a fault":                 {[]string{"fault", sndDir, "laptop.0", "jack", "Headphone"}, 2, "in or out"},
	} {
		t.Run(name, func(t *testing.T) { s.complain(t, test) })
	}
	s.vsndfs("fault", sndDir, "loopback.0", "key", "mute")
	s.waitLog("fault key mute failed: there is no key mute: the device has none")
}

func TestCompletionKnowsJacksAndKeys(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	contains(t, s.vsndfs("__complete", "jack", sndDir, ""), "laptop.0\n")
	contains(t, s.vsndfs("__complete", "jack", sndDir, "laptop.0", ""), "Headphone\tHeadphone out\nMic\t")
	contains(t, s.vsndfs("__complete", "jack", sndDir, "laptop.0", "Mic", ""), "in\nout\n")
	contains(t, s.vsndfs("__complete", "key", sndDir, "laptop.0", ""), "volume-up\nvolume-down\nmute\nmic-mute\n")
	contains(t, s.vsndfs("__complete", "fault", sndDir, "laptop.0", ""), "jack\t")
	contains(t, s.vsndfs("__complete", "fault", sndDir, "laptop.0", "jack", "Mic", ""), "in\nout\n")
	contains(t, s.vsndfs("__complete", "fault", sndDir, "laptop.0", "key", ""), "mic-mute\nplay-pause\n")
}

// Whoever presses at the same time, each press is one step.
func TestManyHandsAtOnce(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	s.run("amixer", "-q", "cset", "name=Master Playback Volume", "0")
	const hands, presses = 4, 4 // a click is 4 of 87
	var all []*program
	for range hands {
		all = append(all, s.startShell(`for n in 1 2 3 4; do echo volume-up > "$1"; echo Mic in > "$2"; echo Mic out > "$2"; done`,
			s.slot("laptop.0").control("key"), s.slot("laptop.0").control("jack")))
	}
	for _, p := range all {
		p.succeed()
	}
	contains(t, s.run("amixer", "cget", "name=Master Playback Volume"), ": values=64\n")
	contains(t, s.run("amixer", "cget", "iface=CARD,name=Mic Jack"), ": values=off\n")
	if got := strings.Count(s.log(), " key volume-up\n"); got != hands*presses {
		t.Errorf("the log tells of %d presses, want %d", got, hands*presses)
	}
}

// Hands do not mind that the device comes and goes, nor it them: the log is right, which
// every test looks at in the end, and the element tells where the plug is.
func TestHandsWhileTheDeviceComesAndGoes(t *testing.T) {
	t.Parallel()
	s := mount(t, laptop(t, "")...)
	d := s.slot("laptop.0")
	var hands []*program
	for _, line := range []string{"Headphone in", "Headphone out"} {
		hands = append(hands, s.startShell(`while :; do echo "$1" > "$2"; echo mute > "$3"; amixer -q contents; done 2>/dev/null`,
			line, d.control("jack"), d.control("key")))
	}
	s.waitLog("key mute")
	for range 5 {
		s.vsndfs("unplug", sndDir, d.name)
		s.vsndfs("plug", sndDir, d.name)
	}
	for _, p := range hands {
		p.signal(syscall.SIGTERM)
		p.wait()
	}
	want := ": values=off\n"
	if strings.Contains(d.read("jack"), "Headphone in\n") {
		want = ": values=on\n"
	}
	contains(t, s.run("amixer", "cget", "iface=CARD,name=Headphone Jack"), want)
}
