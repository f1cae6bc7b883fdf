package loopback

import (
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// ends opens the end of the cable that belongs to a substream.
type ends struct {
	cables []*cable
	end    func(*cable) pcm.Driver
}

func (d ends) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	return d.end(d.cables[s.Number()]).Open(s)
}

// wire is what both ends of a cable have in common.
type wire struct {
	cable     *cable
	me, other *end
}

func (w *wire) HwParams(p pcm.Params) error { w.me.params = p; return nil }
func (w *wire) Prepare() error              { w.cable.prepare(w.me, w.other); return nil }
func (w *wire) HwFree()                     { w.me.set = false }
func (w *wire) Stop(clock.Time)             { w.cable.stop(w.me) }
func (w *wire) Close()                      { w.cable.close(w.me) }

func (w *wire) Start(now clock.Time) error { return w.cable.start(w.me, w.other, now) }

func (w *wire) Moved(now clock.Time) uint64 {
	return max(w.cable.master(now, w.me.params.RateHz), w.me.from) - w.me.from // now may be before the start
}

func (w *wire) Due(frames uint64) clock.Time {
	return w.cable.due(w.me.from+frames, w.me.params.RateHz)
}

// players opens the playing end.
type players struct {
	cable *cable
	tape  *virtual.Tape
	free  bool
}

func (d players) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	k := d.cable
	k.open(&k.play, &k.capture, s)
	p := player{wire: wire{k, &k.play, &k.capture}, speaker: virtual.NewSpeaker(s, d.tape)}
	if d.free {
		return &freePlayer{player: p, Stopwatch: virtual.Stopwatch{Oscillator: k.oscillator}}, k.limits(), nil
	}
	return &p, k.limits(), nil
}

// player is an open playback.
type player struct {
	wire
	speaker *virtual.Speaker
}

func (p *player) HwParams(params pcm.Params) error {
	p.speaker.HwParams(params)
	return p.wire.HwParams(params)
}

func (p *player) HwFree() {
	p.speaker.HwFree()
	p.wire.HwFree()
}

func (p *player) Transfer(frames []byte) {
	p.cable.put(frames)
	p.speaker.Transfer(frames)
}

// Skip leaves a gap, which the next frames fill with silence.
func (p *player) Skip(frames uint64) { p.me.done += frames }
func (p *player) Looked()            { p.speaker.Looked() }
func (p *player) Flush()             { p.speaker.Flush() }

// recorders opens the recording end.
type recorders struct {
	cable *cable
	clock *clock.Clock // of a cable that has none itself
}

func (d recorders) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	k := d.cable
	k.open(&k.capture, &k.play, s)
	r := recorder{wire: wire{k, &k.capture, &k.play}}
	if d.clock != nil {
		k.hush = d.clock.NewTimer(k.onHush)
		return &freeRecorder{recorder: r, Stopwatch: virtual.Stopwatch{Oscillator: k.oscillator}}, k.limits(), nil
	}
	return &r, k.limits(), nil
}

// recorder is an open capture.
type recorder struct{ wire }

// Prepare leaves nothing of an earlier recording, as loopback_prepare.
func (r *recorder) Prepare() error {
	r.me.stream.Silence()
	return r.wire.Prepare()
}

// Moved lets the playback come to the same time first: what it has played by
// then is what there is to hear.
func (r *recorder) Moved(now clock.Time) uint64 {
	if r.other.running {
		r.other.stream.Update(now)
	}
	return r.wire.Moved(now)
}

func (r *recorder) Transfer(p []byte)  { r.cable.take(p) }
func (r *recorder) Skip(frames uint64) { r.me.done += frames }
func (r *recorder) Looked()            {}
func (r *recorder) Flush()             {}
