package loopback

import (
	"bytes"
	"errors"
	"math"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// pipeTest is a cable without a clock, and what is under way in it.
type pipeTest struct {
	cable         cable
	play, capture pcm.FreeEngine
	listens       bool // the capture runs
	underWay      []byte
	next          byte
}

func openFree(t require, d pcm.Driver, format abi.Format) pcm.FreeEngine {
	engine, _, err := d.Open(new(pcm.Substream))
	if err == nil {
		err = engine.HwParams(pcm.Params{
			Format: format, Channels: 2, FrameBytes: frameBytes, RateHz: 48000, PeriodSize: 100, BufferSize: 1 << 20,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Prepare(); err != nil {
		t.Fatal(err)
	}
	return engine.(pcm.FreeEngine)
}

func startClock(t *testing.T) *clock.Clock {
	t.Helper()
	c, err := clock.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

// require is a test that can fail.
type require interface{ Fatal(...any) }

// TestAPipeCarriesEveryFrame plays and records as much as there is room for, in
// any order. What is recorded is what was played since the recording began.
func TestAPipeCarriesEveryFrame(t *testing.T) {
	c := startClock(t)
	rapid.Check(t, func(t *rapid.T) { usePipe(t, c) })
}

func usePipe(t *rapid.T, c *clock.Clock) {
	p := new(pipeTest)
	p.play = openFree(t, players{cable: &p.cable, free: true}, abi.SNDRV_PCM_FORMAT_S16_LE)
	if err := p.play.Start(0); err != nil {
		t.Fatal(err)
	}
	t.Repeat(map[string]func(*rapid.T){
		"play": func(t *rapid.T) {
			wanted := rapid.Uint64Range(0, 2*pipeBytes/frameBytes).Draw(t, "frames")
			n := p.play.Passable(wanted)
			if room := p.room(); n != min(wanted, room) {
				t.Fatalf("%d of %d frames can be played, and there is room for %d", n, wanted, room)
			}
			p.playFrames(int(n))
		},
		"record": func(t *rapid.T) {
			if !p.listens {
				t.Skip("nobody records")
			}
			n := p.capture.Passable(rapid.Uint64Range(0, 1000).Draw(t, "frames"))
			got := make([]byte, n*frameBytes)
			p.capture.Transfer(got)
			if !bytes.Equal(got, p.underWay[:len(got)]) {
				t.Fatalf("recorded\n% x\nwant\n% x", got, p.underWay[:len(got)])
			}
			p.underWay = p.underWay[len(got):]
		},
		"open": func(t *rapid.T) {
			p.close()
			p.capture = openFree(t, recorders{cable: &p.cable, clock: c}, abi.SNDRV_PCM_FORMAT_S16_LE)
		},
		"start": func(t *rapid.T) {
			if p.capture == nil || p.listens {
				t.Skip("nobody can")
			}
			if err := p.capture.Start(0); err != nil {
				t.Fatal(err)
			}
			p.listens, p.underWay = true, nil
		},
		"close": func(*rapid.T) { p.close() },
	})
}

func (p *pipeTest) room() uint64 {
	switch {
	case p.capture == nil:
		return math.MaxUint64
	case !p.listens:
		return 0
	}
	return uint64(pipeBytes-len(p.underWay)) / frameBytes
}

func (p *pipeTest) playFrames(n int) {
	frames := make([]byte, n*frameBytes)
	for i := range frames {
		p.next++
		frames[i] = p.next
	}
	p.play.Transfer(frames)
	if p.listens {
		p.underWay = append(p.underWay, frames...)
	}
}

func (p *pipeTest) close() {
	if p.capture != nil {
		p.capture.Stop(0)
		p.capture.Close()
	}
	p.capture, p.listens = nil, false
}

// A free-running stream is not held up: what there is no room for is lost, and
// what there is not is silence.
func TestAPipeDoesNotHoldUpWhatRunsFree(t *testing.T) {
	c := startClock(t)
	p := new(pipeTest)
	p.play = openFree(t, players{cable: &p.cable, free: true}, abi.SNDRV_PCM_FORMAT_S16_LE)
	p.capture = openFree(t, recorders{cable: &p.cable, clock: c}, abi.SNDRV_PCM_FORMAT_S16_LE)
	if err := errors.Join(p.play.Start(0), p.capture.Start(0)); err != nil {
		t.Fatal(err)
	}
	p.play.Transfer(bytes.Repeat([]byte{1}, pipeBytes+frameBytes))
	got := make([]byte, pipeBytes+frameBytes)
	p.capture.Transfer(got)
	if want := append(bytes.Repeat([]byte{1}, pipeBytes), 0, 0, 0, 0); !bytes.Equal(got, want) {
		t.Error("recorded something else than a full pipe and a silent frame")
	}
}

func TestAPipeBetweenEndsSetUpDifferently(t *testing.T) {
	c := startClock(t)
	p := new(pipeTest)
	p.play = openFree(t, players{cable: &p.cable, free: true}, abi.SNDRV_PCM_FORMAT_S16_LE)
	p.capture = openFree(t, recorders{cable: &p.cable, clock: c}, abi.SNDRV_PCM_FORMAT_S16_BE)
	if err := p.play.Start(0); err != nil {
		t.Fatal(err)
	}
	if err := p.capture.Start(0); !errors.Is(err, syscall.EIO) {
		t.Errorf("the capture starts with %v, want EIO", err)
	}
}

// After the playback there is silence, as time goes by, until the next one.
func TestAPipeIsSilentAfterAPlayback(t *testing.T) {
	p, c := new(pipeTest), startClock(t)
	p.play = openFree(t, players{cable: &p.cable, free: true}, abi.SNDRV_PCM_FORMAT_U8)
	p.capture = openFree(t, recorders{cable: &p.cable, clock: c}, abi.SNDRV_PCM_FORMAT_U8)
	p.cable.play.stream, p.cable.capture.stream = new(pcm.Substream), new(pcm.Substream)
	if err := errors.Join(p.capture.Start(0), p.play.Start(0)); err != nil {
		t.Fatal(err)
	}
	p.play.Transfer([]byte{1, 2, 3, 4})
	p.cable.onHush(clock.Now())
	if got := p.capture.Passable(1 << 20); got != 1 {
		t.Errorf("%d frames have come from an open playback, want the one that was played", got)
	}
	p.play.Close()
	p.cable.onHush(clock.Now())
	got := make([]byte, 8)
	p.cable.mu.Lock()
	p.capture.Transfer(got)
	p.cable.mu.Unlock()
	if want := []byte{1, 2, 3, 4, 0x80, 0x80, 0x80, 0x80}; !bytes.Equal(got, want) {
		t.Errorf("recorded % x, want % x", got, want)
	}
	p.close()
}
