package pcm

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
)

// ringTest is a ring of any layout, and where some frames lie in it.
type ringTest struct {
	ring
	ptr, n abi.Uframes
}

func drawRing(t *rapid.T) ringTest {
	channels := rapid.IntRange(1, 5).Draw(t, "channels")
	sample := rapid.SampledFrom([]int{1, 2, 3, 4}).Draw(t, "bytes of a sample")
	size := rapid.Uint64Range(1, 3000).Draw(t, "frames")
	r := ring{size: abi.Uframes(size), tracks: 1, step: channels * sample}
	if rapid.Bool().Draw(t, "non-interleaved") {
		r.tracks, r.step = channels, sample
	}
	r.memory = bytes.Repeat([]byte{unused}, int(size)*channels*sample)
	ptr := rapid.Uint64Range(0, 3*size).Draw(t, "pointer")
	n := rapid.Uint64Range(0, size).Draw(t, "frames used")
	return ringTest{r, abi.Uframes(ptr), abi.Uframes(n)}
}

const unused = 0xff // what tape never is

// tracksOf takes interleaved frames apart.
func (r ringTest) tracksOf(frames []byte) [][]byte {
	tracks := make([][]byte, r.tracks)
	for i := 0; i < len(frames); i += r.step {
		track := &tracks[i/r.step%r.tracks]
		*track = append(*track, frames[i:i+r.step]...)
	}
	return tracks
}

// transfer moves what a program has on its tracks into the ring, or out of it.
func (r ringTest) transfer(t *rapid.T, tracks [][]byte, toRing bool) {
	done := abi.Uframes(0)
	r.stretches(r.ptr, r.n, func(at, n abi.Uframes) {
		err := r.move(at, n, done, func(span []byte, track, done int) error {
			if toRing {
				copy(span, tracks[track][done:])
			} else {
				copy(tracks[track][done:], span)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		done += n
	})
}

// untouched counts the bytes of the ring that nothing has been put into.
func (r ringTest) untouched() int { return bytes.Count(r.memory, []byte{unused}) }

// What a program puts on the tracks of a ring is what the hardware plays, frame
// by frame, and the other way round.
func TestEveryLayoutOfARingKeepsTheFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRing(t)
		frames := tape(0, int(r.n)*r.step*r.tracks)
		r.transfer(t, r.tracksOf(frames), true)
		var played []byte
		r.play(r.ptr, r.n, func(p []byte) { played = append(played, p...) })
		if !bytes.Equal(played, frames) {
			t.Fatal("what is played is not what was written")
		}
		if got, want := r.untouched(), len(r.memory)-len(frames); got != want {
			t.Fatalf("%d bytes of the ring are untouched, want %d", got, want)
		}

		recorded := drawRing(t)
		frames = tape(7, int(recorded.n)*recorded.step*recorded.tracks)
		left := frames
		recorded.record(recorded.ptr, recorded.n, func(p []byte) { left = left[copy(p, left):] })
		tracks := recorded.tracksOf(make([]byte, len(frames)))
		recorded.transfer(t, tracks, false)
		for i, want := range recorded.tracksOf(frames) {
			if !bytes.Equal(tracks[i], want) {
				t.Fatalf("what is read of track %d is not what was recorded", i)
			}
		}
		if got, want := recorded.untouched(), len(recorded.memory)-len(frames); got != want {
			t.Fatalf("%d bytes of the ring are untouched, want %d", got, want)
		}
	})
}

func TestSilenceGoesOnEveryTrack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRing(t)
		r.silence(abi.SNDRV_PCM_FORMAT_S8, r.ptr, r.n)
		r.play(r.ptr, r.n, func(p []byte) {
			if bytes.Count(p, []byte{0}) != len(p) {
				t.Fatal("there is sound where silence was put")
			}
		})
		if got, want := r.untouched(), len(r.memory)-int(r.n)*r.step*r.tracks; got != want {
			t.Fatalf("%d bytes of the ring are untouched, want %d", got, want)
		}
	})
}

func TestARingThatIsGivenUpIsLeftAlone(t *testing.T) {
	r := ring{size: 10, tracks: 2, step: 2}
	touched := func([]byte) { t.Error("there is a ring") }
	r.play(3, 20, touched)
	r.record(3, 20, touched)
	r.silence(abi.SNDRV_PCM_FORMAT_S16_LE, 3, 20)
}
