package loopback

import (
	"syscall"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// setup is what a cable's elements tell: struct loopback_setup. They are of the
// device and the substream that record.
type setup struct {
	notify      bool
	shift       uint32 // of the rate, in 1/100000
	format      abi.Format
	rateHz      uint32
	channels    uint32
	interleaved bool

	// The elements, nil where there are none.
	active, formatSet, rateSet, channelsSet, accessSet *control.Set
}

// atFirst is what a cable tells before anything has been played.
var atFirst = setup{shift: noShift, format: abi.SNDRV_PCM_FORMAT_S16_LE, rateHz: 48000, channels: 2, interleaved: true}

var (
	boolean  = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Channels: 1}
	shifts   = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 1, Min: 80000, Max: 120000, Step: 1}
	formats  = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 1, Max: int64(abi.SNDRV_PCM_FORMAT_LAST), Step: 1}
	rates    = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 1, Max: 192000, Step: 1}
	channels = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_INTEGER, Channels: 1, Min: 1, Max: 1024, Step: 1}
	accesses = control.Range{Type: abi.SNDRV_CTL_ELEM_TYPE_ENUMERATED, Channels: 1, Items: []string{"Interleaved", "Non-interleaved"}}
)

// element is the Ops of an element of a cable. Its callbacks have the stream lock.
type element struct {
	control.Range
	cable *cable
	get   func(*cable) int64
	put   func(*cable, int64) // nil if it can only be read
}

// Get is of control.Ops.
func (e *element) Get(_ int, v *abi.CtlElemValue) error {
	e.cable.mu.Lock()
	defer e.cable.mu.Unlock()
	e.Fill(v, e.get(e.cable))
	return nil
}

// Put is of control.Ops.
func (e *element) Put(_ int, v *abi.CtlElemValue) (bool, error) {
	if e.put == nil {
		return false, syscall.EPERM
	}
	e.cable.mu.Lock()
	defer e.cable.mu.Unlock()
	before := e.get(e.cable)
	e.put(e.cable, v.Value[0])
	return e.get(e.cable) != before, nil
}

// addElements gives the card snd-aloop's elements, those of the capture substreams
// of device 0 first (loopback_mixer_new).
func (all cables) addElements(ctl *control.Control) error {
	for device := range all {
		for substream, k := range all[1-device] {
			if err := k.addElements(ctl, uint32(device), uint32(substream)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *cable) addElements(ctl *control.Control, device, substream uint32) error {
	k.setup = atFirst
	for _, t := range []struct {
		name string
		set  **control.Set
		element
	}{
		{"PCM Rate Shift 100000", nil, element{shifts, k, shiftOf, putShift}},
		{"PCM Notify", nil, element{boolean, k, notifyOf, putNotify}},
		{"PCM Slave Active", &k.setup.active, element{boolean, k, activeOf, nil}},
		{"PCM Slave Format", &k.setup.formatSet, element{formats, k, func(k *cable) int64 { return int64(k.setup.format) }, nil}},
		{"PCM Slave Rate", &k.setup.rateSet, element{rates, k, func(k *cable) int64 { return int64(k.setup.rateHz) }, nil}},
		{"PCM Slave Channels", &k.setup.channelsSet, element{channels, k, func(k *cable) int64 { return int64(k.setup.channels) }, nil}},
		{"PCM Slave Access Mode", &k.setup.accessSet, element{accesses, k, func(k *cable) int64 { return one(!k.setup.interleaved) }, nil}},
	} {
		access := abi.SNDRV_CTL_ELEM_ACCESS_READ
		if t.put != nil {
			access = abi.SNDRV_CTL_ELEM_ACCESS_READWRITE
		}
		set, err := ctl.Add(control.Template{
			Iface: abi.SNDRV_CTL_ELEM_IFACE_PCM, Device: device, Subdevice: substream, Name: t.name, Access: access, Ops: &t.element,
		})
		if err != nil {
			return err
		}
		if t.set != nil {
			*t.set = set
		}
	}
	return nil
}

// one is 1 for true.
func one(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func shiftOf(k *cable) int64  { return int64(k.setup.shift) }
func notifyOf(k *cable) int64 { return one(k.setup.notify) }
func activeOf(k *cable) int64 { return one(k.play.running) }

func putNotify(k *cable, value int64) { k.setup.notify = value != 0 }

// putShift takes the value for an unsigned int of C, as loopback_rate_shift_put.
func putShift(k *cable, value int64) {
	shift := min(max(int64(uint32(value)), shifts.Min), shifts.Max)
	k.setShift(uint32(shift), clock.Now())
}

// tellSetup notes what is played, and tells subscribers what of it is new.
func (k *cable) tellSetup(p pcm.Params) {
	s := &k.setup
	changes := []struct {
		differs bool
		set     *control.Set
	}{
		{s.format != p.Format, s.formatSet},
		{s.rateHz != p.RateHz, s.rateSet},
		{s.channels != p.Channels, s.channelsSet},
		{s.interleaved != p.Interleaved(), s.accessSet},
	}
	s.format, s.rateHz, s.channels, s.interleaved = p.Format, p.RateHz, p.Channels, p.Interleaved()
	for _, c := range changes {
		if c.differs {
			tell(c.set)
		}
	}
}

// tellActive tells that a playback has begun or ended.
func (k *cable) tellActive(e *end) {
	if e == &k.play {
		tell(k.setup.active)
	}
}

func tell(set *control.Set) {
	if set != nil {
		set.Notify(abi.SNDRV_CTL_EVENT_MASK_VALUE, 0)
	}
}

// stop ends what runs at an end.
func (k *cable) stop(e *end) {
	if e.running {
		e.running = false
		k.tellActive(e)
	}
}
