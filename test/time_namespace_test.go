package test

import (
	"path/filepath"
	"testing"
)

// TestAServerWhoseClockIsAYearAheadKeepsTime has it in a time namespace: as far as its
// clock is from its clients', a stream passes as many frames.
func TestAServerWhoseClockIsAYearAheadKeepsTime(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	log := filepath.Join(t.TempDir(), "log")
	m.run("unshare", "--time", "--monotonic", "31536000", "--boottime", "31536000", "--fork",
		m.binary, "mount", "-o", "log="+log, sndDir)
	s := m.adopt(sndDir, log)
	stream := s.role("place", s.node("pcmC0D0p"))
	stream.expect("started")
	for range 3 {
		stream.say("where are you")
		stream.expect("in time")
	}
}
