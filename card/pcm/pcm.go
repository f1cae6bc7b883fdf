package pcm

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/timer"
)

// Config describes a PCM to be made.
type Config struct {
	Device int
	ID     string
	Name   string
	// Playback and Capture are its directions; one may be nil.
	Playback, Capture *Direction
	// Clock gives the streams their period interrupts, Timers their timers.
	Clock  *clock.Clock
	Timers *timer.Service
	// Strict makes read and write of a node that nobody configured answer
	// EBADFD, as a kernel's card does, instead of choosing a format.
	Strict bool
	// TellAll writes every change of state into the log, however many there are.
	TellAll bool
	// MMAP says that programs can map the ring.
	MMAP bool
}

// Direction describes the substreams of a PCM in one direction.
type Direction struct {
	Substreams int
	Hardware   hwparams.Hardware
	Driver     Driver
	// Lock, when it is not nil, gives the stream lock of a substream, so that
	// a driver can couple several.
	Lock func(substream int) *sync.Mutex
}

// PCM is the digital audio of one device number of a card.
type PCM struct {
	card    *card.Card
	config  Config
	streams [2]*stream // by abi.Stream; nil for a direction it has not
	visible atomic.Bool
}

// stream is one direction of a PCM, struct snd_pcm_str.
type stream struct {
	pcm        *PCM
	direction  abi.Stream
	node       *card.Node
	substreams []*Substream

	mu    sync.Mutex
	freed chan struct{} // closed, and made anew, when a substream is given back
}

// New gives a card a PCM.
func New(c *card.Card, config Config) *PCM {
	p := &PCM{card: c, config: config}
	for direction, d := range []*Direction{config.Playback, config.Capture} {
		if d != nil {
			p.streams[direction] = p.newStream(abi.Stream(direction), d)
		}
	}
	c.AddDevice(card.PCM, p)
	handleControl(c)
	return p
}

func (p *PCM) newStream(direction abi.Stream, d *Direction) *stream {
	st := &stream{pcm: p, direction: direction, freed: make(chan struct{})}
	name := fmt.Sprintf("pcmC%dD%d%c", p.card.Number(), p.config.Device, st.letter())
	st.node = &card.Node{
		Name: name,
		Card: p.card, Device: p.config.Device, Type: "digital audio " + strings.ToLower(direction.String()),
		Mapped: true, Open: st.open,
	}
	for n := range d.Substreams {
		st.substreams = append(st.substreams, newSubstream(st, n, d))
	}
	st.addTexts()
	return st
}

// letter is the direction's, at the end of names.
func (st *stream) letter() rune {
	if st.direction == abi.SNDRV_PCM_STREAM_CAPTURE {
		return 'c'
	}
	return 'p'
}

// each runs fn on every direction that the PCM has.
func (p *PCM) each(fn func(*stream)) {
	for _, st := range p.streams {
		if st != nil {
			fn(st)
		}
	}
}

// Register makes the timers and the nodes.
func (p *PCM) Register() error {
	p.each(func(st *stream) {
		for _, s := range st.substreams {
			s.timer = p.config.Timers.NewPCM(p.card, p.config.Device, s.number, st.direction)
		}
		p.card.Core().AddNode(st.node)
	})
	p.visible.Store(true)
	return nil
}

// Disconnect stops every stream, wakes its sleepers and hides the nodes
// (snd_pcm_dev_disconnect).
func (p *PCM) Disconnect() {
	p.visible.Store(false)
	p.each(func(st *stream) {
		for _, s := range st.substreams {
			s.disconnect()
		}
		p.card.Core().RemoveNode(st.node)
	})
}

// Free has nothing to do: the last close has given everything back.
func (*PCM) Free() {}

// Device is the PCM's device number.
func (p *PCM) Device() int { return p.config.Device }

// Substreams is how many there are in a direction that the PCM has.
func (p *PCM) Substreams(direction abi.Stream) int { return len(p.streams[direction].substreams) }

// Channels is how many channels the parameters of a substream have, 0 while it has
// none.
func (p *PCM) Channels(direction abi.Stream, substream int) uint32 {
	s := p.streams[direction].substreams[substream]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.params.Channels
}

// LastChannels is how many channels the last parameters of a substream have had since
// it was opened, 0 before the first: the kernel's runtime->channels. It is open while a
// program has it.
func (p *PCM) LastChannels(direction abi.Stream, substream int) (channels uint32, open bool) {
	s := p.streams[direction].substreams[substream]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.channels, len(s.files) > 0
}
