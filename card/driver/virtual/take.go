package virtual

import (
	"sync"

	"github.com/vsndfs/vsndfs/card/wav"
)

// Take is one stream being kept. A goroutine of its own writes the file: the
// clock never waits for a disk. The methods of a nil Take do nothing.
type Take struct {
	tape *Tape
	spec wav.Spec

	mu     sync.Mutex
	more   sync.Cond
	queue  []reel
	queued int // bytes in queue
	lost   bool
	ended  bool
	onRoom func()
	full   bool // somebody waits for room

	complete chan struct{} // closed when the file is
}

// reel is a step of a take: frames, silence, or a wish to hear when all before
// it is on disk.
type reel struct {
	frames  []byte
	silence int // bytes
	flushed chan struct{}
}

// maxQueued is how much a take holds while a disk does not answer. What comes
// on top is lost, and the log says so.
const maxQueued = 64 << 20

// maxWaiting is how much a take holds of a stream that can wait for the disk.
const maxWaiting = 4 << 20

// OnRoom says what to do when there is room again for those who found too little.
func (k *Take) OnRoom(fn func()) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.onRoom = fn
}

// Room is how many of that many bytes a stream should come with now that can wait
// for the disk.
func (k *Take) Room(bytes int) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	room := min(bytes, max(maxWaiting-k.queued, 0))
	k.full = k.full || room < bytes
	return room
}

// Frames keeps frames that were played.
func (k *Take) Frames(p []byte) {
	if k == nil || len(p) == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.queued+len(p) > maxQueued {
		k.lost = true
		return
	}
	k.queued += len(p)
	k.pushLocked(reel{frames: append([]byte(nil), p...)})
}

// Silence keeps that many bytes of silence.
func (k *Take) Silence(bytes int) {
	if k == nil || bytes == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pushLocked(reel{silence: bytes})
}

// Flush returns when everything kept so far is on disk, or, after End, when the
// file is complete.
func (k *Take) Flush() {
	if k == nil {
		return
	}
	select {
	case <-k.flushed():
	case <-k.complete:
	}
}

func (k *Take) flushed() <-chan struct{} {
	flushed := make(chan struct{})
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.ended {
		k.pushLocked(reel{flushed: flushed})
	}
	return flushed
}

// End completes the file. It does not wait for that: Flush and Tape.Close do.
func (k *Take) End() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ended = true
	k.more.Signal()
}

func (k *Take) pushLocked(r reel) {
	k.queue = append(k.queue, r)
	k.more.Signal()
}

// run writes what comes until the take has ended.
func (k *Take) run() {
	defer k.tape.open.Done()
	defer close(k.complete)
	f := file{take: k}
	defer f.close()
	for {
		reels, ended := k.next()
		k.tellRoom()
		for _, r := range reels {
			f.write(r)
		}
		if ended && len(reels) == 0 {
			return
		}
	}
}

// tellRoom tells those who wait for room that there is.
func (k *Take) tellRoom() {
	k.mu.Lock()
	tell := k.full && k.onRoom != nil
	k.full = false
	k.mu.Unlock()
	if tell {
		k.onRoom()
	}
}

// next waits for reels, or for the end of the take.
func (k *Take) next() ([]reel, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.queue) == 0 && !k.ended {
		k.more.Wait()
	}
	reels := k.queue
	k.queue, k.queued = nil, 0
	return reels, k.ended
}
