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
}

// server mounts a card, given as for --card, on a machine of its own.
func (m mode) server(t testing.TB, card string) *server {
	t.Helper()
	card = strings.Join(append([]string{card}, m.card...), ",")
	return mount(t, slices.Concat(m.mount, []string{"--card", card})...)
}

// try tries all programs.
func (m mode) try(t *testing.T) {
	for _, a := range apps() {
		t.Run(strings.Join(a.names, " "), func(t *testing.T) {
			t.Parallel()
			for _, name := range a.names {
				requireProgram(t, name)
			}
			a.test(t, m)
		})
	}
}

// plays fails the test unless play, which plays a WAV file on hw:0,0 of a headset,
// plays it sample by sample.
func (m mode) plays(t *testing.T, play func(s *server, song string)) {
	t.Run("plays", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "out.wav")
		s := m.server(t, "usb-headset,record="+path)
		played := stereo.noise(0.5)
		play(s, stereo.writeWAV(t, played))
		sameSoundFilledUp(t, stereo, stereo.readWAV(t, path), played)
	})
}

// records fails the test unless record, which records half a second, or some
// packets more, of what hw:0,0 of a headset is fed, gets it sample by sample.
func (m mode) records(t *testing.T, record func(s *server, path string)) {
	t.Run("records", func(t *testing.T) {
		t.Parallel()
		fed := mono.noise(2)
		s := m.server(t, "usb-headset,play="+mono.writeWAV(t, fed))
		path := filepath.Join(t.TempDir(), "got.wav")
		record(s, path)
		got := mono.readWAV(t, path)
		if len(got) < len(fed)/4 || len(got) > len(fed)/2 {
			t.Fatalf("recorded %d bytes, want about %d", len(got), len(fed)/4)
		}
		sameSound(t, got, fed[:len(got)])
	})
}
