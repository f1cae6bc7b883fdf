package test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// testPulseAudio plays and records through a PulseAudio that has the card's streams
// mapped, woken by the card's interrupts and by its own timer; and through one that
// finds out by itself what the card has, and follows its mixer and its jack.
func testPulseAudio(t *testing.T, m mode) {
	for tsched, access := range m.pulseAccess() {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			device := fmt.Sprintf("device=hw:0 tsched=%d tsched_buffer_size=384000", tsched)
			m.throughPulse(t, access, "module-alsa-sink channels=2 "+device, "module-alsa-source channels=1 "+device)
		})
	}
	t.Run("card", func(t *testing.T) {
		t.Parallel()
		m.throughPulse(t, m.pulseAccess()[0], "module-alsa-card tsched=0 device_id=0")
	})
	if m.noRW {
		return // it finds no elements
	}
	t.Run("jack", func(t *testing.T) {
		t.Parallel()
		m.pulseFollowsThePlug(t)
	})
	for tsched, access := range m.pulseAccess() {
		t.Run("mixer "+access, func(t *testing.T) {
			t.Parallel()
			c, _ := m.pulse(t, "usb-headset", fmt.Sprintf("module-alsa-card tsched=%d device_id=0", tsched))
			for _, end := range pulseEnds {
				c.pulseFollows(end)
			}
		})
	}
}

// throughPulse plays and records through a PulseAudio with some modules, which must
// say that it moves frames by an access.
func (m mode) throughPulse(t *testing.T, access string, modules ...string) {
	fed := mono.noise(30)
	clip := mono.writeWAV(t, fed)
	oneTryDoes(t, func() error {
		path := filepath.Join(t.TempDir(), "out.wav")
		c, pulse := m.pulse(t, "usb-headset,record="+path+",play="+clip, modules...)
		contains(t, c.run("pactl", "list", "sinks"), fmt.Sprintf("device.access_mode = %q", access))
		contains(t, c.run("pactl", "list", "sources"), fmt.Sprintf("device.access_mode = %q", access))

		// What it plays first it writes just before the place that the card plays.
		played := stereo.noise(0.5)
		c.run("paplay", stereo.writeWAV(t, stereo.amidSilence(played)))
		heard := c.parec()
		pulse.signal(syscall.SIGTERM)
		pulse.succeed()
		return errors.Join(lacks(stereo.readWAV(t, path), played), lacks(fed, heard))
	})
}

// pulse starts a PulseAudio with some modules on a card. The machine is that of its
// clients.
func (m mode) pulse(t *testing.T, card string, modules ...string) (*machine, *program) {
	t.Helper()
	dir := t.TempDir()
	conf := filepath.Join(dir, "daemon.conf")
	writeFile(t, conf, []byte(pulseConf))
	c := m.server(t, card).home(dir)
	args := []string{"-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm", "--use-pid-file=no"}
	for _, module := range append(modules, "module-native-protocol-unix") {
		args = append(args, "-L", module)
	}
	pulse := c.env("PULSE_CONFIG="+conf, "LD_PRELOAD="+c.notInAVM()).start("pulseaudio", args...)
	pulse.waitReady(func() bool { return c.start("pactl", "info").wait() == 0 })
	return c, pulse
}

// parec records half a second.
func (m *machine) parec() []byte {
	m.t.Helper()
	path := filepath.Join(m.t.TempDir(), "got.raw")
	recorder := m.start("parec", "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=100", path)
	half := mono.rateHz * mono.frameBytes() / 2
	waitFor(m.t, "half a second of recording", func() bool { return fileSize(m.t, path) >= half })
	recorder.signal(syscall.SIGTERM)
	recorder.wait()
	return readFile(m.t, path)[:half]
}

// pulseConf has large buffers, since a busy machine may let them wait.
const pulseConf = `
default-sample-format = s16le
default-sample-rate = 48000
default-fragments = 8
default-fragment-size-msec = 85
realtime-scheduling = no
high-priority = no
`

// pulseAccess is how PulseAudio calls its ways to move frames, without and with
// tsched.
func (m mode) pulseAccess() []string {
	if m.noMMAP {
		return []string{"serial"} // its timer takes mmap
	}
	return []string{"mmap", "mmap+timer"}
}

// notInAVM is a library that tells PulseAudio it is not in a virtual machine, where
// it refuses to use its timer.
func (m *machine) notInAVM() string {
	m.t.Helper()
	source := filepath.Join(m.t.TempDir(), "notinavm.c")
	writeFile(m.t, source, []byte("_Bool pa_running_in_vm(void) { return 0; }\n"))
	library := strings.TrimSuffix(source, "c") + "so"
	m.run("gcc", "-shared", "-fPIC", "-o", library, source)
	return library
}
