package pcm

import (
	"fmt"
	"math"
	"syscall"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// step is how far a stream has come.
type step int

const (
	opened step = iota
	setUp
	prepared
	running
)

// The sizes in the transcript.
const (
	probedRate   = 8000
	probedPeriod = 8192
	probedBuffer = 16384
	few          = 4000 // frames that are queued
	passed       = 160  // frames that pass before a running stream is looked at
)

// setting is how a stream comes into a state, as in test/conformance/probes/states.c.
type setting struct {
	step     step
	last     abi.Cmd // one more ioctl at the end
	queued   int     // frames, on a playback
	access   abi.Access
	channels uint32
	sw       func(*abi.SwParams)
}

// rw is the access of most settings.
const rw = abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED

var settings = map[string]setting{
	"open":            {opened, 0, 0, rw, 2, nil},
	"setup":           {setUp, 0, 0, rw, 2, nil},
	"freed":           {setUp, abi.SNDRV_PCM_IOCTL_HW_FREE, 0, rw, 2, nil},
	"prepared":        {prepared, 0, 0, rw, 2, nil},
	"queued":          {prepared, 0, few, rw, 2, nil},
	"full":            {prepared, 0, probedBuffer, rw, 2, nil},
	"running":         {running, 0, few, rw, 2, nil},
	"unbound":         {running, 0, few, rw, 2, nil},
	"stamped":         {running, 0, few, rw, 2, stamped},
	"xrun":            {running, abi.SNDRV_PCM_IOCTL_XRUN, few, rw, 2, nil},
	"stamped xrun":    {running, abi.SNDRV_PCM_IOCTL_XRUN, few, rw, 2, stamped},
	"draining":        {running, abi.SNDRV_PCM_IOCTL_DRAIN, few, rw, 2, nil},
	"stopped":         {running, abi.SNDRV_PCM_IOCTL_DROP, few, rw, 2, nil},
	"free to run":     {prepared, 0, 0, rw, 2, freeRunning},
	"running free":    {running, 0, 0, rw, 2, freeRunning},
	"start 0":         {prepared, 0, 0, rw, 2, startAt(0)},
	"start 8":         {prepared, 0, 0, rw, 2, startAt(8)},
	"start 9":         {prepared, 0, 0, rw, 2, startAt(9)},
	"start ULONG_MAX": {prepared, 0, 0, rw, 2, startAt(math.MaxUint64)},
	"stop 1":          {prepared, 0, 0, rw, 2, stopAt(1)},
	"mapped":          {prepared, 0, 0, abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, 2, nil},
	"mapped mono":     {prepared, 0, 0, abi.SNDRV_PCM_ACCESS_MMAP_INTERLEAVED, 1, nil},
}

func (s setting) wish() wish {
	return wish{s.access, abi.SNDRV_PCM_FORMAT_S16_LE, s.channels, probedRate, probedPeriod, probedBuffer}
}

func (s setting) swParams() *abi.SwParams {
	p := s.wish().swParams()
	if s.sw != nil {
		s.sw(p)
	}
	return p
}

// scene is a stream that was brought into a state.
type scene struct {
	*client
	setting
}

// bring opens a stream and brings it into a state. It does not wait for
// anything.
func (r *rig) bring(stream, name string) scene {
	s, ok := settings[name]
	if !ok {
		r.t.Fatalf("no setting %q", name)
	}
	node := playbackNode
	if stream == "capture" {
		node = captureNode
	}
	c := scene{r.open(node, card.OpenFlags{Nonblock: true}), s}
	if s.step >= setUp {
		c.must("HW_PARAMS", do(c.client, abi.SNDRV_PCM_IOCTL_HW_PARAMS, s.wish().hwParams()))
		c.must("SW_PARAMS", do(c.client, abi.SNDRV_PCM_IOCTL_SW_PARAMS, s.swParams()))
	}
	if s.step >= prepared {
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
	}
	if s.queued > 0 && stream == "playback" {
		c.queue(s.queued)
	}
	if s.step >= running {
		c.start()
		c.pass(passed)
		c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
	}
	if s.last != 0 {
		if err := c.plain(s.last); err != syscall.EAGAIN {
			c.must("the last step", err)
		}
	}
	return c
}

// still reports whether the stream has never run: then the transcript has all
// its values.
func (c scene) still() bool { return c.step < running }

// afterwards is the stream after an operation, as the transcript tells it.
func (c scene) afterwards(operation string) string {
	p := c.look()
	appl := fmt.Sprint(p.Control.ApplPtr)
	switch {
	case p.Status.HwPtr > 0 && moves(p.Status.State) && p.Control.ApplPtr == p.Status.HwPtr:
		appl = "hw"
	case !c.still() && (operation == "REWIND all" || operation == "FORWARD all"):
		appl = "?"
	}
	hw := "=0"
	if p.Status.HwPtr > 0 {
		hw = ">0"
	}
	return fmt.Sprintf(", %v appl=%s hw%s", p.Status.State, appl, hw)
}

func moves(s abi.State) bool {
	return s == abi.SNDRV_PCM_STATE_RUNNING || s == abi.SNDRV_PCM_STATE_DRAINING
}
