package virtual

import (
	"bytes"
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// Speaker is where played frames end: on a tape, or nowhere.
//
// A free-running stream, such as dmix's, begins before its program has written
// anything and goes on after it has ended. On tape it begins at the place where
// the program last looked before the first sound, which is where it began to
// write, and ends with the last sound.
type Speaker struct {
	stream *pcm.Substream
	tape   *Tape
	take   *Take // nil when nothing is kept: before HwParams, after HwFree
	newest atomic.Pointer[Take]

	frameBytes int
	silent     []byte // a stretch of silence to compare with
	sounding   bool   // the first sound has come
	quiet      int    // bytes of silence held back
}

// NewSpeaker returns the speaker of a stream. tape may be nil.
func NewSpeaker(s *pcm.Substream, tape *Tape) *Speaker { return &Speaker{stream: s, tape: tape} }

// HwParams begins a take, and ends the one before.
func (k *Speaker) HwParams(p pcm.Params) {
	k.take.End()
	k.take = k.tape.Begin(SpecOf(p))
	k.newest.Store(k.take)
	k.take.OnRoom(k.stream.Kick)
	k.sounding, k.quiet = false, 0
	k.frameBytes = int(p.FrameBytes)
	k.silent = make([]byte, k.frameBytes)
	wav.Silence(p.Format, k.silent)
}

// HwFree ends the take.
func (k *Speaker) HwFree() {
	k.take.End()
	k.take = nil
}

// Passable is how many of n frames the tape has room for: no frame of a stream
// without a clock is lost because a disk is slow. The stream is kicked when there
// is more.
func (k *Speaker) Passable(n uint64) uint64 {
	if k.take == nil {
		return n
	}
	return uint64(k.take.Room(int(n)*k.frameBytes) / k.frameBytes)
}

// Transfer takes frames that were played.
func (k *Speaker) Transfer(p []byte) {
	switch {
	case k.take == nil:
	case k.stream.FreeRunning():
		k.freeRunning(p)
	default:
		k.take.Frames(p)
	}
}

// freeRunning keeps the frames up to the last sound in p, and holds the silence
// after it back until more sound comes.
func (k *Speaker) freeRunning(p []byte) {
	end := k.lastSound(p)
	if end > 0 {
		k.take.Silence(k.quiet)
		k.take.Frames(p[:end])
		k.sounding, k.quiet = true, 0
	}
	k.quiet += len(p) - end
}

// lastSound is the end of the last frame in p that is not silent, 0 if there is
// none.
func (k *Speaker) lastSound(p []byte) int {
	end := len(p)
	for end > 0 && bytes.Equal(p[end-k.frameBytes:end], k.silent) {
		end -= k.frameBytes
	}
	return end
}

// Looked is the program asking for the position: before the first sound, what
// was silent up to here was nobody's.
func (k *Speaker) Looked() {
	if !k.sounding {
		k.quiet = 0
	}
}

// Flush returns when what was played is on tape. Unlike the other methods it is
// called without the stream lock.
func (k *Speaker) Flush() { k.newest.Load().Flush() }

// SpecOf is how a stream's frames are kept.
func SpecOf(p pcm.Params) wav.Spec {
	return wav.Spec{Format: p.Format, Channels: int(p.Channels), RateHz: int(p.RateHz)}
}
