package gallery

import (
	"cmp"
	"time"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/control"
	"github.com/vsndfs/vsndfs/card/driver/virtual"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// parts are what the operations of a stream use of a device.
type parts struct {
	regs   *registers
	buffer *buffer
	unit   *unit // nil for a chip that is on no bus worth mentioning
}

// capabilities are the chip's: 48 kHz, 16 bit, stereo.
var capabilities = hwparams.Hardware{
	Info: abi.SNDRV_PCM_INFO_MMAP | abi.SNDRV_PCM_INFO_MMAP_VALID |
		abi.SNDRV_PCM_INFO_INTERLEAVED | abi.SNDRV_PCM_INFO_BLOCK_TRANSFER,
	Formats:        hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE),
	RateMinHz:      48000,
	RateMaxHz:      48000,
	ChannelsMin:    2,
	ChannelsMax:    2,
	BufferBytesMax: 1 << 20,
	PeriodBytesMin: 64,
	PeriodBytesMax: 1 << 19,
	PeriodsMin:     2,
	PeriodsMax:     1024,
}

// capabilities are the chip's, and what the user wants of all cards.
func (k *chip) capabilities() hwparams.Hardware {
	hw := capabilities
	if k.settings.Resume {
		hw.Info |= abi.SNDRV_PCM_INFO_RESUME
	}
	return hw
}

// addPCM gives a card its names, its playback stream and its control node. It is the
// same for all exhibits.
func (k *chip) addPCM(c *card.Card, p parts) {
	c.ID = cmp.Or(k.settings.ID, "Gallery")
	k.env.Faults.SetCard(c)
	c.Driver, c.ShortName, c.LongName = "Gallery", "Gallery", "vsndfs gallery at "+c.Parent().Name()
	pcm.New(c, pcm.Config{
		ID: "Gallery PCM", Name: "Gallery PCM",
		Playback: &pcm.Direction{Substreams: 1, Hardware: k.capabilities(), Driver: k.env.Faults.Wrap(p)},
		Clock:    k.env.Clock, Timers: k.env.Timers, Strict: k.settings.Strict, MMAP: k.env.MMAP,
	})
	control.New(c)
}

// Open opens the stream, for a program.
func (p parts) Open(*pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	due := virtual.Stopwatch{Oscillator: p.regs.watch.Oscillator}
	return &stream{parts: p, due: due}, nil, nil
}

// stream is an open stream. Each of its operations touches what a real driver's does,
// and names itself as snd_pcm_ops does.
type stream struct {
	parts
	rate   uint32
	due    virtual.Stopwatch // of the interrupts, which the chip does not count
	moved  uint64
	looked clock.Time
	lost   bool // the registers do not answer
}

func (s *stream) HwParams(p pcm.Params) error {
	s.rate = p.RateHz
	s.buffer.clear("hw_params")
	return nil
}

func (s *stream) HwFree()        { s.buffer.clear("hw_free") }
func (s *stream) Prepare() error { return nil }

func (s *stream) Start(now clock.Time) error {
	s.regs.start("trigger START", now, s.rate)
	s.due.Start(now, s.rate)
	s.moved, s.lost = 0, false
	return nil
}

func (s *stream) Stop(clock.Time) { s.regs.stop("trigger STOP") }

// Moved asks the registers. Where they are gone the counter stands still.
func (s *stream) Moved(now clock.Time) uint64 {
	frames, ok := s.regs.position("pointer", now)
	if ok {
		s.moved = frames
	}
	s.looked, s.lost = now, !ok
	return s.moved
}

// Due is when the chip interrupts. One whose counter stands still would do so without
// a pause.
func (s *stream) Due(frames uint64) clock.Time {
	if s.lost {
		return s.looked.Add(10 * time.Millisecond)
	}
	return s.due.Due(frames)
}

func (s *stream) Transfer(p []byte) { s.buffer.write("copy", p) }
func (s *stream) Skip(uint64)       {}
func (s *stream) Looked()           {}
func (s *stream) Flush()            {}

func (s *stream) Close() {
	if s.unit != nil {
		s.unit.send("close")
	}
}
