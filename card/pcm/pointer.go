package pcm

import "github.com/vsndfs/vsndfs/card/abi"

// The pointers of a ring. Both run in [0, boundary); the place in the ring is a
// pointer modulo the buffer size.
type pointers struct {
	hw, appl   abi.Uframes
	bufferSize abi.Uframes
	boundary   abi.Uframes
}

// playbackAvail is how many frames a program may write. More than the buffer
// size means that it is late (snd_pcm_playback_avail).
func (p pointers) playbackAvail() abi.Uframes {
	return p.distance(p.appl, p.hw+p.bufferSize)
}

// captureAvail is how many frames a program may read (snd_pcm_capture_avail).
func (p pointers) captureAvail() abi.Uframes { return p.distance(p.appl, p.hw) }

// distance is how far to is ahead of from.
func (p pointers) distance(from, to abi.Uframes) abi.Uframes {
	if p.boundary == 0 {
		return 0
	}
	return (to + p.boundary - from) % p.boundary
}

// queued is how many frames wait to be played; 0 when the program is late.
func (p pointers) queued() abi.Uframes {
	return p.bufferSize - min(p.bufferSize, p.playbackAvail())
}

// hwAvail is queued, or for a late program minus what it is late
// (snd_pcm_playback_hw_avail).
func (p pointers) hwAvail() abi.Sframes {
	return abi.Sframes(p.bufferSize) - abi.Sframes(p.playbackAvail())
}

// advance moves a pointer by n frames.
func (p pointers) advance(at, n abi.Uframes) abi.Uframes {
	if p.boundary == 0 {
		return 0
	}
	return (at + n%p.boundary) % p.boundary
}

// back moves a pointer back by n frames, at most the buffer size.
func (p pointers) back(at, n abi.Uframes) abi.Uframes {
	if p.boundary == 0 {
		return 0
	}
	return (at + p.boundary - n) % p.boundary
}
