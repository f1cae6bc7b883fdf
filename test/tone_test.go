package test

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"
)

// tone is what is heard of a sine.
type tone struct {
	hz      float64
	seconds float64 // from the first sound to the last
	level   float64 // the sine's amplitude, 1 at most
}

// values are one channel's samples, S16_LE, as numbers from -1 to 1.
func (s sound) values(p []byte, channel int) []float64 {
	var all []float64
	for i := channel * s.sampleBytes(); i+1 < len(p); i += s.frameBytes() {
		all = append(all, float64(int16(binary.LittleEndian.Uint16(p[i:])))/(1<<15))
	}
	return all
}

// heard is the tone in a channel of a sound, S16_LE, between silences.
func (s sound) heard(t testing.TB, p []byte, channel int) tone {
	t.Helper()
	sounding := trim(s.values(p, channel))
	rises, first, last := 0, 0.0, 0.0
	for i := 1; i < len(sounding); i++ {
		x, y := sounding[i-1], sounding[i]
		if x >= 0 || y < 0 {
			continue
		}
		last = float64(i) - y/(y-x)
		if rises == 0 {
			first = last
		}
		rises++
	}
	if rises < 2 {
		t.Fatalf("no tone in channel %d, in %d samples between silences", channel, len(sounding))
	}
	rate := float64(s.rateHz)
	return tone{
		hz:      float64(rises-1) / (last - first) * rate,
		seconds: float64(len(sounding)) / rate,
		level:   math.Sqrt(2 * power(sounding)),
	}
}

// quiet is the level below which a sample counts as silent: some programs dither.
const quiet = 4.0 / (1 << 15)

// trim is what lies between the first sample that is not silent and the last.
func trim(values []float64) []float64 {
	for len(values) > 0 && math.Abs(values[0]) < quiet {
		values = values[1:]
	}
	for len(values) > 0 && math.Abs(values[len(values)-1]) < quiet {
		values = values[:len(values)-1]
	}
	return values
}

// begin is the first frame that is not silent in a channel of a sound, S16_LE.
func (s sound) begin(p []byte, channel int) int {
	loud := func(v float64) bool { return math.Abs(v) >= quiet }
	return max(0, slices.IndexFunc(s.values(p, channel), loud))
}

// power is the mean square.
func power(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v * v
	}
	return sum / float64(len(values))
}

// differs says that what was heard is not the tone wanted, within two percent of
// its pitch, and a tenth of its level and its length. A length of 0 is any.
func (got tone) differs(want tone) error {
	if !near(got.hz, want.hz, 0.02) || !near(got.level, want.level, 0.1) ||
		want.seconds != 0 && !near(got.seconds, want.seconds, 0.1) {
		return fmt.Errorf("heard %+v, want %+v", got, want)
	}
	return nil
}

// is fails the test if what was heard differs from the tone wanted.
func (got tone) is(t testing.TB, want tone) {
	t.Helper()
	if err := got.differs(want); err != nil {
		t.Error(err)
	}
}

// near reports whether x is y within a fraction of it.
func near(x, y, fraction float64) bool { return math.Abs(x-y) <= y*fraction }

// silent fails the test unless a channel of a sound is silent.
func (s sound) silent(t testing.TB, p []byte, channel int) {
	t.Helper()
	if sounding := trim(s.values(p, channel)); len(sounding) != 0 {
		t.Errorf("channel %d has sound in %d frames, want silence", channel, len(sounding))
	}
}

// isPink fails the test unless the samples are pink noise: with no tone, and each
// much like the one before, as those of white noise are not.
func isPink(t testing.TB, values []float64) {
	t.Helper()
	sounding := trim(values)
	product := 0.0
	for i := 1; i < len(sounding); i++ {
		product += sounding[i] * sounding[i-1]
	}
	alike := product / float64(len(sounding)) / power(sounding)
	if level := math.Sqrt(power(sounding)); level < 0.03 || alike < 0.7 || alike > 0.97 {
		t.Errorf("level %.3f, correlation of neighbours %.3f: that is no pink noise", level, alike)
	}
}

func TestATonesPitchLevelAndLengthAreHeard(t *testing.T) {
	t.Parallel()
	const frames = 10000
	p := make([]byte, 3*frames*stereo.frameBytes()) // silence around a tone on the left
	for i := range frames {
		v := int16(0.5 * (1 << 15) * math.Sin(2*math.Pi*700*float64(i)/float64(stereo.rateHz)))
		binary.LittleEndian.PutUint16(p[(frames+i)*stereo.frameBytes():], uint16(v))
	}
	stereo.heard(t, p, 0).is(t, tone{hz: 700, seconds: float64(frames) / float64(stereo.rateHz), level: 0.5})
	stereo.silent(t, p, 1)
}
