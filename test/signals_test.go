package test

import (
	"testing"

	"golang.org/x/sys/unix"
)

var endings = map[string]unix.Signal{"SIGTERM": unix.SIGTERM, "SIGINT": unix.SIGINT}

func TestASignalEndsAServerThatNobodyUses(t *testing.T) {
	for name, sig := range endings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			s.signal(sig)
			s.waitGone()
		})
	}
}

func TestASignalUnplugsAndWaitsForOpenFiles(t *testing.T) {
	for name, sig := range endings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			shell := s.holdingShell("pcmC0D0p")
			s.signal(sig)
			s.headset().waitState("unbinding: waits for 1 open files")
			contains(t, shell.writeHeld(), "No such device")
			if s.gone() {
				t.Fatal("the server has ended with a file open")
			}
			shell.letGo()
			s.waitGone()
		})
	}
}

func TestASecondSignalDoesNotWait(t *testing.T) {
	for name, sig := range endings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			shell := s.holdingShell("pcmC0D0p")
			s.signal(sig)
			s.headset().waitState("unbinding: waits for 1 open files")
			s.signal(sig)
			s.waitGone()
			contains(t, shell.writeHeld(), "not connected")
		})
	}
}
