package loopback

import (
	"bytes"
	"math"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/wav"
)

// A cable without a clock is a pipe. Each end waits for the program that has the
// other one open. A recording begins with the first frame that is played; after
// the playback has been closed it hears silence, in real time, so that it comes to
// its end and does not fill a disk. Where nobody records, what is played is lost
// at once.

// pipeBytes is how much is under way in a pipe at most.
const pipeBytes = 256 << 10

// freePlayer is an open playback into a pipe. The stopwatch is for a free-running
// stream.
type freePlayer struct {
	player
	virtual.Stopwatch
}

// Start lets frames pass.
func (p *freePlayer) Start(now clock.Time) error {
	if err := p.cable.agree(p.me, p.other, now); err != nil {
		return err
	}
	p.me.running = true
	p.cable.tellActive(p.me)
	p.Stopwatch.Start(now, p.me.params.RateHz)
	return nil
}

// Passable is how many of n frames the pipe and the tape have room for.
func (p *freePlayer) Passable(n uint64) uint64 {
	return p.speaker.Passable(min(n, p.cable.pipeRoom()))
}

// Passed lets the recording have them.
func (p *freePlayer) Passed(now clock.Time) { p.other.update(now) }

// Transfer takes frames that were played.
func (p *freePlayer) Transfer(frames []byte) {
	if room := p.cable.pipeRoom() * p.cable.frameBytes(p.me); p.other.running {
		p.cable.pipe.Write(frames[:min(uint64(len(frames)), room)]) // a free-running stream comes with more
	}
	p.speaker.Transfer(frames)
}

// Close takes the end back, and lets the recording go on alone.
func (p *freePlayer) Close() {
	p.player.Close()
	k := p.cable
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.capture.running {
		k.hush.Set(clock.Now())
	}
}

// Skip has nothing to pass over: the pipe holds what was played and no more.
func (*freePlayer) Skip(uint64) {}

// pipeRoom is how many frames can be played now.
func (k *cable) pipeRoom() uint64 {
	switch {
	case k.capture.stream == nil:
		return math.MaxInt32 // nobody listens
	case !k.capture.running:
		return 0 // it listens soon
	}
	return k.roomFor(k.frameBytes(&k.play))
}

// roomFor is how many frames of that size the pipe still holds.
func (k *cable) roomFor(frameBytes uint64) uint64 { return uint64(pipeBytes-k.pipe.Len()) / frameBytes }

// onHush gives a recording a period of silence while nobody plays. The clock's
// thread calls it.
func (k *cable) onHush(now clock.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.play.stream != nil || !k.capture.running {
		return
	}
	p, frameBytes := k.capture.params, k.frameBytes(&k.capture)
	quiet := make([]byte, min(uint64(p.PeriodSize), k.roomFor(frameBytes))*frameBytes)
	wav.Silence(p.Format, quiet)
	k.pipe.Write(quiet)
	k.capture.update(now)
	k.hush.Set(now.Add(clock.Span(uint64(p.PeriodSize), p.RateHz)))
}

// update lets frames pass at this end, if it runs.
func (e *end) update(now clock.Time) {
	if e.running {
		e.stream.Update(now)
	}
}

// freeRecorder is an open capture from a pipe.
type freeRecorder struct {
	recorder
	virtual.Stopwatch
}

// Start begins to hear what is played from now on.
func (r *freeRecorder) Start(now clock.Time) error {
	if err := r.cable.agree(r.me, r.other, now); err != nil {
		return err
	}
	r.cable.pipe.Reset()
	r.me.running = true
	r.Stopwatch.Start(now, r.me.params.RateHz)
	r.other.update(now) // it has waited for this
	return nil
}

// Moved is how many frames a free-running stream has passed.
func (r *freeRecorder) Moved(now clock.Time) uint64 { return r.Stopwatch.Moved(now) }

// Passable is how many of n frames there are.
func (r *freeRecorder) Passable(n uint64) uint64 {
	return min(n, uint64(r.cable.pipe.Len())/r.cable.frameBytes(r.me))
}

// Passed lets the playback fill the pipe again.
func (r *freeRecorder) Passed(now clock.Time) { r.other.update(now) }

// Transfer fills p with what was played. A free-running stream wants more than
// there is, and hears silence.
func (r *freeRecorder) Transfer(p []byte) {
	n, _ := r.cable.pipe.Read(p) // an empty pipe is no error
	wav.Silence(r.me.params.Format, p[n:])
}

// Skip passes over frames that nobody read in time.
func (r *freeRecorder) Skip(frames uint64) {
	r.cable.pipe.Next(int(frames) * int(r.cable.frameBytes(r.me)))
}

// Close takes the end back, and lets the playback go on alone.
func (r *freeRecorder) Close() {
	r.recorder.Close()
	k := r.cable
	k.hush.Close()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pipe = bytes.Buffer{}
	k.play.update(clock.Now())
}

var (
	_ pcm.FreeEngine = (*freePlayer)(nil)
	_ pcm.FreeEngine = (*freeRecorder)(nil)
)
