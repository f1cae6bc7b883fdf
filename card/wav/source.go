package wav

import "math"

// Source renders a clip from its start in the format, the channels and the rate
// of a stream, by the rules of the package comment. One goroutine at a time may
// use a Source.
//
// Its place in the clip is an integer and a fraction of integers, so a long
// clip does not drift however odd the two rates are:
//
//	frame + remainder/stream.RateHz
type Source struct {
	clip      *Clip
	stream    Spec
	from, to  layout
	round     func(float64) float64
	frame     uint64
	remainder uint64 // below stream.RateHz
}

// Source returns a new source for streams of spec s. It panics if s does not
// pass [Spec.Check]: a card must not offer what it cannot render.
func (c *Clip) Source(s Spec) *Source {
	if err := s.Check(); err != nil {
		panic(err)
	}
	return &Source{
		clip:   c,
		stream: s,
		from:   c.spec.layout(),
		to:     s.layout(),
		round:  rounding(c.spec, s),
	}
}

// rounding is how a sample becomes an integer. One that is only moved loses its
// low bits; one that is computed becomes the nearest.
func rounding(clip, stream Spec) func(float64) float64 {
	averaged := stream.Channels == 1 && clip.Channels > 1
	if averaged || clip.RateHz != stream.RateHz || clip.Format.Float() {
		return math.RoundToEven
	}
	return math.Floor
}

// ReadFrames fills dst with whole frames: the clip's as long as there are
// any, then silence. A last part of dst that holds no whole frame stays as it is.
func (s *Source) ReadFrames(dst []byte) {
	n := s.stream.frameBytes()
	dst = dst[:len(dst)-len(dst)%n]
	if s.clip.spec == s.stream {
		dst = s.copyFrames(dst)
	}
	for ; len(dst) > 0 && s.frame < s.clip.Frames(); dst = dst[n:] {
		s.render(dst)
		s.advance()
	}
	Silence(s.stream.Format, dst)
}

// copyFrames copies what is left of the clip and returns the part of dst that
// it does not fill.
func (s *Source) copyFrames(dst []byte) []byte {
	frameBytes := uint64(s.stream.frameBytes())
	n := copy(dst, s.clip.samples[s.frame*frameBytes:])
	s.frame += uint64(n) / frameBytes
	return dst[n:]
}

// render puts one frame at the start of dst. Between two frames of the clip it
// draws a line; after the last one it holds that.
func (s *Source) render(dst []byte) {
	here := s.clip.frame(s.frame)
	next := s.clip.frame(min(s.frame+1, s.clip.Frames()-1))
	fraction := float64(s.remainder) / float64(s.stream.RateHz)
	for channel := range s.stream.Channels {
		x := s.hear(here, channel)
		if s.remainder > 0 {
			x += (s.hear(next, channel) - x) * fraction
		}
		s.to.put(dst[channel*s.to.widthBytes:], x, s.round)
	}
}

// hear is what a channel of the stream hears of a frame of the clip.
func (s *Source) hear(frame []byte, channel int) float64 {
	channels := s.clip.spec.Channels
	switch {
	case channels == 1:
		return s.from.get(frame)
	case s.stream.Channels == 1:
		return s.average(frame)
	case channel < channels:
		return s.from.get(frame[channel*s.from.widthBytes:])
	}
	return 0
}

// average is the mean of a frame's samples.
func (s *Source) average(frame []byte) float64 {
	var sum float64
	for p := frame; len(p) > 0; p = p[s.from.widthBytes:] {
		sum += s.from.get(p)
	}
	return sum / float64(s.clip.spec.Channels)
}

// advance moves on by one frame of the stream.
func (s *Source) advance() {
	clipRate, streamRate := uint64(s.clip.spec.RateHz), uint64(s.stream.RateHz)
	s.remainder += clipRate
	s.frame += s.remainder / streamRate
	s.remainder %= streamRate
}
