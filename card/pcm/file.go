package pcm

import (
	"sync/atomic"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// file is an open PCM node.
type file struct {
	sub   *Substream
	file  *card.File
	pages *pages
	last  bool // it was closed as the last of its substream

	// spoke is set when the program makes an ALSA ioctl: from then on it is
	// one that knows what a PCM is.
	spoke atomic.Bool
	shell shell

	// rest is a piece of a frame: FUSE splits a program's write where it
	// likes. Who holds turn has it: it keeps the pieces of one write in order.
	turn chan struct{}
	rest []byte

	channel uint32 // that a caller whose memory cannot be reached asks for next; of sub.mu
}

// takeTurn waits for the other reads or writes of the file, or until the caller
// is interrupted.
func (f *file) takeTurn(c *card.Call) error {
	select {
	case f.turn <- struct{}{}:
		return nil
	default: // a signal matters only to who has to wait
	}
	select {
	case f.turn <- struct{}{}:
		return nil
	case <-c.Interrupted:
	case <-c.Ended:
	}
	return syscall.EINTR
}

func (f *file) endTurn() { <-f.turn }

// CanRead and CanWrite are what the node's direction can do.
func (f *file) CanRead() bool  { return !f.sub.playback() }
func (f *file) CanWrite() bool { return f.sub.playback() }

// Ioctl carries out one of the PCM's ioctls.
func (f *file) Ioctl(c *card.Call, i *card.Ioctl) error {
	f.stays()
	if abi.Cmd(i.Cmd).Type() == 'A' {
		f.spoke.Store(true)
	}
	if err := f.file.AwaitPower(c); err != nil {
		return err
	}
	return ioctls.Do(f, c, i)
}

// stays takes back what a Flush suggested: the file is still used.
func (f *file) stays() {
	f.sub.closing.Store(0)
	f.pages.grow()
}

// Poll says what the stream is ready for (snd_pcm_poll).
func (f *file) Poll() card.Events {
	s := f.sub
	ready := card.PollIn
	if s.playback() {
		ready = card.PollOut
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kickLocked()
	avail := s.availLocked()
	switch s.state {
	case abi.SNDRV_PCM_STATE_PREPARED, abi.SNDRV_PCM_STATE_RUNNING, abi.SNDRV_PCM_STATE_PAUSED:
		if avail >= s.availMinLocked() {
			return ready
		}
		return 0
	case abi.SNDRV_PCM_STATE_DRAINING:
		switch {
		case s.playback():
			return 0
		case avail > 0:
			return ready
		}
	}
	return ready | card.PollErr
}

// Flush runs when one descriptor of the file is closed. What a shell has played
// is heard before close(2) returns, and what is recorded is on disk.
func (f *file) Flush(c *card.Call) error {
	f.sub.closing.Store(int64(clock.Now()))
	if f.sub.playback() && f.shell.configured() {
		f.playOut(c)
	}
	f.sub.engine.Flush()
	return nil
}

// Backing is the memory that programs map.
func (f *file) Backing() int { return f.pages.fd }

// Closing ends the transfers when the last descriptor is closed. When nobody
// else shares the substream, the server's view of the memory goes too, so that
// the programs' can be seen.
func (f *file) Closing() {
	f.last = f.sub.leaving()
	f.sub.engine.Flush()
	if f.last {
		f.sub.mu.Lock()
		f.pages.detach()
		f.sub.mu.Unlock()
	}
}

// StillMapped reports whether a program has kept a mapping after closing. Where
// others share the memory, theirs cannot be told from this file's.
func (f *file) StillMapped() bool { return f.last && f.pages.stillMapped() }

// Release gives the substream back.
func (f *file) Release() { f.sub.detach(f) }

// Read reads whole frames from a capture (snd_pcm_read).
func (f *file) Read(c *card.Call, p []byte) (int, error) {
	if f.sub.playback() {
		return 0, syscall.EINVAL
	}
	f.stays()
	if f.asShell() {
		return f.shellRead(c, p)
	}
	frameBytes, err := f.interleaved()
	if err != nil {
		return 0, err
	}
	if len(p)%frameBytes != 0 && len(p) < split {
		return 0, syscall.EINVAL
	}
	n, err := f.transfer(c, abi.Uframes(len(p)/frameBytes), f.moveBytes(p))
	return int(n) * frameBytes, err
}

// Write writes frames to a playback (snd_pcm_write).
func (f *file) Write(c *card.Call, p []byte) (int, error) {
	if !f.sub.playback() {
		return 0, syscall.EINVAL
	}
	f.stays()
	if f.asShell() {
		return f.shellWrite(c, p)
	}
	frameBytes, err := f.interleaved()
	if err != nil {
		return 0, err
	}
	if err := f.takeTurn(c); err != nil {
		return 0, err
	}
	defer f.endTurn()
	if len(p)%frameBytes != 0 && len(p) < split && len(f.rest) == 0 {
		return 0, syscall.EINVAL
	}
	return f.writeFrames(c, p, frameBytes)
}

// split is the least that a piece of a read or write can be that FUSE has split:
// anything smaller is what the program asked for. A read that gets less than its
// piece ends there.
const split = 12 << 10

// writeFrames plays p, put together with the piece of a frame that was left from
// before, and keeps the piece that is left now. The caller has its turn.
func (f *file) writeFrames(c *card.Call, p []byte, frameBytes int) (int, error) {
	if len(f.rest) >= frameBytes {
		f.rest = nil // from before the frames became smaller
	}
	taken := 0
	if len(f.rest) > 0 {
		taken = min(frameBytes-len(f.rest), len(p))
		whole := append(append([]byte(nil), f.rest...), p[:taken]...)
		if len(whole) < frameBytes {
			f.rest = whole
			return taken, nil
		}
		if _, err := f.transfer(c, 1, f.moveBytes(whole)); err != nil {
			return 0, err
		}
		f.rest = nil
	}
	body := p[taken:]
	frames := len(body) / frameBytes
	n, err := f.transfer(c, abi.Uframes(frames), f.moveBytes(body))
	taken += int(n) * frameBytes
	if err != nil && taken == 0 {
		return 0, err
	}
	if int(n) == frames {
		f.rest = append([]byte(nil), body[frames*frameBytes:]...)
		taken += len(f.rest)
	}
	return taken, nil
}
