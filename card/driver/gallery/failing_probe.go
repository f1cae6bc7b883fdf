package gallery

import (
	"fmt"
	"syscall"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/bus"
)

var failingProbeExhibit = Exhibit{
	Name:    "failing-probe",
	Caption: "a probe that fails at each of its steps leaves nothing, and takes nothing from a program that was quick",
	Story: `The first probe succeeds. When the device is plugged in again, the probe fails at its first step, the next time at
the second, and so on: before there is a card, with a card that nobody has seen yet, and when it is registered and a
program plays. Each time snd_card_free_on_error frees the card first, for what its private_free uses may be newer than
the card. The last time that waits for the program, in the middle of a probe.`,
	Visit: Fails,
	Log: []string{
		"probe failed: regs: cannot allocate memory",
		"probe failed: card: cannot allocate memory", "devres release regs",
		"private_free", "probe failed: buffer: cannot allocate memory", "devres release snd_card_release", "devres release regs",
		"private_free", "probe failed: codec: input/output error", "devres release buffer", "devres release snd_card_release", "devres release regs",
		"open pcmC0D0p", "card 0 disconnect", "card 0 wait files=1", "close pcmC0D0p", "card 0 free", "private_free",
		"probe failed: calibration: input/output error", "devres release trigger_card_free", "devres release buffer",
		"devres release snd_card_release", "devres release regs",
	},
	new: func(k chip) bus.Driver { return &failingProbe{chip: k} },
}

// failingProbe succeeds once, and then fails at its first step, its second and so on.
type failingProbe struct {
	chip
	probes int
}

// ProbeSteps is how many steps of the exhibits of kind Fails can fail; at the last one a
// program is quick enough to play on the card.
const ProbeSteps = 5

// Probe frees the card first when it fails.
func (f *failingProbe) Probe(d *bus.Device) error {
	return card.FreeOnError(d, f.probe(d))
}

func (f *failingProbe) probe(d *bus.Device) error {
	bad := f.probes % (ProbeSteps + 1)
	f.probes++
	if bad == 1 {
		return fmt.Errorf("regs: %w", syscall.ENOMEM)
	}
	regs := f.ioremap(d)
	if err := d.Resources.Add(regs); err != nil {
		return err
	}
	if bad == 2 {
		return fmt.Errorf("card: %w", syscall.ENOMEM)
	}
	c, err := f.env.Core.NewManaged(d, f.settings.CardIndex())
	if err != nil {
		return err
	}
	c.SetPrivateFree(regs.switchOff)
	if bad == 3 {
		return fmt.Errorf("buffer: %w", syscall.ENOMEM)
	}
	buffer := f.dmaAlloc(d)
	if err := d.Resources.Add(buffer); err != nil {
		return err
	}
	p := parts{regs: regs, buffer: buffer}
	c.SetPrivateFree(p.switchOff)
	if bad == 4 {
		return fmt.Errorf("codec: %w", syscall.EIO)
	}
	f.addPCM(c, p)
	if err := c.Register(); err != nil {
		return err
	}
	if bad == 5 {
		regs.calibrate()
		return fmt.Errorf("calibration: %w", syscall.EIO)
	}
	return nil
}

// switchOff is private_free of a driver that leaves no sound in the buffer.
func (p parts) switchOff() {
	p.buffer.clear("private_free")
	p.regs.switchOff()
}

// calibrate listens to the first sound that is played, for a while.
func (r *registers) calibrate() {
	for range 200 {
		if r.playing() {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(settling)
}

func (r *registers) playing() (on bool) {
	r.access("calibrate", func() { on = r.on })
	return on
}
