package test

import (
	"math"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// client is a PCM in the hands of a role. It is slow, with a large buffer: what
// waits for it waits for half a minute.
type client struct {
	fd       int
	channels uint32
	buffer   abi.Uframes
}

const (
	clientRateHz = 8000
	clientPeriod = 1 << 16 // frames
)

// openPCM opens a node and configures it: S16_LE, slow, with the largest buffer.
func openPCM(path string, channels uint32) client {
	c := client{fd: mustOpen(path, unix.O_RDWR), channels: channels}
	must("HW_PARAMS", c.configure())
	return c
}

func (c *client) configure() error {
	p := anyParams()
	*p.Mask(abi.SNDRV_PCM_HW_PARAM_ACCESS) = maskOf(uint(abi.SNDRV_PCM_ACCESS_RW_INTERLEAVED))
	*p.Mask(abi.SNDRV_PCM_HW_PARAM_FORMAT) = maskOf(uint(abi.SNDRV_PCM_FORMAT_S16_LE))
	*p.Interval(abi.SNDRV_PCM_HW_PARAM_CHANNELS) = exactly(c.channels)
	*p.Interval(abi.SNDRV_PCM_HW_PARAM_RATE) = exactly(clientRateHz)
	*p.Interval(abi.SNDRV_PCM_HW_PARAM_PERIOD_SIZE) = exactly(clientPeriod)
	err := ioctl(c.fd, abi.SNDRV_PCM_IOCTL_HW_PARAMS, p)
	c.buffer = abi.Uframes(p.Interval(abi.SNDRV_PCM_HW_PARAM_BUFFER_SIZE).Min)
	return err
}

// anyParams allow every configuration.
func anyParams() *abi.HwParams {
	p := &abi.HwParams{Rmask: math.MaxUint32}
	for i := range p.Masks {
		for j := range p.Masks[i].Bits {
			p.Masks[i].Bits[j] = math.MaxUint32
		}
	}
	for i := range p.Intervals {
		p.Intervals[i].Max = math.MaxUint32
	}
	return p
}

func maskOf(bit uint) (m abi.Mask) {
	m.Bits[bit/32] = 1 << (bit % 32)
	return m
}

func exactly(n uint32) abi.Interval {
	return abi.Interval{Min: n, Max: n, Flags: abi.IntervalInteger}
}

// set sets from how many frames on the stream starts, and from how many on those
// who wait are woken, and prepares it.
func (c client) set(start, availMin abi.Uframes) {
	sw := abi.SwParams{PeriodStep: 1, AvailMin: availMin, StartThreshold: start, StopThreshold: c.buffer}
	must("SW_PARAMS", ioctl(c.fd, abi.SNDRV_PCM_IOCTL_SW_PARAMS, &sw))
	must("PREPARE", ioctl[byte](c.fd, abi.SNDRV_PCM_IOCTL_PREPARE, nil))
}

// never is a start threshold that no buffer reaches.
const never = math.MaxInt64

// frames is memory for that many frames.
func (c client) frames(n abi.Uframes) []byte { return make([]byte, 2*uint64(c.channels)*uint64(n)) }

// fill fills the buffer.
func (c client) fill() {
	must("fill the buffer", transfer(c.fd, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, c.frames(c.buffer), c.buffer))
}

// openFull opens a playback, fills its buffer and does not let it start.
func openFull(path string) client {
	c := openPCM(path, 2)
	c.set(never, 1)
	c.fill()
	return c
}
