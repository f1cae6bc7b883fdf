package test

import (
	"strings"
	"testing"
)

func TestTheLogTellsOfAnUnderrun(t *testing.T) {
	t.Parallel()
	s := mount(t)
	// It fills its buffer of four periods from a pipe in which nothing follows.
	player := s.start("aplay", "-q", "-D", "hw:0,0", "-t", "raw", "-f", "dat", "--period-size=1024", "--buffer-size=4096", "-")
	player.say(strings.Repeat("vsndfs", 4096))
	s.waitLog("stream pcmC0D0p sub=0 setup rate=48000 channels=2 format=S16_LE period=1024 buffer=4096\n")
	s.waitLog("stream pcmC0D0p sub=0 running\n")
	s.waitLog("stream pcmC0D0p sub=0 xrun frames=")
	player.stdin.Close()
	player.succeed()
	s.waitLog("stream pcmC0D0p sub=0 open\n")
}

func TestTheLogTellsThatAStreamWasDisconnected(t *testing.T) {
	t.Parallel()
	s := mount(t)
	player := s.start("aplay", "-q", "-D", "hw:0,0", "-f", "dat", "/dev/zero")
	s.waitStream("pcmC0D0p", "RUNNING")
	s.vsndfs("unplug", sndDir, "usb-headset.0")
	player.fail(1)
	_, gone, _ := strings.Cut(s.log(), "card 0 disconnect\n")
	contains(t, gone, "stream pcmC0D0p sub=0 disconnected frames=")
}
