package test

import (
	"path/filepath"
	"regexp"
	"testing"

	"golang.org/x/sys/unix"
)

// lost is what alsa-utils say when the card has gone. A call that was waiting
// finds the stream in a bad state, and only the next one the device gone.
var lost = regexp.MustCompile("No such device|File descriptor in bad state")

func TestAplayAndArecordEndWhenTheCardIsUnplugged(t *testing.T) {
	for access, flags := range accesses {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			player := s.start("aplay", append(flags, "-D", "hw:0,0", "-f", "dat", "/dev/zero")...)
			recorder := s.start("arecord", append(flags, "-D", "hw:0,0", "-f", "S16_LE", filepath.Join(t.TempDir(), "got.wav"))...)
			s.waitStream("pcmC0D0p", "RUNNING")
			s.waitStream("pcmC0D0c", "RUNNING")
			s.vsndfs("unplug", sndDir, "usb-headset.0")
			for _, p := range []*program{player, recorder} {
				if text := p.fail(1); !lost.MatchString(text) {
					t.Errorf("%s said %q", p.name, text)
				}
			}
		})
	}
}

func TestAplayWithoutADeviceEndsWhenTheCardIsUnplugged(t *testing.T) {
	t.Parallel()
	s := mount(t)
	player := s.start("aplay", "-f", "dat", "/dev/zero")
	s.waitStream("pcmC0D0p", "RUNNING")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	player.fail(1)
}

func TestPollersWakeWhenTheCardIsUnplugged(t *testing.T) {
	t.Parallel()
	s := mount(t)
	stream := s.role("poll", s.node("pcmC0D0p"))
	stream.expect("ready")
	events := s.role("events", s.node("controlC0"))
	events.expect("ready")
	unplug := s.headset().startEcho("unplug")
	stream.expect("poll 0x8") // POLLERR and nothing else
	stream.expect("write ENODEV")
	events.expect("poll 0x8")
	events.expect("read ENODEV")
	unplug.succeed()
}

func TestCallsThatWaitEndWhenTheCardIsUnplugged(t *testing.T) {
	tests := map[string]struct{ call, node, want string }{
		"a write to a full buffer":   {"write", "pcmC0D0p", "EBADFD"},
		"a WRITEI to a full buffer":  {"WRITEI", "pcmC0D0p", "EBADFD"},
		"a read of an empty buffer":  {"read", "pcmC0D0c", "EBADFD"},
		"a READI of an empty buffer": {"READI", "pcmC0D0c", "EBADFD"},
		"a DRAIN":                    {"DRAIN", "pcmC0D0p", "ENODEV"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			caller := s.role("blocked", test.call, s.node(test.node))
			caller.expect("ready")
			s.headset().waitBlocked(caller, test.node)
			unplug := s.headset().startEcho("unplug")
			caller.expect(test.want)
			unplug.succeed()
		})
	}
}

func TestAnOpenThatWaitsEndsWhenTheCardIsUnplugged(t *testing.T) {
	t.Parallel()
	s := mount(t)
	shell := s.holdingShell("pcmC0D0p")
	opener := s.role("blocked", "open", s.node("pcmC0D0p"))
	opener.expect("ready")
	opener.waitIn(unix.SYS_OPENAT)
	unplug := s.headset().startEcho("unplug")
	opener.expect("ENODEV")
	shell.letGo()
	unplug.succeed()
}
