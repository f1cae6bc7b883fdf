package pcm

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/abi/abi32"
)

// FuzzPcmIoctl lets a program do anything to two streams, in any order: every
// ioctl with any struct, ioctls that there are not, reads, writes, and stores
// into the ring and both pages, between the calls and during them. A program is
// the bytes of its steps; see script. After each step the stream is one that can
// be, nothing outside its ring has been touched, and two neighbours on the same
// PCM have played and recorded every frame of theirs.
func FuzzPcmIoctl(f *testing.F) {
	for _, seed := range programs() {
		f.Add(seed)
	}
	r := newRig(f, startClock(f), func(c *Config) { c.Playback.Substreams, c.Capture.Substreams = 2, 2 })
	neighbours := newNeighbours(r)
	f.Fuzz(func(t *testing.T, program []byte) {
		r.t = t
		hostile := []*intruder{r.intrude(playbackNode, false), r.intrude(captureNode, false)}
		s := script{bytes.NewReader(program)}
		c := hostile[0]
		for n := 0; s.Len() > 0 && n < 100; n++ {
			if step := s.byte(); step%steps == stepSwitch {
				c = hostile[int(s.byte())%len(hostile)]
			} else {
				c.guarded(func() { s.carryOut(c, step%steps) })
				neighbours.goOn()
			}
		}
		for _, c := range hostile {
			c.rest()
			c.call.Narrow = false
			c.expectSane()
			c.close()
		}
		r.clients = r.clients[:neighbours.count()]
	})
}

// The steps of a program.
const (
	stepKnown    = iota // number of the ioctl in known, its struct
	stepAny             // command, its struct
	stepRead            // bytes
	stepWrite           // bytes
	stepElapse          // frames
	stepScribble        // appl_ptr, avail_min
	stepLook
	stepFlush
	stepSwitch     // stream
	stepConfigure  // a wish; see script.wish
	stepThresholds // those of SW_PARAMS
	stepSpoil      // what the ring and the status page are filled with
	stepMeanwhile  // to scribble without end, or to stop
	stepReopen
	stepNarrow // as a 32-bit program from here on, or not
	steps
)

// known are the PCM's ioctls, in an order that does not change.
var known = slices.Sorted(func(yield func(abi.Cmd) bool) {
	for cmd := range ioctls {
		if !yield(cmd) {
			return
		}
	}
})

// script reads a program. What is missing at its end is 0.
type script struct{ *bytes.Reader }

func (s script) byte() byte {
	b, _ := s.ReadByte()
	return b
}

func (s script) bytes(n int) []byte {
	p := make([]byte, n)
	_, _ = s.Read(p)
	return p
}

func (s script) uint64() uint64 { return binary.LittleEndian.Uint64(s.bytes(8)) }
func (s script) short() int     { return int(binary.LittleEndian.Uint16(s.bytes(2))) }

// wish is a configuration that hardware may have.
func (s script) wish() wish {
	return wish{
		access:   abi.Access(s.byte() % (uint8(abi.SNDRV_PCM_ACCESS_LAST) + 1)),
		format:   abi.Format(s.byte() % 17),
		channels: 1 + uint32(s.byte()%8),
		rate:     5500 + uint32(s.short()),
		period:   uint32(s.short()),
		buffer:   uint32(s.short()),
	}
}

// frames are a number of frames, one at which something may go wrong or any.
func (s script) frames(c *client) abi.Uframes {
	p := c.params()
	special := []abi.Uframes{
		0, 1, p.PeriodSize, p.BufferSize - 1, p.BufferSize, p.BufferSize + 1, 2 * p.BufferSize,
		p.Boundary - 1, p.Boundary, p.Boundary + 1, math.MaxInt64, math.MaxUint64,
	}
	if n := int(s.byte()); n < len(special) {
		return special[n]
	}
	return abi.Uframes(s.uint64())
}

// carryOut does one step, which may fail but must not wait.
func (s script) carryOut(c *intruder, step byte) {
	switch step {
	case stepKnown:
		s.ioctl(c.client, known[int(s.byte())%len(known)])
	case stepAny:
		s.ioctl(c.client, abi.Cmd(binary.LittleEndian.Uint32(s.bytes(4))))
	case stepRead:
		_, err := c.file.Read(&c.call, make([]byte, s.short()))
		c.expectLinux("read", err)
	case stepWrite:
		_, err := c.file.Write(&c.call, make([]byte, s.short()))
		c.expectLinux("write", err)
	case stepElapse:
		c.elapse(s.uint64() % (1 << 40))
	case stepScribble:
		c.stream().pages.setApplPtr(s.frames(c.client))
		c.stream().pages.setAvailMin(s.frames(c.client))
	case stepLook:
		c.file.Poll()
		c.card.Streams()
	case stepFlush:
		c.call.Killed = func() bool { return true } // or it would wait for the sound
		_ = c.file.Flush(&c.call)
	case stepConfigure:
		c.expectLinux("HW_PARAMS", do(c.client, abi.SNDRV_PCM_IOCTL_HW_PARAMS, s.wish().hwParams()))
	case stepThresholds:
		c.expectLinux("SW_PARAMS", do(c.client, abi.SNDRV_PCM_IOCTL_SW_PARAMS, s.thresholds(c.client)))
	case stepSpoil:
		c.spoil(s.byte())
	case stepMeanwhile:
		c.scribbleMeanwhile()
	case stepReopen:
		c.reopen(c.call.Narrow)
	case stepNarrow:
		c.reopen(!c.call.Narrow)
	}
}

func (s script) thresholds(c *client) *abi.SwParams {
	return &abi.SwParams{
		TstampMode: abi.SNDRV_PCM_TSTAMP_ENABLE, PeriodStep: 1,
		AvailMin: s.frames(c), StartThreshold: s.frames(c), StopThreshold: s.frames(c),
		SilenceThreshold: s.frames(c), SilenceSize: s.frames(c),
	}
}

// narrowNumbers are those of the known ioctls that 32-bit programs make by another.
var narrowNumbers = func() map[abi.Cmd]abi.Cmd {
	numbers := make(map[abi.Cmd]abi.Cmd)
	for _, cmd := range known {
		for size := range cmd.Size() {
			if l, _ := abi32.Find(cmd.WithSize(size)); l != nil {
				numbers[cmd] = cmd.WithSize(size)
			}
		}
	}
	return numbers
}()

func (s script) ioctl(c *client, cmd abi.Cmd) {
	if number, ok := narrowNumbers[cmd]; ok && c.call.Narrow {
		cmd = number
	}
	addr := c.memory.put(s.bytes(cmd.Size()))
	defer c.memory.drop(addr)
	switch cmd {
	case abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, abi.SNDRV_PCM_IOCTL_READI_FRAMES,
		abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, abi.SNDRV_PCM_IOCTL_READN_FRAMES:
		defer c.memory.drop(c.pointAtMemory(addr))
	}
	c.expectLinux(cmd.String(), c.ioctl(cmd, addr))
}

// pointAtMemory makes the buffer of the transfer at addr one that is there, for
// a program cannot guess an address.
func (c *client) pointAtMemory(addr uint64) uint64 {
	buf := c.memory.put(make([]byte, 64<<10))
	if err := c.memory.WriteMemory(addr+8, binary.LittleEndian.AppendUint64(nil, buf)); err != nil {
		c.t.Fatal(err)
	}
	return buf
}

// expectSane requires a stream that can be in the state that it is in, and that
// nobody has left locked.
func (c *client) expectSane() {
	c.t.Helper()
	st := c.status()
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.state {
	case abi.SNDRV_PCM_STATE_OPEN:
		if s.params != (Params{}) {
			c.t.Errorf("an open stream has parameters %+v", s.params)
		}
		return
	case abi.SNDRV_PCM_STATE_SETUP, abi.SNDRV_PCM_STATE_PREPARED, abi.SNDRV_PCM_STATE_RUNNING,
		abi.SNDRV_PCM_STATE_XRUN, abi.SNDRV_PCM_STATE_DRAINING:
	default:
		c.t.Errorf("the stream is %v", s.state)
	}
	boundary := s.params.Boundary
	if boundary != boundaryOf(s.params.BufferSize) && boundary != narrowBoundaryOf(s.params.BufferSize) || st.ApplPtr >= s.params.Boundary {
		c.t.Errorf("appl_ptr is %d in a stream of %+v", st.ApplPtr, s.params)
	}
	if s.accesses != 0 || s.sleepers != 0 || s.twake != 0 {
		c.t.Errorf("%d transfers, %d sleepers and a wish for %d frames are left", s.accesses, s.sleepers, s.twake)
	}
}
