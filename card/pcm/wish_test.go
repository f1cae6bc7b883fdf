package pcm

import (
	"math"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// wish is what a program wants of a stream.
type wish struct {
	access         abi.Access
	format         abi.Format
	channels, rate uint32
	period, buffer uint32 // frames
}

// usual is what most tests want.
var usual = wish{
	abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED, abi.SNDRV_PCM_FORMAT_S16_LE,
	2, 48000, 1024, 4096,
}

// The sizes of usual.
const (
	period     = 1024
	buffer     = 4096
	frameBytes = 4
)

func (w wish) hwParams() *abi.HwParams {
	p := hwparams.Any()
	setMask(p, abi.SNDRV_PCM_HW_PARAM_ACCESS, uint(w.access))
	setMask(p, abi.SNDRV_PCM_HW_PARAM_FORMAT, uint(w.format))
	setMask(p, abi.SNDRV_PCM_HW_PARAM_SUBFORMAT, uint(abi.SNDRV_PCM_SUBFORMAT_STD))
	setInterval(p, abi.SNDRV_PCM_HW_PARAM_CHANNELS, w.channels)
	setInterval(p, abi.SNDRV_PCM_HW_PARAM_RATE, w.rate)
	setInterval(p, abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE, w.period)
	setInterval(p, abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE, w.buffer)
	return p
}

// swParams lets a stream start by START alone, and stop when it is late.
func (w wish) swParams() *abi.SwParams {
	return &abi.SwParams{
		PeriodStep:     1,
		AvailMin:       abi.Uframes(w.period),
		StartThreshold: math.MaxInt64,
		StopThreshold:  abi.Uframes(w.buffer),
		Proto:          abi.SNDRV_PCM_VERSION,
		TstampType:     abi.SNDRV_PCM_TSTAMP_TYPE_MONOTONIC,
	}
}

// setUp gives the stream its parameters; change edits those of the software.
func (c *client) setUp(w wish, change ...func(*abi.SwParams)) {
	c.t.Helper()
	c.must("HW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, w.hwParams()))
	p := w.swParams()
	for _, fn := range change {
		fn(p)
	}
	c.must("SW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p))
}

// prepare sets the stream up as usual and prepares it.
func (c *client) prepare(change ...func(*abi.SwParams)) {
	c.t.Helper()
	c.setUp(usual, change...)
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
}

// Some of the changes that tests make.
func freeRunning(p *abi.SwParams) { p.StopThreshold = math.MaxUint64 }
func stamped(p *abi.SwParams)     { p.TstampMode = abi.SNDRV_PCM_TSTAMP_ENABLE }

func startAt(frames abi.Uframes) func(*abi.SwParams) {
	return func(p *abi.SwParams) { p.StartThreshold = frames }
}

func stopAt(frames abi.Uframes) func(*abi.SwParams) {
	return func(p *abi.SwParams) { p.StopThreshold = frames }
}

func availMin(frames abi.Uframes) func(*abi.SwParams) {
	return func(p *abi.SwParams) { p.AvailMin = frames }
}

// queue writes that many frames of tape, all at once.
func (c *client) queue(frames int) {
	c.t.Helper()
	if n, err := c.writei(tape(0, frames*frameBytes)); err != nil || int(n) != frames {
		c.t.Fatalf("WRITEI of %d frames: %d, %s", frames, n, name(err))
	}
}

// start starts the stream by START.
func (c *client) start() {
	c.t.Helper()
	c.must("START", c.plain(abi.SNDRV_PCM_IOCTL_START))
}

// play makes a stream that plays: prepared, with that many frames queued, and
// started.
func (c *client) play(frames int, change ...func(*abi.SwParams)) {
	c.t.Helper()
	c.prepare(change...)
	c.queue(frames)
	c.start()
}

// writei plays the frames of usual that are in p, and returns the result that
// the program finds in its struct.
func (c *client) writei(p []byte) (abi.Sframes, error) {
	addr := c.memory.put(p)
	defer c.memory.drop(addr)
	x := abi.Xferi{Result: untouched, Buf: addr, Frames: abi.Uframes(len(p) / frameBytes)}
	err := do(c, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, &x)
	return x.Result, err
}

// readi records that many frames of usual and returns those that it got.
func (c *client) readi(frames int) ([]byte, abi.Sframes, error) {
	addr := c.memory.put(make([]byte, frames*frameBytes))
	defer c.memory.drop(addr)
	x := abi.Xferi{Result: untouched, Buf: addr, Frames: abi.Uframes(frames)}
	err := do(c, abi.SNDRV_PCM_IOCTL_READI_FRAMES, &x)
	return c.memory.get(addr, int(max(x.Result, 0)%untouched)*frameBytes), x.Result, err
}

// untouched is what a program puts where a result is to come.
const untouched = 1 << 40

// look returns what the shared pages show, without asking the hardware.
func (c *client) look() abi.SyncPtr {
	c.t.Helper()
	p := abi.SyncPtr{Flags: abi.SNDRV_PCM_SYNC_PTR_APPL | abi.SNDRV_PCM_SYNC_PTR_AVAIL_MIN}
	c.must("SYNC_PTR", do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &p))
	return p
}

// status is SNDRV_PCM_IOCTL_STATUS.
func (c *client) status() abi.Status {
	c.t.Helper()
	var st abi.Status
	c.must("STATUS", do(c, abi.SNDRV_PCM_IOCTL_STATUS, &st))
	return st
}

// expectState compares the state, and where both pointers are.
func (c *client) expectState(want abi.State, hw, appl abi.Uframes) {
	c.t.Helper()
	p := c.look()
	if p.Status.State != want || p.Status.HwPtr != hw || p.Control.ApplPtr != appl {
		c.t.Errorf("got %v, hw_ptr %d, appl_ptr %d, want %v, %d, %d",
			p.Status.State, p.Status.HwPtr, p.Control.ApplPtr, want, hw, appl)
	}
}
