package test

import (
	"path/filepath"
	"strings"
	"testing"
)

// A built-in model's description, mounted from a file, is the same card.
func TestAModelFromItsDescription(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"usb-headset", "usb-dac", "webcam-mic", "hda-laptop", "studio-18x20", "loopback", "dummy"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			file := filepath.Join(t.TempDir(), name+".yaml")
			writeFile(t, file, []byte(m.vsndfs("models", name)))
			look := []string{"--", "sh", "-c", "cat /proc/asound/cards; amixer -c 0 contents; aplay -l; arecord -l"}
			builtIn := m.vsndfs(append([]string{"run", "--card", name}, look...)...)
			contains(t, builtIn, "numid=1,")
			if own := m.vsndfs(append([]string{"run", "--card", file}, look...)...); own != builtIn {
				t.Errorf("got\n%s\nwant\n%s", own, builtIn)
			}
		})
	}
}

// mount(8) takes a description too, and so does its plug: the file need not be there
// any more.
func TestADescriptionByMountAndAfterAReplug(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	file := filepath.Join(t.TempDir(), "My radio.yaml")
	writeFile(t, file, []byte("name: Radio\npcms:\n- playback: {formats: U8, rates: 8000, channels: 1}\n"))
	s := mount(t, "--card", file)
	contains(t, s.run("aplay", "-l"), "card 0: Radio [Radio], device 0: PCM [PCM]")
	s.vsndfs("unplug", sndDir, "My-radio.0")
	m.run("rm", file)
	s.vsndfs("plug", sndDir, "My-radio.0")
	contains(t, s.run("aplay", "-l"), "card 0: Radio [Radio]")
}

func TestADescriptionThatIsWrong(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.yaml")
	writeFile(t, broken, []byte("name: X\nvolume: 11\n"))
	huge := filepath.Join(dir, "huge.yaml")
	writeFile(t, huge, []byte("name: X\ncontrols:\n"+strings.Repeat("- {name: A, range: 0..3}\n", 100_000)))
	for name, wrong := range map[string]mistake{
		"a key that there is not": {[]string{"run", "--card", broken, "--", "true"}, 1, broken + `:2: there is no key "volume" here; there are about, name`},
		"too many elements":       {[]string{"run", "--card", huge, "--", "true"}, 1, huge + ": a card's description has 1048576 bytes at most"},
		"no file":                 {[]string{"mount", "--card", filepath.Join(dir, "none.yaml"), sndDir}, 1, "none.yaml: no such file or directory"},
		"a folder":                {[]string{"mount", "--card", dir + "/", sndDir}, 1, "is a directory"},
		"a name that is none":     {[]string{"models", "piano"}, 2, `there is no description of "piano"; there are those of usb-headset`},
		"two names":               {[]string{"models", "dummy", "loopback"}, 2, `unexpected "loopback"`},
	} {
		t.Run(name, func(t *testing.T) { m.complain(t, wrong) })
	}
}
