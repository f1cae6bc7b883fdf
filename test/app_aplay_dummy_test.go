package test

import (
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// onDummy plays with aplay on each kind of device that a dummy has, in all its
// formats. What is played is kept, and so there is nobody who could come too late.
func (m mode) onDummy(t *testing.T) {
	for name, flags := range m.aplayFlags() {
		t.Run("dummy "+name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "out.wav")
			s := m.server(t, "dummy,devices=4,record="+path)
			takes := 0
			for _, device := range dummyDevices(flags) {
				for _, format := range []string{"U8", "S16_LE"} {
					for channels, rateHz := range map[int]int{1: 5500, 2: 48000} {
						takes++
						s.playsOn(device, sound{format, channels, rateHz}, take(path, takes), flags)
					}
				}
			}
		})
	}
}

// dummyDevices are a dummy's devices whose frames aplay can move so: 1 and 3 have
// their channels apart, 2 and 3 cannot be mapped.
func dummyDevices(flags []string) []string {
	device := 0
	if slices.Contains(flags, "-I") {
		device = 1
	}
	all := []string{"hw:0," + strconv.Itoa(device)}
	if !slices.Contains(flags, "-M") {
		all = append(all, "hw:0,"+strconv.Itoa(device+2))
	}
	return all
}

// playsOn plays with aplay and fails the test unless the take is what was played.
func (s *server) playsOn(device string, kind sound, take string, flags []string) {
	s.t.Helper()
	played := filepath.Join(s.t.TempDir(), "played")
	samples := kind.noise(0.1)
	kind.writeRaw(s.t, played, samples, slices.Contains(flags, "-I") && kind.channels > 1)
	s.run("aplay", append(append(kind.alsaArgs(), flags...), "-D", device, played)...)
	sameSoundFilledUp(s.t, kind, kind.readWAV(s.t, take), samples)
}
