package test

import (
	"bytes"
	"path/filepath"
	"strconv"
	"testing"
)

// A converter plays 32 bits at 384 kHz as they are.
func TestAConverterPlaysItsBest(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.wav")
	s := mount(t, "--card", "usb-dac,record="+path)
	contains(t, s.aplay("-l"), "card 0: DAC [USB DAC], device 0: USB Audio [USB Audio]")
	contains(t, s.run("cat", "/dev/snd/vsndfs/asound/cards"), "vsndfs USB DAC at usb-dac.0, high speed")
	for i, rateHz := range []int{384000, 44100} {
		kind := sound{"S32_LE", 2, rateHz}
		played := kind.noise(0.3)
		s.aplay("-D", "hw:0,0", kind.writeWAV(t, played))
		sameSoundFilledUp(t, kind, kind.readWAV(t, take(path, i+1)), played)
	}
	contains(t, s.start("aplay", "-D", "hw:0,0", "-f", "S24_3LE", "-c", "2", "-d", "1", "/dev/zero").fail(1), "Sample format non available")
	contains(t, s.start("arecord", "-D", "hw:0,0", "-d", "1", "/dev/null").fail(1), "No such file or directory")
}

// DSD has an alternate setting of its own, with the rates of its words: a program that
// asks for another gets the next one.
func TestAConverterPlaysDSD(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-dac")
	for _, rateHz := range []string{"88200", "176400", "352800"} {
		p := s.start("aplay", "-v", "-D", "hw:0,0", "-t", "raw", "-f", "DSD_U32_BE", "-c", "2", "-r", rateHz, "-d", "1", "/dev/zero")
		p.succeed()
		contains(t, p.stderr.String(), "exact rate   : "+rateHz)
	}
	p := s.start("aplay", "-D", "hw:0,0", "-t", "raw", "-f", "DSD_U32_BE", "-c", "2", "-r", "48000", "-d", "1", "/dev/zero")
	p.succeed()
	contains(t, p.stderr.String(), "rate is not accurate (requested = 48000Hz, got = 88200Hz)")
}

// The volume of both channels together has the same name as those of each.
func TestTheMixerOfAConverter(t *testing.T) {
	t.Parallel()
	s := mount(t, "--card", "usb-dac")
	contains(t, s.run("amixer", "sset", "PCM,0", "--", "-20dB"), "Front Left: Playback 107 [84%] [-20.00dB] [on]")
	contains(t, s.run("amixer", "sset", "PCM,1", "--", "-6dB"), "Mono: Playback 121 [95%] [-6.00dB] [on]")
	contains(t, s.run("amixer", "contents"), "iface=CARD,name='USB DAC Internal Clock Validity'\n  ; type=BOOLEAN,access=r-------,values=1\n  : values=on\n")
}

// default resamples to what dmix has, 48 kHz.
func TestAConverterMixes(t *testing.T) {
	t.Parallel()
	deep := sound{"S32_LE", 2, 48000}
	oneTryDoes(t, func() error {
		path := filepath.Join(t.TempDir(), "out.wav")
		s := mount(t, "--card", "usb-dac,record="+path)
		played := deep.noise(0.5)
		s.aplay("-D", "dmix:DAC", deep.writeWAV(t, played))
		s.vsndfs("umount", sndDir)
		return differ(deep.readWAV(t, path), played)
	})
}

// A webcam's microphone records at 16 kHz only; what wants another rate gets it from plughw.
func TestTheMicrophoneOfAWebcam(t *testing.T) {
	t.Parallel()
	kind := sound{"S16_LE", 1, 16000}
	fed := kind.noise(1)
	s := mount(t, "--card", "webcam-mic,play="+kind.writeWAV(t, fed))
	contains(t, s.run("arecord", "-l"), "card 0: Webcam [USB Webcam], device 0: USB Audio [USB Audio]")
	for access, flags := range accesses {
		got := filepath.Join(t.TempDir(), "got.wav")
		s.run("arecord", append(flags, "-q", "-D", "hw:0,0", "-f", "S16_LE", "-r", "16000", "-d", "1", got)...)
		if !bytes.Equal(kind.readWAV(t, got), fed) {
			t.Errorf("%s: got other samples than the card was fed", access)
		}
	}
	contains(t, s.start("arecord", "-D", "hw:0,0", "-f", "S16_LE", "-r", "16000", "-c", "2", "-d", "1", "/dev/null").fail(1), "Channels count non available")
	for _, device := range []string{"default", "plughw:0,0"} {
		got := filepath.Join(t.TempDir(), "got.wav")
		s.run("arecord", "-q", "-D", device, "-f", "cd", "-d", "1", got)
		cd := sound{"S16_LE", 2, 44100}
		if n := len(cd.readWAV(t, got)); n != 44100*4 {
			t.Errorf("%s: got %s bytes, want a second", device, strconv.Itoa(n))
		}
	}
	contains(t, s.run("amixer", "sset", "Mic", "30.5dB"), "Mono: Capture 9 [64%] [30.50dB] [on]")
	contains(t, s.start("aplay", "-D", "hw:0,0", "-d", "1", "/dev/zero").fail(1), "No such file or directory")
}
