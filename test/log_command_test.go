package test

import "testing"

func TestLogPrintsTheLogSoFar(t *testing.T) {
	t.Parallel()
	s := mount(t)
	if got, want := s.vsndfs("log", sndDir), s.log(); got != want {
		t.Errorf("vsndfs log printed\n%s\nwant\n%s", got, want)
	}
}

// TestLogFollowsUntilTheServerEnds has the follower end too, although it keeps a
// file of the mount open: it must not wait for the server that waits for it.
func TestLogFollowsUntilTheServerEnds(t *testing.T) {
	ends := map[string]func(s *server){
		"vsndfs umount": func(s *server) { s.vsndfs("umount", sndDir) },
		"umount -l":     func(s *server) { s.run("umount", "--lazy", sndDir) },
		"SIGTERM":       func(s *server) { s.signal(endings["SIGTERM"]) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mount(t)
			follower := s.start(s.binary, "log", "--follow", sndDir)
			follower.line()
			s.vsndfs("unplug", sndDir, "usb-headset.0")
			waitFor(t, "the unplug in what is followed", func() bool { return follower.stdout.String() == s.log() })
			s.vsndfs("plug", sndDir, "usb-headset.0")
			end(s)
			follower.succeed()
			s.waitGone()
			if got, want := follower.stdout.String(), s.log(); got != want {
				t.Errorf("vsndfs log -f printed\n%s\nwant\n%s", got, want)
			}
		})
	}
}
