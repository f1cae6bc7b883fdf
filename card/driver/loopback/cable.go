package loopback

import (
	"bytes"
	"sync"
	"syscall"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// cable carries frames from a playback to a capture. It counts frames from the
// moment one of its ends was started while the other was not; both ends count
// along, so their positions can never drift apart or round differently.
type cable struct {
	// mu is the stream lock of both ends. It guards everything here.
	mu sync.Mutex

	// oscillator is what it counts by; nil runs true.
	oscillator *clock.Oscillator

	play, capture     end
	anything, carries carried
	setup             setup

	// At epoch, on the oscillator, frame base passed. Since then noShift frames take as long as shift
	// would if the cable kept time.
	epoch clock.Time
	base  uint64
	shift uint32

	// ring holds the frames that were played last; frame n is at n modulo its
	// size. written is the frame after the newest.
	ring    []byte
	written uint64

	// pipe are the frames under way in a cable without a clock, hush the timer of
	// an open recording for the silence after them.
	pipe bytes.Buffer
	hush *clock.Timer
}

// end is one end of a cable.
type end struct {
	stream  *pcm.Substream // nil when nobody has it open
	params  pcm.Params     // of a prepared end
	set     bool           // it has been prepared since it was without parameters
	running bool
	from    uint64 // the cable's frame at which it started
	done    uint64 // frames moved since

	prepared pcm.Params // as it was when it was prepared last
	started  bool       // it has been, since it was opened
}

func (e *end) at() uint64 { return e.from + e.done }

// open gives an end to a stream. The first stream finds a cable that carries
// anything.
func (k *cable) open(e, other *end, s *pcm.Substream) {
	if other.stream == nil {
		k.carries = k.anything
	}
	*e = end{stream: s}
}

// close takes an end back. Nobody holds the stream lock.
func (k *cable) close(e *end) {
	k.mu.Lock()
	defer k.mu.Unlock()
	*e = end{}
}

// prepare makes an end ready: the first decides what the cable carries, and with
// notify any playback does (loopback_prepare).
func (k *cable) prepare(e, other *end) {
	if !other.set || k.setup.notify && e == &k.play {
		k.carries = only(e.params)
	}
	e.set, e.prepared, e.done = true, e.params, 0
}

// start begins to move frames at one end.
func (k *cable) start(e, other *end, now clock.Time) error {
	if err := k.agree(e, other, now); err != nil {
		return err
	}
	if other.running {
		// What it has played or heard by now is behind both ends.
		other.stream.Update(now)
		k.makeRoom()
	}
	if !other.running {
		// Nobody listens yet, or nobody plays: that takes no room.
		k.begin(now)
		k.written, k.ring = 0, nil
	}
	e.from, e.done, e.running, e.started = k.master(now, e.params.RateHz), 0, true, true
	k.tellActive(e)
	return nil
}

// agree looks at how the ends were set up before one of them starts. If that was
// differently, before the cable could tell them, a playback stops the recording,
// and a capture is refused with EIO. What a playback plays is told
// (loopback_check_format).
func (k *cable) agree(e, other *end, now clock.Time) error {
	unlike := e.set && other.set && !alike(e.params, other.params)
	switch {
	case unlike && e == &k.capture:
		return syscall.EIO
	case unlike:
		other.stream.StopRecording(now)
	}
	if e == &k.play {
		k.tellSetup(e.params)
	}
	return nil
}

func alike(x, y pcm.Params) bool {
	return x.Format == y.Format && x.Channels == y.Channels && x.RateHz == y.RateHz && x.Interleaved() == y.Interleaved()
}

// makeRoom makes the ring large enough for what the capture may still want to
// read when the playback has just played its largest piece.
func (k *cable) makeRoom() {
	frames := max(k.play.params.BufferSize, k.capture.params.BufferSize) * 2
	frameBytes := max(k.play.params.FrameBytes, k.capture.params.FrameBytes)
	if n := int(frames) * int(frameBytes); n != len(k.ring) {
		k.ring = make([]byte, n)
	}
}

// frameBytes is the same at both ends that run.
func (k *cable) frameBytes(e *end) uint64 { return uint64(e.params.FrameBytes) }

// put lays frames that were played into the cable; from there the capture takes
// them when it comes to the same place.
func (k *cable) put(p []byte) {
	k.silenceUpTo(k.play.at())
	k.copyRing(&k.play, k.play.at(), len(p), func(span []byte, done int) { copy(span, p[done:]) })
	k.play.done += uint64(len(p)) / k.frameBytes(&k.play)
	k.written = k.play.at()
}

// silenceUpTo fills the gap between what was played last and frame n.
func (k *cable) silenceUpTo(n uint64) {
	if k.written >= n {
		return
	}
	gap := min(n-k.written, uint64(len(k.ring))/k.frameBytes(&k.play))
	k.copyRing(&k.play, n-gap, int(gap*k.frameBytes(&k.play)), func(span []byte, _ int) {
		wav.Silence(k.play.params.Format, span)
	})
	k.written = n
}

// take fills p with what was played while the capture came by, and with silence
// where nothing was.
func (k *cable) take(p []byte) {
	frameBytes := k.frameBytes(&k.capture)
	wav.Silence(k.capture.params.Format, p)
	from, n := k.capture.at(), uint64(len(p))/frameBytes
	oldest := k.written - min(k.written, uint64(len(k.ring))/frameBytes)
	low, high := max(from, oldest), min(from+n, k.written)
	if low < high {
		heard := p[(low-from)*frameBytes:]
		k.copyRing(&k.capture, low, int((high-low)*frameBytes), func(span []byte, done int) { copy(heard[done:], span) })
	}
	k.capture.done += n
}

// copyRing runs fn on the spans of the ring that hold n bytes from frame on.
func (k *cable) copyRing(e *end, frame uint64, n int, fn func(span []byte, done int)) {
	if len(k.ring) == 0 {
		return
	}
	at := int(frame * k.frameBytes(e) % uint64(len(k.ring)))
	for done := 0; done < n; {
		span := k.ring[at:min(len(k.ring), at+n-done)]
		fn(span, done)
		done += len(span)
		at = 0
	}
}
