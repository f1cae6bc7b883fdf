package pcm

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
)

func TestBoundaryIsWhatAlsaLibComputes(t *testing.T) {
	for bufferSize, want := range map[abi.Uframes]abi.Uframes{
		24000: 6755399441055744000,
		16384: 4611686018427387904,
		1:     1 << 62,
		3:     3 << 61,
	} {
		if got := boundaryOf(bufferSize); got != want {
			t.Errorf("boundary of %d: got %d, want %d", bufferSize, got, want)
		}
	}
}

func TestBoundaryIsTheLargestDoublingThatFitsASignedLong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := abi.Uframes(rapid.Uint64Range(1, math.MaxUint32).Draw(t, "buffer size"))
		b := boundaryOf(size)
		for doubled := size; doubled != b; doubled *= 2 {
			if doubled > b {
				t.Fatalf("%d is no doubling of %d", b, size)
			}
		}
		if b > math.MaxInt64-size || 2*b <= math.MaxInt64-size {
			t.Fatalf("boundary of %d is %d", size, b)
		}
	})
}

// anyPointers draws a ring and where both pointers are in it.
func anyPointers(t *rapid.T) pointers {
	size := abi.Uframes(rapid.Uint64Range(1, 1<<32).Draw(t, "buffer size"))
	b := boundaryOf(size)
	place := rapid.OneOf(
		rapid.Uint64Range(0, uint64(b-1)),
		rapid.Uint64Range(0, 4*uint64(size)),
		rapid.Uint64Range(uint64(b-size), uint64(b-1)),
	)
	return pointers{
		hw:         abi.Uframes(place.Draw(t, "hw_ptr")) % b,
		appl:       abi.Uframes(place.Draw(t, "appl_ptr")) % b,
		bufferSize: size,
		boundary:   b,
	}
}

// kernelAvail is snd_pcm_playback_avail, step by step with signed numbers.
func kernelAvail(p pointers) abi.Sframes {
	avail := abi.Sframes(p.hw) + abi.Sframes(p.bufferSize) - abi.Sframes(p.appl)
	if avail < 0 {
		return avail + abi.Sframes(p.boundary)
	}
	if avail >= abi.Sframes(p.boundary) {
		return avail - abi.Sframes(p.boundary)
	}
	return avail
}

func TestAvailIsTheKernels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPointers(t)
		if got, want := abi.Sframes(p.playbackAvail()), kernelAvail(p); got != want {
			t.Fatalf("playback avail of %+v: got %d, want %d", p, got, want)
		}
		want := abi.Sframes(p.hw) - abi.Sframes(p.appl)
		if want < 0 {
			want += abi.Sframes(p.boundary)
		}
		if got := abi.Sframes(p.captureAvail()); got != want {
			t.Fatalf("capture avail of %+v: got %d, want %d", p, got, want)
		}
		if got, want := p.hwAvail(), abi.Sframes(p.bufferSize)-kernelAvail(p); got != want {
			t.Fatalf("hw_avail of %+v: got %d, want %d", p, got, want)
		}
	})
}

func TestQueuedIsNeverMoreThanTheRing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPointers(t)
		if q := p.queued(); q > p.bufferSize || abi.Sframes(q) != max(p.hwAvail(), 0) {
			t.Fatalf("%+v has %d queued, hw_avail %d", p, q, p.hwAvail())
		}
	})
}

func TestAdvanceWrapsAtTheBoundaryAndBackUndoesIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPointers(t)
		n := abi.Uframes(rapid.Uint64Range(0, uint64(p.bufferSize)).Draw(t, "frames"))
		to := p.advance(p.appl, n)
		if to >= p.boundary || p.distance(p.appl, to) != n {
			t.Fatalf("%d and %d frames more is %d, %d ahead", p.appl, n, to, p.distance(p.appl, to))
		}
		if back := p.back(to, n); back != p.appl {
			t.Fatalf("%d and back is %d", p.appl, back)
		}
		if to%p.bufferSize != (p.appl%p.bufferSize+n)%p.bufferSize {
			t.Fatalf("the place in the ring jumps from %d to %d", p.appl, to)
		}
	})
}

func TestAdvanceByAnyNumberStaysBelowTheBoundary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPointers(t)
		n := abi.Uframes(rapid.Uint64().Draw(t, "frames"))
		if to := p.advance(p.appl, n); to >= p.boundary {
			t.Fatalf("%d frames after %d is %d, boundary %d", n, p.appl, to, p.boundary)
		}
	})
}

func TestPointersOfAStreamWithoutParametersStayAtZero(t *testing.T) {
	var p pointers
	for what, got := range map[string]abi.Uframes{
		"playback avail": p.playbackAvail(),
		"capture avail":  p.captureAvail(),
		"queued":         p.queued(),
		"advance":        p.advance(0, 8),
		"back":           p.back(0, 8),
	} {
		if got != 0 {
			t.Errorf("%s: got %d, want 0", what, got)
		}
	}
}

// Whatever a program writes into the control page, the stream's view of its
// pointer is one that the arithmetic is good for.
func TestAHostileApplPtrIsBroughtIntoRange(t *testing.T) {
	r := newRig(t, startClock(t))
	for _, c := range []*client{r.playback(), r.capture()} {
		c.prepare()
		s := c.stream()
		rapid.Check(t, func(t *rapid.T) {
			s.pages.setApplPtr(abi.Uframes(rapid.Uint64().Draw(t, "appl_ptr")))
			p := s.pointersLocked()
			if p.appl >= p.boundary || s.availLocked() >= p.boundary || p.queued() > p.bufferSize {
				t.Fatalf("%+v: avail %d, queued %d", p, s.availLocked(), p.queued())
			}
		})
	}
}
