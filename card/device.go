package card

// Device is one part of a card, as struct snd_device_ops: a PCM, the control
// interface and so on.
type Device interface {
	// Register makes the device's nodes visible.
	Register() error
	// Disconnect hides the nodes and wakes whoever sleeps in the device. The
	// operations of open files have been switched before.
	Disconnect()
	// Free releases what the device holds. No file of the card is open.
	Free()
}

// DeviceType orders a card's devices: they are registered in this order and
// disconnected in the reverse, so that a program that sees the control node
// appear finds the rest present, and one that sees it vanish looks no further.
type DeviceType int

// The device types, in the order of enum snd_device_type (include/sound/core.h).
const (
	Lowlevel DeviceType = iota
	Info
	Bus
	Codec
	PCM
	Compress
	RawMIDI
	Timer
	Sequencer
	Hwdep
	Jack
	Control
)

// deviceState is how far a device has come.
type deviceState int

const (
	built deviceState = iota
	registered
	disconnected
)

// component is a device in its card's list.
type component struct {
	kind   DeviceType
	device Device
	state  deviceState
}

func (p *component) register() error {
	if p.state != built {
		return nil
	}
	if err := p.device.Register(); err != nil {
		return err
	}
	p.state = registered
	return nil
}

func (p *component) disconnect() {
	if p.state != registered {
		return
	}
	p.state = disconnected
	p.device.Disconnect()
}

func (p *component) free() {
	p.disconnect()
	p.device.Free()
}

// freedLate reports whether a component is freed after the others: the first
// devices of a card are the last to go (snd_device_free_all).
func (p *component) freedLate() bool { return p.kind == Control || p.kind == Lowlevel }
