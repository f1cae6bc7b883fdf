package pcm

import (
	"bytes"
	"errors"
	"slices"
	"sync/atomic"
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
)

// intruder is a program that means no good, on one stream.
type intruder struct {
	*client
	stop      atomic.Bool
	scribbled <-chan struct{} // closed when its other thread has ended; nil without one
	control   []byte          // mapped for that thread
}

// intrude opens a node for a program that always has a signal to look after: one
// that claims to be far behind would write for ever.
func (r *rig) intrude(node string, narrow bool) *intruder {
	c := r.program()
	c.call.Narrow = narrow
	c.must("open "+node, c.tryOpen(node, notToWait))
	close(c.interrupt)
	return &intruder{client: c}
}

// linux are the errors that a PCM of the kernel's has for an ioctl, a read or a
// write.
var linux = []syscall.Errno{
	0, syscall.EBADFD, syscall.EPIPE, syscall.EINVAL, syscall.EAGAIN, syscall.EBUSY, syscall.EFAULT,
	syscall.ENOTTY, syscall.ENOSYS, syscall.EIO, syscall.EALREADY, syscall.EINTR,
}

func (c *client) expectLinux(what string, err error) {
	c.t.Helper()
	const maxErrno = 4095 // HW_PARAMS answers minus a tick time that is above the largest int
	errno := syscall.Errno(0)
	if err != nil && !errors.As(err, &errno) || !slices.Contains(linux, errno) && errno <= maxErrno {
		c.t.Errorf("%s: %v", what, err)
	}
}

// params are the stream's.
func (c *client) params() Params {
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.params
}

// used is how much of the memory is the ring.
func (c *client) used() int {
	p := c.params()
	return int(p.BufferSize) * int(p.FrameBytes)
}

// guarded requires that what fn does to the stream stays in the ring. New
// parameters empty all of the memory.
func (c *intruder) guarded(fn func()) {
	c.t.Helper()
	stream, before := c.stream(), c.used()
	poison := bytes.Repeat([]byte{0xa5}, len(stream.pages.ring))
	copy(stream.pages.ring[before:], poison)
	fn()
	beyond := stream.pages.ring[max(before, c.used()):]
	if !bytes.Equal(beyond, poison[:len(beyond)]) && len(bytes.Trim(beyond, "\x00")) > 0 {
		c.t.Errorf("what lies behind the ring was touched, in a stream of %+v", c.params())
	}
}

// spoil fills what it may write with anything.
func (c *intruder) spoil(with byte) {
	pages := c.stream().pages
	copy(pages.ring[:c.used()], bytes.Repeat([]byte{with}, 4096))
	copy(pages.status, bytes.Repeat([]byte{with}, len(pages.status)))
}

// scribbleMeanwhile begins to write into the control page all the time, or stops.
func (c *intruder) scribbleMeanwhile() {
	if c.scribbled != nil {
		c.rest()
		return
	}
	control := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, readWrite)
	c.stop.Store(false)
	c.control, c.scribbled = control, inBackground(func() { scribbler(control, &c.stop) })
}

// rest stops that.
func (c *intruder) rest() {
	if c.scribbled == nil {
		return
	}
	c.stop.Store(true)
	<-c.scribbled
	c.unmap(c.control)
	c.scribbled = nil
}

// reopen closes the file and opens it anew. Who scribbles goes on for a moment in
// memory that is nobody's any more.
func (c *intruder) reopen(narrow bool) {
	node := c.file.Node.Name
	c.close()
	c.rest()
	c.client = c.rig.intrude(node, narrow).client
}

// neighbours are programs that do nothing wrong: one plays a tape and one records
// a tape.
type neighbours struct {
	player, recorder *client
	passed           int // frames, of each
}

func newNeighbours(r *rig) *neighbours {
	n := &neighbours{player: r.open(playbackNode, notToWait), recorder: r.open(captureNode, notToWait)}
	n.player.prepare(startAt(1))
	n.player.queue(ahead)
	n.recorder.prepare()
	n.recorder.start()
	return n
}

// ahead is how many frames the player keeps queued: without one it would be late.
const ahead = 1

// count is how many files they have open.
func (n *neighbours) count() int { return 2 }

// goOn plays and records a little more, which must be exact.
func (n *neighbours) goOn() {
	const frames = 333
	t, want := n.player.t, tape(n.passed*frameBytes, frames*frameBytes)
	t.Helper()
	moved, err := n.player.writei(tape((n.passed+ahead)*frameBytes, frames*frameBytes))
	if err != nil || moved != frames {
		t.Errorf("the neighbour's WRITEI of %d frames: %d, %s", frames, moved, name(err))
	}
	n.player.elapse(frames)
	expectBytes(t, "what the neighbour plays", n.player.engine().hear(), want)
	n.recorder.elapse(frames)
	got, _, err := n.recorder.readi(frames)
	n.recorder.expect("the neighbour's READI", err, 0)
	expectBytes(t, "what the neighbour records", got, want)
	n.passed += frames
}
