package loopback

import "github.com/vsndfs/vsndfs/card/clock"

// noShift is the rate shift of a cable that keeps time, and what others are parts of.
const noShift = 100000

// begin counts frames from now on.
func (k *cable) begin(now clock.Time) {
	k.epoch, k.base, k.shift = k.oscillator.At(now), 0, k.setup.shift
}

// master is the cable's frame at time now. A larger shift makes frames last longer.
func (k *cable) master(now clock.Time, rate uint32) uint64 {
	frames := clock.Frames(k.epoch, k.oscillator.At(now), rate)
	if shift := k.currentShift(); shift != noShift {
		frames = frames * noShift / shift
	}
	return k.base + frames
}

// due is when a frame will have passed.
func (k *cable) due(frame uint64, rate uint32) clock.Time {
	frames := frame - min(frame, k.base)
	if shift := k.currentShift(); shift != noShift {
		frames = (frames*shift + noShift - 1) / noShift
	}
	return k.oscillator.When(k.epoch.Add(clock.Span(frames, rate)))
}

// currentShift is that of the frames that pass now.
func (k *cable) currentShift() uint64 {
	if k.shift == 0 {
		return noShift
	}
	return uint64(k.shift)
}

// setShift makes frames last as long as shift says, from now on.
func (k *cable) setShift(shift uint32, now clock.Time) {
	k.setup.shift = shift
	for _, e := range []*end{&k.play, &k.capture} {
		if e.running {
			k.base, k.epoch = k.master(now, e.params.RateHz), k.oscillator.At(now)
			break
		}
	}
	k.shift = shift
}
