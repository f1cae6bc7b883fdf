package test

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The names by which programs ask for a laptop's outputs, as alsa-lib lists them.
func TestTheDevicesOfALaptop(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "hda-laptop")
	list := s.run("aplay", "-l")
	for n, device := range []int{3, 7, 8} {
		contains(t, list, fmt.Sprintf("card 0: PCH [HDA Intel PCH], device %d: HDMI %d [HDMI %d]", device, n, n))
	}
	contains(t, s.run("arecord", "-l"), "card 0: PCH [HDA Intel PCH], device 0: ALC256 Analog [ALC256 Analog]")
	names := s.run("aplay", "-L")
	for want := range strings.FieldsSeq("default:CARD=PCH front:CARD=PCH,DEV=0 surround51:CARD=PCH,DEV=0 hdmi:CARD=PCH,DEV=0 hdmi:CARD=PCH,DEV=2 dmix:CARD=PCH,DEV=0") {
		contains(t, names, "\n"+want+"\n")
	}
}

// All that is played on the analog output is kept sample by sample, in its best format.
func TestALaptopPlaysItsBest(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	kind := sound{"S32_LE", 2, 192000}
	played, fed := kind.noise(0.3), kind.noise(1)
	s := mount(t, "--card", "hda-laptop,record="+path+",play="+kind.writeWAV(t, fed))
	s.aplay("-D", "hw:0,0", kind.writeWAV(t, played))
	sameSoundFilledUp(t, kind, kind.readWAV(t, path), played)
	got := filepath.Join(t.TempDir(), "got.wav")
	s.run("arecord", "-q", "-D", "hw:0,0", "-f", "S32_LE", "-c", "2", "-r", "192000", "-d", "1", got)
	sameSound(t, kind.readWAV(t, got), fed)
}

// hdmi sets the status bits of what it plays, holds them, and puts them back.
func TestALaptopPlaysOnAScreen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := mount(t, "--card", "hda-laptop,record="+path)
	status := func() string { return s.run("amixer", "cget", "name=IEC958 Playback Default,index=1") }
	contains(t, status(), "AES0=0x04 AES1=0x00 AES2=0x00 AES3=0x00")
	kind := sound{"S16_LE", 6, 48000}
	endless := s.start("aplay", append(kind.alsaArgs(), "-D", "hdmi:CARD=PCH,DEV=1,AES0=6,AES1=0x82,AES3=2", "/dev/zero")...)
	s.waitStream("pcmC0D7p", "RUNNING")
	contains(t, status(), "AES0=0x06 AES1=0x82 AES2=0x00 AES3=0x02")
	contains(t, s.run("amixer", "cget", "numid=37"), ": values=3,4,8,7,5,6,0,0\n") // the first map for six
	endless.signal(syscall.SIGINT)
	endless.wait()
	contains(t, status(), "AES0=0x04 AES1=0x00 AES2=0x00 AES3=0x00")

	played := kind.noise(0.5)
	s.aplay("-D", "hdmi:CARD=PCH,DEV=1", kind.writeWAV(t, played))
	sameSoundFilledUp(t, kind, kind.readWAV(t, take(path, 2)), played)
	contains(t, s.start("aplay", "-D", "hw:0,3", "-c", "3", "-f", "S16_LE", "-r", "48000", "-d", "1", "/dev/zero").fail(1), "Channels count non available")
	contains(t, s.start("aplay", "-D", "iec958:0", "-d", "1", "/dev/zero").fail(1), "No such file or directory")
}

// A screen says who it is while it is there: programs hear of it, and aplay calls the
// output by its name.
func TestAScreenSaysWhoItIs(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "hda-laptop")
	watcher := s.start("stdbuf", "-oL", "amixer", "events")
	watcher.waitLine("Ready to listen...")
	eld := []string{"cget", "iface=PCM,name=ELD,device=3"}
	contains(t, s.run("amixer", eld...), "type=BYTES,access=r--v----,values=0\n")
	s.vsndfs("jack", sndDir, "hda-laptop.0", "HDMI/DP,pcm=3", "in")
	watcher.waitLine("event info: numid=23,iface=PCM,name='ELD',device=3")
	watcher.waitLine("event value: numid=18,iface=CARD,name='HDMI/DP,pcm=3 Jack'")
	contains(t, s.run("amixer", eld...), "values=32\n  : values=0x10,0x00,0x07,")
	contains(t, s.run("aplay", "-l"), "device 3: HDMI 0 [Lounge TV]")
	contains(t, s.run("aplay", "-l"), "device 7: HDMI 1 [HDMI 1]")
	s.vsndfs("jack", sndDir, "hda-laptop.0", "HDMI/DP,pcm=3", "out")
	watcher.waitLine("event info: numid=23,iface=PCM,name='ELD',device=3")
	contains(t, s.run("aplay", "-l"), "device 3: HDMI 0 [HDMI 0]")
}

// All volumes tell dB. The first program that opens default gives the card a volume of
// alsa-lib's own, softvol.
func TestTheMixerOfALaptop(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "hda-laptop")
	for control, want := range map[string]string{
		"Master":             "Mono: Playback 79 [91%] [-6.00dB] [on]",
		"Headphone":          "Front Left: Playback 79 [91%] [-6.00dB] [on]",
		"Speaker":            "Front Right: Playback 79 [91%] [-6.00dB] [on]",
		"Capture":            "Front Left: Capture 15 [24%] [-6.00dB] [on]",
		"Mic Boost":          "Front Left: 0 [0%] [0.00dB]",
		"Internal Mic Boost": "Front Right: 0 [0%] [0.00dB]",
	} {
		contains(t, s.run("amixer", "sset", control, "--", "-6dB"), want)
	}
	contains(t, s.run("amixer", "sget", "Auto-Mute Mode"), "Item0: 'Enabled'")
	if strings.Contains(s.run("amixer", "scontrols"), "'PCM'") {
		t.Error("there is a PCM volume before anybody has opened default")
	}
	s.aplay(stereo.writeWAV(t, stereo.noise(0.2)))
	contains(t, s.run("amixer", "sget", "PCM"), "Front Left: Playback 255 [100%] [0.00dB]")
}

// default mixes: speaker-test plays on it, one speaker after the other.
func TestSpeakerTestOnALaptop(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := mount(t, "--card", "hda-laptop,record="+path)
	s.run("speaker-test", "-D", "default", "-c", "2", "-r", "48000", "-F", "S16_LE", "-l", "1", "-t", "sine", "-f", "1000")
	s.vsndfs("umount", sndDir)
	played := sox(t, append(append([]string{path}, stereo.soxArgs()...), "-")...) // dmix plays 32 bits
	right := stereo.begin(played, 1) * stereo.frameBytes()
	onlyOn(t, 0, played[:right])
	onlyOn(t, 1, played[right:])
}

// PulseAudio's ports are available as the jacks say, and what is played goes where the
// plug is.
func TestPulseAudioFollowsTheJacksOfALaptop(t *testing.T) {
	t.Parallel()
	c, _ := mode{}.pulse(t, "hda-laptop", "module-switch-on-port-available", "module-alsa-card tsched=0 device_id=0")
	shows := func(what string) {
		t.Helper()
		waitFor(t, "pactl to show "+what, func() bool { return strings.Contains(c.run("pactl", "list", "cards"), what) })
	}
	speakers, headphones := "analog-output-speaker: Speakers (type: Speaker, priority: 10000, latency offset: 0 usec, ",
		"analog-output-headphones: Headphones (type: Headphones, priority: 9900, latency offset: 0 usec, "
	shows(speakers + "availability unknown)")
	shows(headphones + "not available)")
	shows("hdmi-output-0: HDMI / DisplayPort (type: HDMI, priority: 5900, latency offset: 0 usec, not available)")
	c.vsndfs("jack", sndDir, "hda-laptop.0", "Headphone", "in")
	shows(headphones + "available)")
	shows(speakers + "not available)")
	c.vsndfs("jack", sndDir, "hda-laptop.0", "HDMI/DP,pcm=3", "in")
	shows("hdmi-output-0: HDMI / DisplayPort (type: HDMI, priority: 5900, latency offset: 0 usec, available)")
	shows(`device.product.name = "Lounge TV"`)
}
