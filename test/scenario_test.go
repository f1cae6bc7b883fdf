package test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// scenario writes a scenario and returns its path.
func scenario(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trouble.yaml")
	writeFile(t, path, []byte(text))
	return path
}

// documented is the scenario in docs/faults.md.
func documented(t testing.TB) string {
	t.Helper()
	_, text, _ := strings.Cut(string(readFile(t, "../docs/faults.md")), "```yaml\n")
	text, _, _ = strings.Cut(text, "```")
	return text
}

var logPid = regexp.MustCompile(`pid=\d+`)

// Whatever plays, the same trouble leaves the same log and the same recording. ffmpeg
// knows nothing of machines that sleep, and ends there.
func TestAScenarioGivesTheSameLogTwice(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	song := stereo.writeWAV(t, stereo.noise(6))
	path := scenario(t, documented(t))
	for name, player := range map[string][]string{
		"aplay":  {"aplay", "-q", "-D", "hw:0,0", song},
		"sox":    {"sox", song, "-q", "-t", "alsa", "hw:0,0"},
		"ffmpeg": {"ffmpeg", "-nostdin", "-loglevel", "error", "-i", song, "-f", "alsa", "hw:0,0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			record := filepath.Join(dir, "out.wav")
			var logs, sounds []string
			for _, log := range []string{filepath.Join(dir, "1"), filepath.Join(dir, "2")} {
				flags := []string{"--card", "usb-headset,clock=free,record=" + record, "--scenario", path, "--log", log}
				m.start(m.binary, runArgs(flags, player...)...).wait()
				logs = append(logs, logPid.ReplaceAllString(string(readFile(t, log)), "pid=PID"))
				sounds = append(sounds, string(readFile(t, record)))
			}
			if logs[0] != logs[1] {
				t.Errorf("one run tells\n%s\nand the other\n%s", logs[0], logs[1])
			}
			if sounds[0] != sounds[1] {
				t.Error("the recordings differ")
			}
			happened := []string{
				"0.500000 usb-headset.0 fault xrun on pcmC0D0p\n", "1.000000 usb-headset.0 fault suspend\n", "fault resume\n",
				"1.250000 usb-headset.0 fault drift +100\n", "3.125000 usb-headset.0 fault unplug\n", "fault plug\n",
			}
			frames := 150000
			if name == "ffmpeg" {
				happened, frames = happened[:3], 48000
			}
			for _, line := range happened {
				contains(t, logs[0], line)
			}
			if got := len(stereo.readWAV(t, record)) / stereo.frameBytes(); got != frames {
				t.Errorf("%d frames were recorded, want %d", got, frames)
			}
		})
	}
}

// On a card that keeps time the steps go by it, and bind and unbind are steps too.
func TestAScenarioInRealTime(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	log := filepath.Join(t.TempDir(), "log")
	path := scenario(t, "- at: 100ms\n  do: unbind\n- do: bind\n- after: 10ms\n  do: [unplug, plug]\n  device: usb-headset.1\n")
	m.vsndfs("run", "--card", "usb-headset", "--card", "usb-headset", "--scenario", path, "--log", log, "--",
		"sh", "-c", "until grep -q '1 fault plug' /dev/snd/vsndfs/log; do :; done")
	text := string(readFile(t, log))
	for _, line := range []string{"usb-headset.0 fault unbind", "usb-headset.0 fault bind", "usb-headset.1 fault unplug", "usb-headset.1 fault plug"} {
		at := strings.Index(text, line)
		if at < 0 {
			t.Fatalf("the log has no %q in its place:\n%s", line, text)
		}
		text = text[at:]
	}
}

func TestAScenarioThatIsLeftIsTold(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	path := scenario(t, "- do: drift 1\n- at: 1h\n  do: xrun\n")
	text := m.start(m.binary, "run", "--scenario", path, "--", "sh", "-c", "exit 3").fail(3)
	oneLine(t, text)
	contains(t, text, "trouble.yaml:2: xrun has not happened")
}

func TestWrongScenariosAreToldWithTheirLine(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	for name, test := range map[string]struct{ text, want string }{
		"an unknown verb":       {"- do: xrun\n- do: explode\n", `:2: "explode" is no fault; there are fail`},
		"an unknown key":        {"- do: xrun\n  when: 1s\n", `:2: a step has no "when"`},
		"a time that is none":   {"- do: xrun\n- at: soon\n  do: xrun\n", `:2: "soon" is no time`},
		"both moments":          {"- at: 1s\n  after: 1s\n  do: xrun\n", ":1: a step has at: or after:, not both"},
		"frames after a step":   {"- after: 5 frames\n  do: xrun\n", ":1: after: wants a time"},
		"a moment in the fault": {"- do: xrun at 1s\n", ":1: "},
		"nothing to do":         {"- at: 1s\n", ":1: the step does nothing"},
		"a word for a step":     {"- xrun\n", ":1: a step is written as do: FAULT"},
		"a map":                 {"do: xrun\n", ":1: a scenario is a list"},
		"an empty file":         {"", ":1: there are no steps"},
		"a device of nobody":    {"- do: xrun\n- do: xrun\n  device: piano.0\n", `:2: there is no device "piano.0"; there are usb-headset.0`},
		"a key twice":           {"- do: xrun\n  do: xrun\n", `:2: "do" stands there twice`},
		"no YAML":               {"- do: [xrun\n", "line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			m.complain(t, mistake{[]string{"run", "--scenario", scenario(t, test.text), "--", "true"}, 2, test.want})
		})
	}
	m.complain(t, mistake{[]string{"run", "--scenario", "/no/such/file", "--", "true"}, 1, "read the scenario"})
}
