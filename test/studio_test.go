package test

import (
	"path/filepath"
	"testing"
)

// The faster, the fewer channels: each is kept sample by sample.
func TestAStudioPlaysAndRecordsAllChannels(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ rateHz, out, in int }{{48000, 20, 18}, {96000, 16, 14}, {192000, 12, 10}} {
		played, fed := sound{"S32_LE", tt.out, tt.rateHz}, sound{"S32_LE", tt.in, tt.rateHz}
		samples, clip := played.noise(0.3), fed.noise(1)
		dir := t.TempDir()
		s := mount(t, "--card", "studio-18x20,record="+filepath.Join(dir, "out.wav")+",play="+fed.writeWAV(t, clip))
		s.aplay("-D", "hw:Studio", played.writeWAV(t, samples))
		sameSoundFilledUp(t, played, played.readWAV(t, filepath.Join(dir, "out.wav")), samples)
		got := filepath.Join(dir, "got.wav")
		s.run("arecord", append(fed.alsaArgs()[3:], "-q", "-D", "hw:Studio", "-d", "1", got)...)
		sameSound(t, fed.readWAV(t, got), clip)
	}
}

// 20 channels leave no rate but the slow ones.
func TestAStudioIsInOneOfItsSettings(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "studio-18x20")
	contains(t, s.aplay("-l"), "card 0: Studio [Studio 18x20], device 0: USB Audio [USB Audio]")
	p := s.start("aplay", "-D", "hw:0,0", "-t", "raw", "-f", "S32_LE", "-c", "20", "-r", "192000", "-d", "1", "/dev/zero")
	p.succeed()
	contains(t, p.stderr.String(), "rate is not accurate (requested = 192000Hz, got = 48000Hz)")
	contains(t, s.start("aplay", "-D", "hw:0,0", "-f", "S32_LE", "-c", "2", "-d", "1", "/dev/zero").fail(1), "Channels count non available")
	for _, device := range []string{"default", "plughw:0,0", "plug:dmix:0"} {
		s.aplay("-D", device, stereo.writeWAV(t, stereo.noise(0.2)))
	}
}

// The desk of a studio: clock, routes, gains, and meters that nobody can write.
func TestTheDeskOfAStudio(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "studio-18x20")
	contains(t, s.run("amixer", "sset", "Sample Clock Source", "ADAT"), "Item0: 'ADAT'")
	contains(t, s.run("amixer", "sget", "Analogue Output 10"), "Item0: 'PCM 10'")
	contains(t, s.run("amixer", "sset", "Analogue Output 10", "Mix B"), "Item0: 'Mix B'")
	contains(t, s.run("amixer", "sset", "Mix B Input 18", "--", "-20dB"), "Mono: Playback 120 [70%] [-20.00dB]")
	contains(t, s.run("amixer", "sget", "Line In 1-4 Phantom Power"), "Mono: Capture [off]")
	contains(t, s.start("amixer", "cset", "name=Sample Clock Sync Status", "0").fail(1), "Operation not permitted")
	contains(t, s.run("amixer", "cget", "iface=PCM,name=Level Meter"), "type=INTEGER,access=r--v----,values=56,min=0,max=4095,step=0\n")
	s.start("amixer", "cset", "iface=PCM,name=Level Meter", "1").fail(1)
}
