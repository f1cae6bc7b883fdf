package pcm

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// FuzzPcmIoctl lets a program do anything to two streams, in any order: every
// ioctl with any struct, ioctls that there are not, reads, writes, and stores
// into the control page. A program is the bytes of its steps; see script.
func FuzzPcmIoctl(f *testing.F) {
	for _, seed := range programs() {
		f.Add(seed)
	}
	r := newRig(f, startClock(f))
	f.Fuzz(func(t *testing.T, program []byte) {
		r.t = t
		streams := []*client{r.open(playbackNode, notToWait), r.open(captureNode, notToWait)}
		s := script{bytes.NewReader(program)}
		c := streams[0]
		for n := 0; s.Len() > 0 && n < 100; n++ {
			if step := s.byte(); step == stepSwitch {
				c = streams[int(s.byte())%len(streams)]
			} else {
				s.carryOut(c, step)
			}
		}
		for _, c := range streams {
			c.expectSane()
			c.close()
		}
		r.clients = nil
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
	stepSwitch // stream
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

// carryOut does one step, which may fail but must not wait.
func (s script) carryOut(c *client, step byte) {
	switch step % steps {
	case stepKnown:
		s.ioctl(c, known[int(s.byte())%len(known)])
	case stepAny:
		s.ioctl(c, abi.Cmd(binary.LittleEndian.Uint32(s.bytes(4))))
	case stepRead:
		_, _ = c.file.Read(&c.call, make([]byte, s.short()))
	case stepWrite:
		_, _ = c.file.Write(&c.call, make([]byte, s.short()))
	case stepElapse:
		c.elapse(s.uint64() % (1 << 40))
	case stepScribble:
		c.stream().pages.setApplPtr(abi.Uframes(s.uint64()))
		c.stream().pages.setAvailMin(abi.Uframes(s.uint64()))
	case stepLook:
		c.file.Poll()
		c.card.Streams()
	case stepFlush:
		c.call.Killed = func() bool { return true } // or it would wait for the sound
		_ = c.file.Flush(&c.call)
	}
}

func (s script) ioctl(c *client, cmd abi.Cmd) {
	addr := c.memory.put(s.bytes(cmd.Size()))
	defer c.memory.drop(addr)
	switch cmd {
	case abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, abi.SNDRV_PCM_IOCTL_READI_FRAMES,
		abi.SNDRV_PCM_IOCTL_WRITEN_FRAMES, abi.SNDRV_PCM_IOCTL_READN_FRAMES:
		defer c.memory.drop(c.pointAtMemory(addr))
	}
	_ = c.ioctl(cmd, addr)
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
	if s.params.Boundary != boundaryOf(s.params.BufferSize) || st.ApplPtr >= s.params.Boundary {
		c.t.Errorf("appl_ptr is %d in a stream of %+v", st.ApplPtr, s.params)
	}
	if s.accesses != 0 || s.sleepers != 0 || s.twake != 0 {
		c.t.Errorf("%d transfers, %d sleepers and a wish for %d frames are left", s.accesses, s.sleepers, s.twake)
	}
}

// composer writes a program.
type composer struct{ bytes.Buffer }

func (p *composer) step(step byte, values ...any) *composer {
	p.WriteByte(step)
	for _, v := range values {
		_ = binary.Write(p, binary.LittleEndian, v) // a Buffer takes everything
	}
	return p
}

func ioctlStep[T any](p *composer, cmd abi.Cmd, v *T) {
	at, _ := slices.BinarySearch(known, cmd)
	raw := make([]byte, cmd.Size())
	_ = abi.Encode(raw, v) // of the size that the command says
	p.step(stepKnown, byte(at), raw)
}

func (p *composer) plain(cmds ...abi.Cmd) *composer {
	for _, cmd := range cmds {
		at, _ := slices.BinarySearch(known, cmd)
		p.step(stepKnown, byte(at), make([]byte, cmd.Size()))
	}
	return p
}

// setUp is HW_PARAMS, SW_PARAMS and PREPARE.
func (p *composer) setUp(change func(*abi.SwParams)) *composer {
	sw := usual.swParams()
	change(sw)
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_HW_PARAMS, usual.hwParams())
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_SW_PARAMS, sw)
	return p.plain(abi.SNDRV_PCM_IOCTL_PREPARE)
}

// programs are what real ones do, and some that mean no good.
func programs() [][]byte {
	var seeds []*composer
	begin := func() *composer {
		seeds = append(seeds, new(composer))
		return seeds[len(seeds)-1]
	}

	p := begin().setUp(startAt(1))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &abi.Xferi{Frames: 3000})
	p.step(stepElapse, uint64(1500)).plain(abi.SNDRV_PCM_IOCTL_DELAY, abi.SNDRV_PCM_IOCTL_DRAIN)
	p.step(stepElapse, uint64(1500)).plain(abi.SNDRV_PCM_IOCTL_DROP, abi.SNDRV_PCM_IOCTL_HW_FREE)

	p = begin().step(stepSwitch, byte(1)).setUp(stamped).plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(1500))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_READI_FRAMES, &abi.Xferi{Frames: 1000})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &abi.Status{AudioTstampData: 0x11})
	p.plain(abi.SNDRV_PCM_IOCTL_DRAIN)

	begin().setUp(silent(everywhere, 0)).plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(1<<30)).
		plain(abi.SNDRV_PCM_IOCTL_HWSYNC, abi.SNDRV_PCM_IOCTL_RESET, abi.SNDRV_PCM_IOCTL_XRUN)

	begin().step(stepWrite, uint16(40000)).step(stepElapse, uint64(100_000)).step(stepWrite, uint16(4097)).step(stepFlush)
	begin().step(stepSwitch, byte(1)).step(stepRead, uint16(4097)).step(stepElapse, uint64(1000)).step(stepRead, uint16(1))

	p = begin().step(stepSwitch, byte(1)).setUp(freeRunning).plain(abi.SNDRV_PCM_IOCTL_START).
		step(stepScribble, uint64(1), uint64(0)).step(stepElapse, uint64(100))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &abi.Status{AudioTstampData: 0x11})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(math.MaxUint64)))
	p.step(stepScribble, uint64(math.MaxUint64), uint64(math.MaxUint64)).step(stepRead, uint16(4000))

	p = begin().setUp(silent(500, 1000))
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &abi.SyncPtr{Control: abi.MmapControl{ApplPtr: boundaryOf(buffer) - 1}})
	ioctlStep(p, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(5000)))
	p.plain(abi.SNDRV_PCM_IOCTL_START).step(stepElapse, uint64(5000)).step(stepLook)

	begin().step(stepAny, uint32(0x5401)).step(stepAny, uint32('A'<<8|0x7f)).plain(known...)

	all := make([][]byte, len(seeds))
	for i, seed := range seeds {
		all[i] = seed.Bytes()
	}
	return all
}
