package test

import (
	"strings"
	"testing"
)

// testAlsabat takes alsabat's own verdict, for each of two channels. It leaves its
// recording in /tmp, so that is its own.
func testAlsabat(t *testing.T, m mode) {
	s := m.server(t, "loopback")
	// A stale errno of a look for its messages in another language ends it early.
	c := s.env("LC_ALL=C")
	verdict := c.run("unshare", "--mount", "sh", "-c", `mount -t tmpfs tmp /tmp && exec "$@"`, "sh",
		"alsabat", "-P", m.hw("0,0"), "-C", m.hw("0,1"), "-f", "S16_LE", "-c", "2", "-r", "48000", "-F", "997:1499")
	for _, want := range []string{"target frequency 997.00 Hz", "target frequency 1499.00 Hz", "Return value is 0"} {
		contains(t, verdict, want)
	}
	if n := strings.Count(verdict, "PASS: Peak detected at target frequency"); n != 2 {
		t.Errorf("%d channels passed, want 2:\n%s", n, verdict)
	}
}
