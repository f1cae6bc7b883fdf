package virtual

import (
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/wav"
)

// speakers opens playback.
type speakers struct {
	tape       *Tape
	own        []hwparams.Constraint
	oscillator *clock.Oscillator
	free       bool
}

func (d speakers) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	p := playback{Speaker: NewSpeaker(s, d.tape), Stopwatch: Stopwatch{Oscillator: d.oscillator}}
	if d.free {
		return &freePlayback{p}, d.own, nil
	}
	return &p, d.own, nil
}

// playback is an open playback stream.
type playback struct {
	*Speaker
	Stopwatch
	rate uint32
}

func (p *playback) HwParams(params pcm.Params) error {
	p.rate = params.RateHz
	p.Speaker.HwParams(params)
	return nil
}

func (p *playback) Prepare() error { return nil }
func (p *playback) Start(now clock.Time) error {
	p.Stopwatch.Start(now, p.rate)
	return nil
}
func (p *playback) Stop(clock.Time) {}
func (p *playback) Skip(uint64)     {}
func (p *playback) Close()          {}

// microphones opens capture.
type microphones struct {
	clip       *wav.Clip
	own        []hwparams.Constraint
	oscillator *clock.Oscillator
	free       bool
}

func (d microphones) Open(*pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	c := capture{Microphone: NewMicrophone(d.clip), Stopwatch: Stopwatch{Oscillator: d.oscillator}}
	if d.free {
		return &freeCapture{c}, d.own, nil
	}
	return &c, d.own, nil
}

// capture is an open capture stream.
type capture struct {
	*Microphone
	Stopwatch
	rate uint32
}

func (c *capture) HwParams(params pcm.Params) error {
	c.rate = params.RateHz
	return c.Microphone.HwParams(params)
}

func (c *capture) HwFree() {}
func (c *capture) Start(now clock.Time) error {
	c.Stopwatch.Start(now, c.rate)
	return nil
}
func (c *capture) Stop(clock.Time) {}
func (c *capture) Looked()         {}
func (c *capture) Flush()          {}
func (c *capture) Close()          {}
