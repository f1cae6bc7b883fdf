package test

import (
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// testPulseAudio plays and records through a PulseAudio that has the card's streams
// mapped, woken by the card's interrupts and by its own timer.
func testPulseAudio(t *testing.T, m mode) {
	for tsched, access := range m.pulseAccess() {
		t.Run(access, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path, got := filepath.Join(dir, "out.wav"), filepath.Join(dir, "got.raw")
			fed := mono.noise(30)
			s := m.server(t, "usb-headset,record="+path+",play="+mono.writeWAV(t, fed))
			c := s.env("HOME="+dir, "XDG_RUNTIME_DIR="+dir, "XDG_CONFIG_HOME="+dir, "PULSE_RUNTIME_PATH="+filepath.Join(dir, "pulse"))
			pulse := c.env("LD_PRELOAD="+c.notInAVM()).start("pulseaudio", pulseArgs(tsched)...)
			pulse.waitReady(func() bool { return c.start("pactl", "info").wait() == 0 })
			contains(t, c.run("pactl", "list", "sinks"), fmt.Sprintf("device.access_mode = %q", access))
			contains(t, c.run("pactl", "list", "sources"), fmt.Sprintf("device.access_mode = %q", access))

			// What it plays first it writes just before the place that the card plays.
			played := stereo.noise(0.5)
			c.run("paplay", stereo.writeWAV(t, stereo.amidSilence(played)))
			recorder := c.start("parec", "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=100", got)
			half := mono.rateHz * mono.frameBytes() / 2
			waitFor(t, "half a second of recording", func() bool { return fileSize(t, got) >= half })
			recorder.signal(syscall.SIGTERM)
			recorder.wait()
			pulse.signal(syscall.SIGTERM)
			pulse.succeed()
			holds(t, stereo.readWAV(t, path), played)
			holds(t, fed, readFile(t, got)[:half])
		})
	}
}

// pulseAccess is how PulseAudio calls its ways to move frames, without and with
// tsched.
func (m mode) pulseAccess() []string {
	if m.noMMAP {
		return []string{"serial"} // its timer takes mmap
	}
	return []string{"mmap", "mmap+timer"}
}

func pulseArgs(tsched int) []string {
	device := fmt.Sprintf("device=hw:0 tsched=%d tsched_buffer_size=384000 fragments=8 fragment_size=16384 rate=48000 format=s16le", tsched)
	return []string{
		"-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm", "--realtime=no", "--high-priority=no", "--use-pid-file=no",
		"-L", "module-alsa-sink channels=2 " + device,
		"-L", "module-alsa-source channels=1 " + device,
		"-L", "module-native-protocol-unix",
	}
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
