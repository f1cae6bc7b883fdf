package gallery

import (
	"time"

	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/driver"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
)

// chip is what a driver of the gallery has from the server: the means to find the
// parts of its device and to make a card.
type chip struct {
	env      driver.Environment
	settings driver.Settings
}

// Name is the driver's name: all drive the same chip.
func (*chip) Name() string { return "snd_gallery" }

// registers are the chip's: they start and stop it, and count frames.
type registers struct {
	part
	watch virtual.Stopwatch
	on    bool // frames pass
}

// ioremap gives access to the registers of a device. Release ends it.
func (k *chip) ioremap(d *bus.Device) *registers {
	r := &registers{part: newPart(d, k.env.Core, "regs")}
	r.watch.Oscillator = k.env.Faults.Oscillator()
	r.poison = func() { r.watch.Start(clock.Time(0x6b6b6b6b6b6b6b6b), 0x6b6b6b6b) }
	return r
}

// start makes the chip count frames at rate (Hz).
func (r *registers) start(operation string, now clock.Time, rate uint32) {
	r.access(operation, func() {
		r.watch.Start(now, rate)
		r.on = true
	})
}

// stop makes the chip silent.
func (r *registers) stop(operation string) {
	r.access(operation, func() { r.on = false })
}

// switchOff is the last word of a driver to its chip: a card's private_free.
func (r *registers) switchOff() { r.stop("private_free") }

// position is how many frames have passed since the start; ok is false if the
// registers do not answer.
func (r *registers) position(operation string, now clock.Time) (frames uint64, ok bool) {
	ok = r.access(operation, func() { frames = r.watch.Moved(now) })
	return frames, ok
}

// buffer is the memory that the chip plays from.
type buffer struct {
	part
	memory []byte
	at     int
}

const bufferBytes = 64 << 10

// dmaAlloc allocates the memory that a device plays from. Release ends it.
func (k *chip) dmaAlloc(d *bus.Device) *buffer {
	b := &buffer{part: newPart(d, k.env.Core, "buffer"), memory: make([]byte, bufferBytes)}
	b.poison = func() {
		for i := range b.memory {
			b.memory[i] = poisonByte
		}
	}
	return b
}

// write puts frames where the chip will find them.
func (b *buffer) write(operation string, p []byte) {
	b.access(operation, func() {
		for len(p) > 0 {
			n := copy(b.memory[b.at:], p)
			b.at = (b.at + n) % len(b.memory)
			p = p[n:]
		}
	})
}

// clear makes the buffer silent.
func (b *buffer) clear(operation string) {
	b.access(operation, func() {
		clear(b.memory)
		b.at = 0
	})
}

// settling is how long the chip's outputs take to charge or to discharge. A driver
// waits for that.
const settling = 500 * time.Millisecond
