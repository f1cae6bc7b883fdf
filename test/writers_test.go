package test

import "testing"

// TestAnOpenForWritingDoesNotWaitBehindAWriter has a shell write to one substream
// while a client waits in a write to another: the kernel locks a file that is
// written against truncation, which is what > asks for.
func TestAnOpenForWritingDoesNotWaitBehindAWriter(t *testing.T) {
	for name, options := range map[string]string{"with mmap": "noatime", "without mmap": "nopassthrough"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t, "-o", options, "--card", "loopback")
			writer := s.role("blocked", "write", s.node("pcmC0D0p"))
			writer.expect("ready")
			s.slot("loopback.0").waitBlocked(writer, "pcmC0D0p")
			s.shell(`head -c 9600 /dev/zero > /dev/snd/pcmC0D0p`)
			if !writer.running() {
				t.Error("the client has not waited: there was nothing to test")
			}
		})
	}
}
