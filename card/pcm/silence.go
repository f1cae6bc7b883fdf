package pcm

import "github.com/vsndfs/vsndfs/card/abi"

// silence is the part of the ring that the server has filled with silence: size
// frames from start on (snd_pcm_playback_silence).
type silence struct {
	start, size abi.Uframes
}

// silenceFromLocked begins to silence when a stream starts, or its parameters
// change: all of the ring that the program has not filled, for a free-running
// program.
func (s *Substream) silenceFromLocked() {
	if !s.playback() || s.sw.SilenceSize == 0 {
		return
	}
	p := s.pointersLocked()
	if s.sw.SilenceSize < p.boundary {
		s.topUpLocked()
		return
	}
	filled := p.distance(p.hw, p.appl)
	if filled > p.bufferSize {
		filled = 0
	}
	s.fillLocked(p.advance(p.hw, filled), p.bufferSize-filled)
}

// silencePassedLocked follows frames that were played from from on.
func (s *Substream) silencePassedLocked(from, frames abi.Uframes) {
	if !s.playback() || s.sw.SilenceSize == 0 {
		return
	}
	if s.sw.SilenceSize >= s.params.Boundary {
		// A free-running program must not hear a frame twice.
		s.fillLocked(from, min(frames, s.params.BufferSize))
		return
	}
	s.topUpLocked()
}

// topUpLocked keeps silence_threshold frames, the program's and silent ones,
// ahead of the hardware, adding silence_size at most.
func (s *Substream) topUpLocked() {
	p := s.pointersLocked()
	// Silence that the program has overwritten counts no more, nor any after a rewind.
	eaten := min(s.silence.size, p.distance(s.silence.start, p.appl))
	s.silence = silence{start: p.appl, size: s.silence.size - eaten}
	ahead := p.distance(p.hw, p.appl) + s.silence.size
	if ahead >= s.sw.SilenceThreshold {
		return
	}
	n := min(s.sw.SilenceThreshold-ahead, s.sw.SilenceSize)
	s.fillLocked(p.advance(s.silence.start, s.silence.size), n)
	s.silence.size += n
}

// Silence fills the ring of a stream that has parameters with silence. The stream
// lock is held.
func (s *Substream) Silence() {
	if s.params.BufferSize > 0 {
		s.fillLocked(0, s.params.BufferSize)
	}
}

func (s *Substream) fillLocked(from, frames abi.Uframes) {
	s.ringLocked().silence(s.params.Format, from, frames)
}
