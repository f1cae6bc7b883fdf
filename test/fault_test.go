package test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// troubled is a headset with faults, for --card.
func troubled(options string, faults ...string) []string {
	var card strings.Builder
	card.WriteString("usb-headset" + options)
	for _, f := range faults {
		card.WriteString(",fault=" + f)
	}
	return []string{"--card", card.String()}
}

// A call that fails is told by each program in its own words.
func TestCallsFailOnDemand(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	song := stereo.writeWAV(t, stereo.noise(2))
	got := filepath.Join(t.TempDir(), "got.wav")
	player := []string{"aplay", "-q", "-D", "hw:0,0", song}
	recorder := []string{"arecord", "-q", "-D", "hw:0,0", "-f", "S16_LE", "-r", "48000", "-d", "1", got}
	for name, test := range map[string]struct {
		fault   string
		program []string
		code    int
		want    string
	}{
		"open":               {"fail open ENOMEM", player, 1, "audio open error: Cannot allocate memory"},
		"hw_params":          {"fail hw_params ENOSPC", player, 1, "Unable to install hw params"},
		"prepare":            {"fail prepare ENODEV", []string{"sox", "-q", song, "-t", "alsa", "hw:0,0"}, 2, "hw_params error: No such device"},
		"start":              {"fail start EIO", player, 1, "write error: Input/output error"},
		"the third transfer": {"fail transfer 3 EIO", player, 1, "write error: Input/output error"},
		"a READI":            {"fail transfer EIO on capture", recorder, 1, "read error: Input/output error"},
		"of a node":          {"fail open EBUSY on pcmC0D0c", recorder, 1, "audio open error: Device or resource busy"},
		"of the other node":  {"fail open EBUSY on pcmC0D0p", recorder, 0, ""},
		"another direction":  {"fail open 1.. EBUSY on playback", recorder, 0, ""},
		"ffmpeg": {
			"fail transfer 2 ENODEV",
			[]string{"ffmpeg", "-nostdin", "-loglevel", "error", "-stream_loop", "10", "-i", song, "-f", "alsa", "hw:0,0"},
			1, "ALSA write error: No such device",
		},
		"what the moment does not reach": {"fail open at 1h", player, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := m.start(m.binary, runArgs(troubled(",clock=free", test.fault), test.program...)...)
			contains(t, p.fail(test.code), test.want)
		})
	}
}

func TestCallsFailAsOftenAsWanted(t *testing.T) {
	t.Parallel()
	const tries = `for n in 1 2 3 4; do aplay -q -D hw:0,0 "$1" 2>/dev/null && echo yes || echo no; done`
	m := newMachine(t)
	song := stereo.writeWAV(t, stereo.noise(0.1))
	for fault, want := range map[string]string{
		"fail open 2":    "yes no yes yes",
		"fail open 2..3": "yes no no yes",
		"fail open 2..":  "yes no no no",
	} {
		got := m.vsndfs(runArgs(troubled(",clock=free", fault), "sh", "-c", tries, "sh", song)...)
		if got := strings.Join(strings.Fields(got), " "); got != want {
			t.Errorf("%s: the tries end %q, want %q", fault, got, want)
		}
	}
}

// After a prepare that failed the program can try again, and nothing is lost.
func TestAplayStartsAgainAfterASoundThatCouldNotBeStarted(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled("", "fail start EIO")...)
	song := stereo.writeWAV(t, stereo.noise(2))
	s.start("aplay", "-q", "-D", "hw:0,0", song).fail(1)
	s.aplay("-D", "hw:0,0", song)
	s.waitLog("fault fail start 1 EIO on pcmC0D0p")
}

// A drain whose start fails waits for what does not move, as the kernel's does.
func TestADrainThatCannotStartEnds(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled("", "fail start EIO")...)
	s.aplay("-D", "hw:0,0", stereo.writeWAV(t, stereo.noise(0.01)))
	s.waitLog("sub=0 draining")
	s.waitLog("sub=0 setup frames=0")
}

// Programs that are told of an xrun go on, and all that they write is played: what
// was queued at that moment is lost, or played again by those who know.
func TestProgramsRecoverFromAForcedXrun(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	song := stereo.writeWAV(t, stereo.noise(3))
	for name, test := range map[string]struct {
		player []string
		want   string
	}{
		"aplay":  {[]string{"aplay", "-D", "hw:0,0", song}, "underrun!!!"},
		"sox":    {[]string{"sox", song, "-q", "-t", "alsa", "hw:0,0"}, "under-run"},
		"ffmpeg": {[]string{"ffmpeg", "-nostdin", "-loglevel", "error", "-i", song, "-f", "alsa", "hw:0,0"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "out.wav")
			flags := troubled(",clock=free,record="+path, "xrun at 30000 frames on playback")
			p := m.start(m.binary, runArgs(flags, test.player...)...)
			contains(t, p.fail(0), test.want)
			if frames := len(stereo.readWAV(t, path)) / stereo.frameBytes(); frames < 2*48000 || frames > 4*48000 {
				t.Errorf("%d frames were played of three seconds", frames)
			}
		})
	}
}

func TestArecordRecoversFromAForcedOverrun(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	got := filepath.Join(t.TempDir(), "got.wav")
	p := m.start(m.binary, runArgs(troubled(",clock=free", "xrun at 30000 frames of pcmC0D0c"),
		"arecord", "-D", "hw:0,0", "-f", "S16_LE", "-r", "48000", "-d", "2", got)...)
	contains(t, p.fail(0), "overrun!!!")
	if got := len(mono.readWAV(t, got)); got != 2*mono.rateHz*mono.frameBytes() {
		t.Errorf("recorded %d bytes, want two seconds", got)
	}
}

// aplay asks for RESUME, and prepares the stream when it cannot be had. With
// INFO_RESUME it goes on where it was, and every sample is played.
func TestAplayGoesOnWhenTheMachineHasSlept(t *testing.T) {
	for name, test := range map[string]struct{ options, want string }{
		"prepared anew": {"", "Suspended. Trying resume. Failed. Restarting stream. Done."},
		"resumed":       {",resume", "Suspended. Trying resume. Done."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "out.wav")
			s := mount(t, troubled(test.options+",record="+path, "suspend at 30000 frames")...)
			samples := stereo.noise(2)
			player := s.start("aplay", "-D", "hw:0,0", stereo.writeWAV(t, samples))
			s.waitStream("pcmC0D0p", "SUSPENDED")
			s.headset().waitFault("done 1 suspend at 30000 frames")
			if !player.running() {
				t.Fatal("aplay did not wait for the machine to wake up")
			}
			s.vsndfs("fault", sndDir, "usb-headset.0", "resume")
			contains(t, player.fail(0), test.want)
			got := stereo.readWAV(t, path)
			sameSound(t, got[:30000*4], samples[:30000*4])
			if test.options != "" {
				sameSoundFilledUp(t, stereo, got, samples)
			}
		})
	}
}

// waitFault waits until the device's file of faults has a line.
func (d slot) waitFault(line string) {
	d.t.Helper()
	waitFor(d.t, line, func() bool { return slices.Contains(strings.Split(d.read("fault"), "\n"), line) })
}

func TestAMachineThatSleepsCanBeLeft(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled("", "suspend")...)
	player := s.start("aplay", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
	s.headset().waitBlocked(player, "pcmC0D0p")
	if got := s.hwPtr("pcmC0D0p"); got != 0 {
		t.Errorf("%d frames have passed on a machine that sleeps from the start", got)
	}
	player.signal(syscall.SIGKILL)
	player.fail(128 + int(syscall.SIGKILL))
	s.vsndfs("unplug", sndDir, "usb-headset.0")
}

// Who is told to end wakes the machine up: otherwise a time limit of CI's would do nothing.
func TestAMachineThatSleepsWakesUpToEnd(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	log := filepath.Join(t.TempDir(), "log")
	p := m.start(m.binary, runArgs(append(troubled("", "suspend at 4800 frames"), "--log", log), "aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero")...)
	waitFor(t, "aplay to be asleep", func() bool {
		text, err := os.ReadFile(log)
		return err == nil && strings.Contains(string(text), " fault suspend\n")
	})
	p.signal(syscall.SIGTERM)
	p.wait() // what aplay makes of it is its own
	contains(t, string(readFile(t, log)), " fault resume\n")
}

// A mixer waits for the machine to wake up too, and can be killed; what needs no
// hardware does not wait.
func TestAMixerWaitsForAMachineThatSleeps(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled("", "suspend")...)
	contains(t, s.run("aplay", "-l"), "USB Audio")
	waiting := func() *program {
		p := s.start("amixer", "-c", "0", "cget", "numid=1")
		s.headset().waitBlocked(p, "controlC0")
		return p
	}
	killed := waiting()
	killed.signal(syscall.SIGKILL)
	killed.fail(128 + int(syscall.SIGKILL))
	woken := waiting()
	s.vsndfs("fault", sndDir, "usb-headset.0", "resume")
	woken.fail(0)
	s.vsndfs("fault", sndDir, "usb-headset.0", "suspend")
	left := waiting()
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	left.fail(1)
}

func TestProgramsEndWhenTheCardStandsStill(t *testing.T) {
	for _, clock := range []string{"", ",clock=free"} {
		t.Run("with options "+clock, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			flags := troubled(clock, "stall at 30000 frames")
			p := m.start(m.binary, runArgs(flags, "aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero")...)
			contains(t, p.fail(1), "write error: Input/output error")
		})
	}
}

// A position that stood still goes on where it was. What was to be recorded
// meanwhile is lost.
func TestAStallCanEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := mount(t, troubled(",record="+path)...)
	samples := stereo.noise(3)
	player := s.start("aplay", "-q", "-D", "hw:0,0", "--buffer-size=48000", stereo.writeWAV(t, samples))
	s.waitStream("pcmC0D0p", "RUNNING")
	s.vsndfs("fault", sndDir, "usb-headset.0", "stall", "on", "playback")
	before := s.hwPtr("pcmC0D0p")
	s.vsndfs("status", sndDir)
	if after := s.hwPtr("pcmC0D0p"); after != before {
		t.Errorf("the position moved from %d to %d", before, after)
	}
	s.vsndfs("fault", sndDir, "usb-headset.0", "stall", "off")
	player.succeed()
	sameSoundFilledUp(t, stereo, stereo.readWAV(t, path), samples)
}

// hwPtr is the position of an open stream.
func (s *server) hwPtr(node string) uint64 {
	s.t.Helper()
	return s.positions(node)[0].hw
}

// position is how far a playback has come: frames that have passed, and that its
// program has written.
type position struct{ hw, written uint64 }

// since is how far it has come from an earlier one.
func (p position) since(q position) position { return position{p.hw - q.hw, p.written - q.written} }

// positions are those of streams at one moment.
func (s *server) positions(nodes ...string) []position {
	s.t.Helper()
	all, devices := make([]position, len(nodes)), s.statusFile().Devices
	for n, node := range nodes {
		open := false
		for _, d := range devices {
			for _, stream := range d.Streams {
				if stream.Node == node {
					open = true
					all[n] = position{stream.HwPtr, stream.HwPtr + stream.BufferSize - stream.Avail}
				}
			}
		}
		if !open {
			s.t.Fatalf("%s is not open", node)
		}
	}
	return all
}

func TestTransfersComeShort(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := mount(t, troubled(",clock=free,record="+path, "shorten 100")...)
	for call, want := range map[string]string{"write": "400", "WRITEI": "100"} {
		s.role("short", call, s.node("pcmC0D0p")).expect(want)
	}
	s.waitNoStream()
	samples := stereo.noise(0.2)
	s.aplay("-D", "hw:0,0", stereo.writeWAV(t, samples))
	sameSoundFilledUp(t, stereo, stereo.readWAV(t, path), samples)
}

// A program that waits for a slow card can be killed.
func TestSlowCallsCanBeKilled(t *testing.T) {
	t.Parallel()
	for call, in := range map[string]uint64{
		"open": syscall.SYS_OPENAT, "hw_params": syscall.SYS_IOCTL, "prepare": syscall.SYS_IOCTL,
		"start": syscall.SYS_IOCTL, "transfer": syscall.SYS_IOCTL,
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			s := mount(t, troubled("", "delay "+call+" 1h")...)
			player := s.start("aplay", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
			player.waitIn(int(in))
			player.signal(syscall.SIGKILL)
			player.fail(128 + int(syscall.SIGKILL))
			s.waitNoStream()
		})
	}
}

func TestSlowCallsEndWhenTheCardIsUnplugged(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled("", "delay transfer 1h")...)
	player := s.start("aplay", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
	s.waitStream("pcmC0D0p", "PREPARED")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	player.fail(1)
}

// A program that is unplugged at a frame has played so many frames, and a file of
// these is left, whatever the clock.
func TestUnpluggingAtAFrameLeavesThatManyFrames(t *testing.T) {
	const frames = 54321
	samples := stereo.noise(10)
	song := stereo.writeWAV(t, samples)
	for clock, option := range map[string]string{"paced": "", "free": ",clock=free"} {
		for name, player := range map[string][]string{
			"aplay":         {"aplay", "-q", "-D", "hw:0,0", song},
			"aplay by mmap": {"aplay", "-q", "-M", "-D", "hw:0,0", song},
			"ffmpeg":        {"ffmpeg", "-nostdin", "-loglevel", "error", "-i", song, "-f", "alsa", "hw:0,0"},
		} {
			t.Run(name+" "+clock, func(t *testing.T) {
				t.Parallel()
				// What passes in an xrun of a player that comes too late is in no file.
				oneTryDoes(t, func() error {
					path := filepath.Join(t.TempDir(), "out.wav")
					s := mount(t, troubled(option+",record="+path, "unplug at 54321 frames of pcmC0D0p")...)
					s.start(player[0], player[1:]...).fail(1)
					s.headset().waitState("unplugged")
					if got := passed(t, s.log()); got != frames {
						t.Fatalf("%d frames have passed, want %d", got, frames)
					}
					err := differ(stereo.readWAV(t, path), samples[:frames*stereo.frameBytes()])
					if err != nil && !strings.Contains(s.log(), " xrun ") {
						t.Fatal(err)
					}
					return err
				})
			})
		}
	}
}

// passed is how many frames the log says have passed of a stream that was unplugged,
// those in its xruns too.
func passed(t *testing.T, log string) (frames int) {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?m) (?:xrun|disconnected) frames=(\d+)$`).FindAllStringSubmatch(log, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		frames += n
	}
	return frames
}

// Without a clock an hour of sound takes no hour, and the time of faults is that
// of the sound.
func TestWithoutAClockTimeIsTheSoundThatHasPassed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := newMachine(t).measured().mount(troubled(",clock=free,record="+path, "unplug at 1m")...)
	s.start("aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero").fail(1)
	s.headset().waitState("unplugged")
	if got, want := fileSize(t, path), 44+60*48000*4; got != want {
		t.Errorf("the recording has %d bytes, want %d", got, want)
	}
}

// The position, the program's wake-ups and the recording follow a clock that runs fast:
// there are more of each in a second than the rate says. All is counted in the frames
// of another card, whose clock runs true.
func TestACardsClockDrifts(t *testing.T) {
	t.Parallel()
	const period, least, most = 1024, 1.05, 1.15
	path := [2]string{filepath.Join(t.TempDir(), "true.wav"), filepath.Join(t.TempDir(), "fast.wav")}
	s := mount(t, append(troubled(",record="+path[0]), "--card", "usb-headset,fault=drift 100000,record="+path[1])...)
	player := s.startShell(`for card in 0 1; do
		aplay -q -D hw:$card,0 --period-size=1024 --buffer-size=48128 -f dat /dev/zero & done; wait`)
	s.waitStream("pcmC0D0p", "RUNNING")
	s.waitStream("pcmC1D0p", "RUNNING")
	var passed [2]position
	now := func() []position { return s.positions("pcmC0D0p", "pcmC1D0p") }
	begin := now()
	waitFor(t, "two seconds to pass", func() bool {
		for n, p := range now() {
			passed[n] = p.since(begin[n])
		}
		return passed[0].hw > 2*48000
	})
	expectRatio(t, "frames", passed[1].hw, passed[0].hw, least, most)
	expectRatio(t, "periods written", passed[1].written/period, passed[0].written/period, least, most)

	// The machine falls asleep, the fast card last: what it gains so is no less.
	for _, name := range []string{"usb-headset.0", "usb-headset.1"} {
		if err := s.slot(name).write("fault", "suspend\n"); err != nil {
			t.Fatal(err)
		}
	}
	end := now()
	for _, name := range []string{"usb-headset.0", "usb-headset.1"} {
		s.vsndfs("unplug", sndDir, name)
	}
	player.wait()
	for n, p := range end {
		if got := uint64(len(stereo.readWAV(t, path[n])) / stereo.frameBytes()); got != p.hw {
			t.Errorf("%s has %d frames, and %d have passed", path[n], got, p.hw)
		}
		passed[n] = p.since(begin[n])
	}
	expectRatio(t, "frames recorded", passed[1].hw, passed[0].hw, least, 2)
}

// expectRatio compares what a fast card has counted with what a true one has.
func expectRatio(t *testing.T, what string, fast, slow uint64, least, most float64) {
	t.Helper()
	if ratio := float64(fast) / float64(slow); ratio < least || ratio > most {
		t.Errorf("%d %s on the fast card, %d on the other: %.3f, want from %.2f to %.2f", fast, what, slow, ratio, least, most)
	}
}

func TestTheFileOfFaultsTellsWhatHasHappened(t *testing.T) {
	t.Parallel()
	s := mount(t, troubled(",clock=free", "fail open 1..2 EBUSY on playback")...)
	d := s.headset()
	if err := d.write("fault", "delay prepare 1ms\nxrun at 1h\n"); err != nil {
		t.Fatal(err)
	}
	s.start("aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero").fail(1)
	want := "active 1 fail open 1..2 EBUSY on playback\nactive 1 delay prepare 1ms\nwaiting 0 xrun at 1h0m0s\n"
	if got := d.read("fault"); got != want {
		t.Errorf("the file tells %q, want %q", got, want)
	}
	if got := s.vsndfs("fault", sndDir, "usb-headset.0"); got != want {
		t.Errorf("the command tells %q, want %q", got, want)
	}
	if err := d.write("fault", "xrun\nexplode\n"); nameOf(err) != "EINVAL" {
		t.Errorf("a wrong line is answered with %v, want EINVAL", err)
	}
	s.waitLog(`fault refused: "explode" is no fault; there are fail, xrun`)
	if err := d.write("fault", "clear\n"); err != nil || d.read("fault") != "" {
		t.Errorf("clear leaves %q, %v", d.read("fault"), err)
	}
	s.aplay("-D", "hw:0,0", stereo.writeWAV(t, stereo.noise(0.1)))
}

func TestAFaultCanPlugTheDeviceInAgain(t *testing.T) {
	t.Parallel()
	s := mount(t)
	d := s.headset()
	for _, step := range []struct{ fault, state string }{
		{"unplug", "unplugged"}, {"plug", "bound"}, {"unbind", "unbound"}, {"bind", "bound"},
	} {
		s.vsndfs("fault", sndDir, d.name, step.fault)
		d.waitState(step.state)
	}
	s.vsndfs("fault", sndDir, d.name, "plug")
	s.waitLog("fault plug failed: device or resource busy")
}

func TestWrongFaultsAreToldInALine(t *testing.T) {
	t.Parallel()
	s := mount(t)
	for name, test := range map[string]mistake{
		"an unknown verb":        {[]string{"fault", sndDir, "usb-headset.0", "explode"}, 2, "there are fail, xrun"},
		"an unknown call":        {[]string{"fault", sndDir, "usb-headset.0", "fail", "close"}, 2, "want a call"},
		"an errno that is none":  {[]string{"fault", sndDir, "usb-headset.0", "fail", "open", "EWRONG"}, 2, "no errno"},
		"no device":              {[]string{"fault", sndDir}, 2, "DEVICE is missing"},
		"another device":         {[]string{"fault", sndDir, "piano.0", "xrun"}, 1, "usb-headset.0"},
		"another device to show": {[]string{"fault", sndDir, "piano.0"}, 1, "usb-headset.0"},
		"an option":              {[]string{"mount", "--card", "usb-headset,fault=explode", sndDir}, 2, "there are fail, xrun"},
	} {
		t.Run(name, func(t *testing.T) { s.complain(t, test) })
	}
}

func TestCompletionKnowsFaults(t *testing.T) {
	t.Parallel()
	s := mount(t)
	contains(t, s.vsndfs("__complete", "fault", sndDir, ""), "usb-headset.0\n")
	contains(t, s.vsndfs("__complete", "fault", sndDir, "usb-headset.0", ""), "xrun\t")
	contains(t, s.vsndfs("__complete", "fault", sndDir, "usb-headset.0", "fail", ""), "hw_params\n")
	contains(t, s.vsndfs("__complete", "mount", "--card", "usb-headset,"), "usb-headset,fault=\t")
}
