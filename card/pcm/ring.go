package pcm

import (
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/wav"
)

// ring is how a stream's frames lie in its memory: on one track, frame after
// frame, or, non-interleaved, on a track for each channel, sample after sample
// and the tracks one behind the other.
type ring struct {
	memory []byte      // nil when the server has given its view up
	size   abi.Uframes // of each track, in frames
	tracks int
	step   int // bytes from one frame of a track to the next
}

// Interleaved reports whether the samples of a frame lie side by side
// (is_access_interleaved).
func (p Params) Interleaved() bool {
	return p.Access != abi.SNDRV_PCM_ACCESS_RW_NONINTERLEAVED && p.Access != abi.SNDRV_PCM_ACCESS_MMAP_NONINTERLEAVED
}

func (p Params) tracks() int {
	if p.Interleaved() {
		return 1
	}
	return int(p.Channels)
}

func (s *Substream) ringLocked() ring {
	r := ring{memory: s.pages.ring, size: s.params.BufferSize, tracks: s.params.tracks()}
	r.step = int(s.params.FrameBytes) / r.tracks
	return r
}

// span is the bytes of n frames of a track, from frame at on.
func (r ring) span(track int, at, n abi.Uframes) []byte {
	from := (track*int(r.size) + int(at)) * r.step
	return r.memory[from:][:int(n)*r.step]
}

// stretches runs fn on the places of n frames from the pointer ptr on: on one
// stretch, or on several when they wrap.
func (r ring) stretches(ptr, n abi.Uframes, fn func(at, n abi.Uframes)) {
	for n > 0 && r.memory != nil {
		at := ptr % r.size
		stretch := min(n, r.size-at)
		fn(at, stretch)
		ptr, n = at+stretch, n-stretch
	}
}

// move moves n frames at at, in one stretch, from or to a program, which has moved
// done frames before.
func (r ring) move(at, n, done abi.Uframes, move mover) error {
	for track := range r.tracks {
		if err := move(r.span(track, at, n), track, int(done)*r.step); err != nil {
			return err
		}
	}
	return nil
}

// silence fills n frames from ptr on.
func (r ring) silence(f abi.Format, ptr, n abi.Uframes) {
	r.stretches(ptr, n, func(at, n abi.Uframes) {
		for track := range r.tracks {
			wav.Silence(f, r.span(track, at, n))
		}
	})
}

// play hands n frames from ptr on to fn, which sees them interleaved.
func (r ring) play(ptr, n abi.Uframes, fn func([]byte)) {
	r.stretches(ptr, n, func(at, n abi.Uframes) {
		if r.tracks == 1 {
			fn(r.span(0, at, n))
			return
		}
		r.pieces(at, n, func(at, n abi.Uframes, frames []byte) {
			r.samples(at, n, frames, func(onTrack, inFrame []byte) { copy(inFrame, onTrack) })
			fn(frames)
		})
	})
}

// record lets fn fill n frames from ptr on, which it does interleaved.
func (r ring) record(ptr, n abi.Uframes, fn func([]byte)) {
	r.stretches(ptr, n, func(at, n abi.Uframes) {
		if r.tracks == 1 {
			fn(r.span(0, at, n))
			return
		}
		r.pieces(at, n, func(at, n abi.Uframes, frames []byte) {
			fn(frames)
			r.samples(at, n, frames, func(onTrack, inFrame []byte) { copy(onTrack, inFrame) })
		})
	})
}

// pieces cuts a stretch into pieces of bounded size, each with room for its
// frames.
func (r ring) pieces(at, n abi.Uframes, fn func(at, n abi.Uframes, frames []byte)) {
	const most = 1024
	room := make([]byte, int(min(n, most))*r.step*r.tracks)
	for n > 0 {
		piece := min(n, most)
		fn(at, piece, room[:int(piece)*r.step*r.tracks])
		at, n = at+piece, n-piece
	}
}

// samples runs fn on each sample of n frames from frame at on: on its place in the
// ring, and among the frames.
func (r ring) samples(at, n abi.Uframes, frames []byte, fn func(onTrack, inFrame []byte)) {
	for track := range r.tracks {
		span := r.span(track, at, n)
		for i := range int(n) {
			inFrame := (i*r.tracks + track) * r.step
			fn(span[i*r.step:][:r.step], frames[inFrame:][:r.step])
		}
	}
}
