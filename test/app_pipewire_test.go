package test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// testPipeWire plays and records through a PipeWire whose configuration names the
// card, and which no session manager helps: the test links the ports.
func testPipeWire(t *testing.T, m mode) {
	oneTryDoes(t, func() error {
		dir := t.TempDir()
		path := filepath.Join(dir, "out.wav")
		fed := mono.noise(30)
		s := m.server(t, "usb-headset,record="+path+",play="+mono.writeWAV(t, fed))
		conf := filepath.Join(dir, "pipewire.conf")
		writeFile(t, conf, []byte(pipewireConf))
		c := s.home(dir)
		pipewire := c.start("pipewire", "-c", conf)
		pipewire.waitReady(func() bool { return c.hasPorts("out:playback_FL", "out:playback_FR", "in:capture_MONO") })
		played := c.pwPlay()
		heard := c.pwRecord()
		pipewire.signal(syscall.SIGTERM)
		pipewire.succeed()
		return errors.Join(lacks(stereo.readWAV(t, path), played), lacks(fed, heard))
	})
}

// pwPlay plays a sound and returns it. There is silence around it: what is played
// begins when the first channel is linked, and its end may be thrown away.
func (m *machine) pwPlay() []byte {
	m.t.Helper()
	played := stereo.noise(0.5)
	player := m.start("pw-cat", append(pwCatArgs, "-p", stereo.writeWAV(m.t, stereo.amidSilence(played)))...)
	m.waitPorts("pw-cat:output_FL", "pw-cat:output_FR")
	m.run("pw-link", "pw-cat:output_FL", "out:playback_FL")
	m.run("pw-link", "pw-cat:output_FR", "out:playback_FR")
	player.succeed()
	return played
}

// pwRecord records, and returns half a second from the first sound on.
func (m *machine) pwRecord() []byte {
	m.t.Helper()
	path := filepath.Join(m.t.TempDir(), "got.wav")
	recorder := m.start("pw-cat", append(pwCatArgs, "-r", "--channels", "1", "--channel-map", "MONO", path)...)
	m.waitPorts("pw-cat:input_MONO")
	m.run("pw-link", "in:capture_MONO", "pw-cat:input_MONO")
	half := mono.rateHz * mono.frameBytes() / 2
	waitFor(m.t, "a second of recording", func() bool { return fileSize(m.t, path) >= 2*half })
	recorder.signal(syscall.SIGINT)
	recorder.wait()
	heard := bytes.TrimLeft(mono.readWAV(m.t, path), "\x00")
	return heard[:min(len(heard), half)]
}

// pwCatArgs make pw-cat have ports although nobody manages its session.
var pwCatArgs = []string{"--target", "0", "-P", "{ adapter.auto-port-config = { mode = dsp } }"}

// waitPorts waits until PipeWire has ports of those names.
func (m *machine) waitPorts(names ...string) {
	m.t.Helper()
	waitFor(m.t, strings.Join(names, ", ")+" in PipeWire", func() bool { return m.hasPorts(names...) })
}

func (m *machine) hasPorts(names ...string) bool {
	m.t.Helper()
	list := m.start("pw-link", "--input", "--output")
	list.wait()
	ports := strings.Fields(list.stdout.String())
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(ports, name) })
}

// pipewireConf are a server and two nodes, one for each direction of hw:0. Much is
// queued, since a busy machine may let it wait.
var pipewireConf = `
context.properties = {
    core.daemon = true
    core.name = pipewire-0
    support.dbus = false
    default.clock.rate = 48000
    default.clock.quantum = 4096
    default.clock.min-quantum = 4096
    default.clock.max-quantum = 4096
}
context.spa-libs = {
    audio.convert.* = audioconvert/libspa-audioconvert
    api.alsa.* = alsa/libspa-alsa
    support.* = support/libspa-support
}
context.modules = [
    { name = libpipewire-module-protocol-native }
    { name = libpipewire-module-metadata }
    { name = libpipewire-module-client-node }
    { name = libpipewire-module-adapter }
    { name = libpipewire-module-link-factory }
    { name = libpipewire-module-access }
]
context.objects = [
` + pipewireNode("out", "sink", "Audio/Sink", "FL,FR") + pipewireNode("in", "source", "Audio/Source", "MONO") + `
]
`

func pipewireNode(name, kind, class, position string) string {
	return fmt.Sprintf(`
    { factory = adapter
      args = {
        node.name = %s
        factory.name = api.alsa.pcm.%s
        media.class = %s
        audio.position = %q
        audio.format = S16LE
        audio.rate = 48000
        api.alsa.path = "hw:0"
        api.alsa.period-size = 4096
        api.alsa.headroom = 16384
        adapter.auto-port-config = { mode = dsp }
      } }`, name, kind, class, position)
}
