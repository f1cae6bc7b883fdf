package pcm

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// scribbler writes into the control page without end, as a program may.
func scribbler(control []byte, stop *atomic.Bool) {
	page, random := pages{control: control}, rand.New(rand.NewPCG(1, 2))
	values := []func() uint64{
		random.Uint64,
		func() uint64 { return random.Uint64N(2 * buffer) },
		func() uint64 { return uint64(boundaryOf(buffer)) - random.Uint64N(2*buffer) },
		func() uint64 { return 0 },
	}
	for !stop.Load() {
		page.setApplPtr(abi.Uframes(values[random.IntN(len(values))]()))
		page.setAvailMin(abi.Uframes(values[random.IntN(len(values))]()))
	}
}

// Whatever a program writes into its control page while the server works with
// the stream, nothing outside the ring is touched, and the stream stays one.
func TestAProgramThatScribbles(t *testing.T) {
	for _, node := range []string{playbackNode, captureNode} {
		for clock, free := range map[string]bool{"with a clock": false, "without one": true} {
			t.Run(node+" "+clock, func(t *testing.T) { scribbleOn(t, node, free) })
		}
	}
}

func scribbleOn(t *testing.T, node string, free bool) {
	r := newRig(t, startClock(t))
	r.driver.free = free
	c := r.open(node, card.OpenFlags{Nonblock: true})
	control := c.mapping(abi.SNDRV_PCM_MMAP_OFFSET_CONTROL, 4096, readWrite)
	defer c.unmap(control)
	ring := c.stream().pages.ring
	beyond := tape(0, len(ring)-buffer*frameBytes)
	c.setUp(usual)
	copy(ring[buffer*frameBytes:], beyond)
	var stop atomic.Bool
	scribbled := inBackground(func() { scribbler(control, &stop) })
	for n := range 1000 {
		c.useBadly(n)
	}
	stop.Store(true)
	<-scribbled
	expectBytes(t, "what lies behind the ring", ring[buffer*frameBytes:], beyond)
	if st := c.status(); st.HwPtr >= boundaryOf(buffer) || st.ApplPtr >= boundaryOf(buffer) {
		t.Errorf("the pointers are %d and %d", st.HwPtr, st.ApplPtr)
	}
}

// useBadly does one of the things that work with the pointers. None of them can
// wait, and each may fail.
func (c *client) useBadly(n int) {
	p := usual.swParams()
	p.StopThreshold = boundaryOf(buffer)
	switch n % 12 {
	case 0:
		_ = c.plain(abi.SNDRV_PCM_IOCTL_PREPARE)
	case 1:
		p.StartThreshold = 1
		p.SilenceSize, p.SilenceThreshold = 500, buffer
		_ = do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p)
	case 2:
		p.SilenceSize = p.StopThreshold
		_ = do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p)
	case 3:
		_ = do(c, abi.SNDRV_PCM_IOCTL_REWIND, new(abi.Uframes(n)))
	case 4:
		_ = do(c, abi.SNDRV_PCM_IOCTL_FORWARD, new(abi.Uframes(n)))
	case 5:
		_ = do(c, abi.SNDRV_PCM_IOCTL_DELAY, new(abi.Sframes))
	case 6:
		_ = do(c, abi.SNDRV_PCM_IOCTL_STATUS_EXT, &abi.Status{AudioTstampData: 0x11})
	case 7:
		_ = do(c, abi.SNDRV_PCM_IOCTL_SYNC_PTR, &abi.SyncPtr{Flags: hwsync})
	case 8:
		_, _, _ = c.readi(n % 700)
	case 9:
		if n%7 == 0 {
			_ = c.plain(abi.SNDRV_PCM_IOCTL_DRAIN)
		}
	case 10:
		_ = c.file.Poll()
	case 11:
		if n%5 == 0 {
			_ = c.plain(abi.SNDRV_PCM_IOCTL_RESET)
		}
	}
	c.elapse(uint64(n*37) % (buffer + period))
	_ = c.plain(abi.SNDRV_PCM_IOCTL_START)
}

// wishes are formats with frames of different sizes.
var wishes = []wish{
	usual,
	{rw, abi.SNDRV_PCM_FORMAT_U8, 1, 8000, 256, 1024},
	{rw, abi.SNDRV_PCM_FORMAT_S32_LE, 8, 96000, 512, 2048},
}

// meddle does something to a stream that others use at the same time.
func (c *client) meddle(random *rand.Rand) {
	n := random.IntN(1000)
	switch n % 5 {
	case 0:
		_ = do(c, abi.SNDRV_PCM_IOCTL_HW_PARAMS, wishes[n%len(wishes)].hwParams())
	case 1:
		_, _ = c.file.Write(&c.call, make([]byte, n*8))
	case 2:
		_, _ = c.file.Read(&c.call, make([]byte, n*8))
	case 3:
		_ = c.plain(abi.SNDRV_PCM_IOCTL_DROP)
	default:
		c.useBadly(n)
	}
}

// Threads that share a stream and agree on nothing get errors, or sound that
// nobody wants to hear; the server goes on.
func TestThreadsThatDoNotAgree(t *testing.T) {
	for _, node := range []string{playbackNode, captureNode} {
		t.Run(node, func(t *testing.T) {
			r := newRig(t, startClock(t))
			first := r.open(node, notToWait)
			var threads sync.WaitGroup
			for seed := range uint64(4) {
				c := first
				if seed > 0 {
					c = r.open(node, toShare)
				}
				threads.Go(func() {
					random := rand.New(rand.NewPCG(seed, 0))
					for range 300 {
						c.meddle(random)
					}
				})
			}
			threads.Wait()
			first.expectSane()
			first.must("DROP or nothing to drop", ignore(first.plain(abi.SNDRV_PCM_IOCTL_DROP), syscall.EBADFD))
			first.prepare()
			first.expectState(abi.SNDRV_PCM_STATE_PREPARED, 0, 0)
		})
	}
}

// ignore makes one errno no error.
func ignore(err error, errno syscall.Errno) error {
	if errors.Is(err, errno) {
		return nil
	}
	return err
}
