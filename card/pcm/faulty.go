package pcm

import (
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// FaultyEngine is hardware that can misbehave in more ways than by refusing a call.
// Like an Engine's its methods are called with the stream lock held, if nothing
// else is said.
type FaultyEngine interface {
	Engine
	// Takes is how long the hardware takes over a call. It is asked without the
	// stream lock, before anything else happens.
	Takes(c Callback) time.Duration
	// Copy is asked once in each transfer of n frames, when the first of them is
	// about to be copied: how many of them the hardware takes or gives, at least
	// one, or why it does not (snd_pcm_ops.copy).
	Copy(n uint64) (uint64, error)
	// Seen is called when the position has been seen and the frames up to it have
	// been moved: from here the hardware may stop the stream.
	Seen(now clock.Time)
	// Stalled reports whether the position stands still for good.
	Stalled() bool
}

// Callback names a call of a program that reaches the driver, by the operation of
// struct snd_pcm_ops that it comes to.
type Callback string

// The callbacks. Start is the trigger's START, Transfer is copy.
const (
	CallOpen     Callback = "open"
	CallHwParams Callback = "hw_params"
	CallPrepare  Callback = "prepare"
	CallStart    Callback = "start"
	CallTransfer Callback = "transfer"
)

// slow makes a call take as long as the hardware takes over it. It can be killed.
func (f *file) slow(c *card.Call, call Callback) error {
	if f.sub.faulty == nil {
		return nil
	}
	return f.sub.pcm.linger(c, f.sub.faulty.Takes(call))
}

// slowLocked gives the stream lock up meanwhile.
func (f *file) slowLocked(c *card.Call, call Callback) error {
	if f.sub.faulty == nil {
		return nil
	}
	f.sub.mu.Unlock()
	defer f.sub.mu.Lock()
	return f.slow(c, call)
}

// linger waits for that long, or until the card goes. EINTR when the caller is
// being killed.
func (p *PCM) linger(c *card.Call, span time.Duration) error {
	if span <= 0 {
		return nil
	}
	done, answered := make(chan error, 1), make(chan struct{})
	defer close(answered)
	go func() {
		alarm := time.NewTimer(span)
		defer alarm.Stop()
		select {
		case <-alarm.C:
		case <-p.card.Gone():
		case <-answered:
		}
		done <- nil
	}()
	return c.AwaitUnlessKilled(done)
}

// admit is how many of size frames a transfer may move.
func (s *Substream) admit(size abi.Uframes) (abi.Uframes, error) {
	if s.faulty == nil {
		return size, nil
	}
	n, err := s.faulty.Copy(uint64(size))
	return abi.Uframes(n), err
}

// seenLocked lets the hardware have its turn after the position was seen. The error
// is that of a stream which it has stopped.
func (s *Substream) seenLocked(now clock.Time) error {
	if s.faulty == nil {
		return nil
	}
	s.faulty.Seen(now)
	if s.runningLocked() {
		return nil
	}
	return accessible(s.state)
}

// StopXrun stops a running stream because of a transfer that failed
// (snd_pcm_stop_xrun). It reports whether it ran. The stream lock is held.
func (s *Substream) StopXrun(now clock.Time) bool {
	if s.engine == nil || !s.runningLocked() {
		return false
	}
	s.xrunLocked(now)
	return true
}

// Locked runs fn with the stream lock held, if the substream is open.
func (s *Substream) Locked(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine != nil {
		fn()
	}
}

// Rearm brings a stream up to date whose hardware has changed its pace. The stream
// lock is held.
func (s *Substream) Rearm(now clock.Time) {
	if s.runningLocked() && s.updateLocked(now) == nil {
		s.armLocked()
	}
}

// Node is the name of the file that programs open.
func (s *Substream) Node() string { return s.stream.node.Name }

// Playback reports whether the substream plays.
func (s *Substream) Playback() bool { return s.playback() }
