package test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mode is a way to mount cards in which all programs are tried.
type mode struct {
	mount []string // options of vsndfs mount
	card  []string // options of each card

	noMMAP bool // programs cannot map the card's memory
	noRW   bool // hw: does not let programs read and write
}

// hw is how programs that read and write call a device.
func (m mode) hw(device string) string {
	if m.noRW {
		return "plughw:" + device
	}
	return "hw:" + device
}

// server mounts cards, given as for --card, on a machine of their own.
func (m mode) server(t testing.TB, cards ...string) *server {
	t.Helper()
	args := slices.Clone(m.mount)
	for _, card := range cards {
		args = append(args, "--card", strings.Join(append([]string{card}, m.card...), ","))
	}
	return mount(t, args...)
}

// free reports whether the cards have no clock.
func (m mode) free() bool { return slices.Contains(m.card, "clock=free") }

// try tries all programs that the mode has something for.
func (m mode) try(t *testing.T) {
	for _, a := range apps() {
		if a.paced && m.free() || a.maps && m.noMMAP || a.reached && m.noRW {
			continue
		}
		t.Run(a.names()[0], func(t *testing.T) {
			t.Parallel()
			a.require(t)
			a.test(t, m)
		})
	}
}

// played is what is heard when play plays a WAV file of samples on m.hw("0,0")
// of a headset.
func (m mode) played(t testing.TB, samples []byte, play func(s *server, song string)) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.wav")
	play(m.server(t, "usb-headset,record="+path), stereo.writeWAV(t, samples))
	return stereo.readWAV(t, path)
}

// plays fails the test unless play plays sample by sample.
func (m mode) plays(t *testing.T, play func(s *server, song string)) {
	t.Run("plays", func(t *testing.T) {
		t.Parallel()
		samples := stereo.noise(0.5)
		sameSoundFilledUp(t, stereo, m.played(t, samples, play), samples)
	})
}

// records fails the test unless record, which records half a second, or what it
// takes for that, of what m.hw("0,0") of a headset is fed, gets it sample by sample.
func (m mode) records(t *testing.T, record func(s *server, path string)) {
	t.Run("records", func(t *testing.T) {
		t.Parallel()
		fed := mono.noise(2)
		s := m.server(t, "usb-headset,play="+mono.writeWAV(t, fed))
		path := filepath.Join(t.TempDir(), "got.wav")
		record(s, path)
		got := mono.readWAV(t, path)
		if len(got) < len(fed)/8 || len(got) > len(fed)/2 {
			t.Fatalf("recorded %d bytes, want about %d", len(got), len(fed)/4)
		}
		sameSound(t, got, fed[:len(got)])
	})
}
