package virtual_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/bus"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
	"github.com/vsndfs/vsndfs/card/timer"
)

// configuredStream is a playback that a program has written one frame to: it has
// parameters and does not run.
func configuredStream(t *testing.T) *pcm.Substream {
	t.Helper()
	c, err := clock.Start()
	if err != nil {
		t.Fatal(err)
	}
	core, d := new(card.Core), &deaf{clock: c}
	d.core, d.timers = core, timer.NewService(core)
	slot := bus.New(func(string, string) {}).AddSlot("deaf.0", d)
	if err := slot.Plug(); err != nil {
		t.Fatal(err)
	}
	n, _ := core.Node("pcmC0D0p")
	f, err := n.Open(&card.Call{}, card.OpenFlags{Write: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		f.Release()
		_ = slot.Unplug()
		c.Stop()
	})
	if _, err := f.Write(&card.Call{}, make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	return d.stream
}

// deaf is the driver of a card whose playback nobody hears.
type deaf struct {
	core   *card.Core
	clock  *clock.Clock
	timers *timer.Service
	stream *pcm.Substream // the one that was opened last
}

func (*deaf) Name() string { return "deaf" }

func (d *deaf) Probe(device *bus.Device) error {
	c, err := d.core.NewManaged(device, -1)
	if err != nil {
		return err
	}
	pcm.New(c, pcm.Config{Clock: d.clock, Timers: d.timers, Playback: &pcm.Direction{
		Substreams: 1, Driver: d,
		Hardware: hwparams.Hardware{
			Info:      abi.SNDRV_PCM_INFO_INTERLEAVED,
			Formats:   hwparams.FormatSet(abi.SNDRV_PCM_FORMAT_S16_LE),
			RateMinHz: 48000, RateMaxHz: 48000, ChannelsMin: 2, ChannelsMax: 2,
			BufferBytesMax: 1 << 16, PeriodBytesMin: 64, PeriodBytesMax: 1 << 15, PeriodsMin: 2, PeriodsMax: 32,
		},
	}})
	return c.Register()
}

func (d *deaf) Open(s *pcm.Substream) (pcm.Engine, []hwparams.Constraint, error) {
	d.stream = s
	return noEngine{}, nil, nil
}

// noEngine is hardware that does nothing.
type noEngine struct{}

func (noEngine) HwParams(pcm.Params) error { return nil }
func (noEngine) HwFree()                   {}
func (noEngine) Prepare() error            { return nil }
func (noEngine) Start(clock.Time) error    { return nil }
func (noEngine) Stop(clock.Time)           {}
func (noEngine) Moved(clock.Time) uint64   { return 0 }
func (noEngine) Due(uint64) clock.Time     { return 0 }
func (noEngine) Transfer([]byte)           {}
func (noEngine) Skip(uint64)               {}
func (noEngine) Looked()                   {}
func (noEngine) Flush()                    {}
func (noEngine) Close()                    {}
