package loopback

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm"
)

// TestWhatIsPlayedIsRecorded starts, stops, reconfigures and updates both ends of
// a cable in any order and at any time. What the capture hears must be, bit for bit,
// what the playback played in the same moment, and silence where it played nothing.
func TestWhatIsPlayedIsRecorded(t *testing.T) { rapid.Check(t, playCable) }

// FuzzCable is the same for go test -fuzz.
func FuzzCable(f *testing.F) { f.Fuzz(rapid.MakeFuzz(playCable)) }

func playCable(t *rapid.T) {
	c := &cableTest{
		now:  clock.Time(rapid.Int64Range(1e10, 1e15).Draw(t, "now")),
		rate: rapid.SampledFrom([]uint32{8000, 11025, 44100, 48000, 192000}).Draw(t, "rate"),
	}
	c.open(t, &c.play, players{cable: &c.cable})
	c.open(t, &c.capture, recorders{cable: &c.cable})
	for range rapid.IntRange(10, 100).Draw(t, "steps") {
		c.pass(t)
		rapid.SampledFrom(steps).Draw(t, "step")(c, t)
	}
	c.update(t, &c.capture)
}

// steps are what happens to a cable, what happens often several times.
var steps = func() []func(*cableTest, *rapid.T) {
	startPlayback := func(c *cableTest, t *rapid.T) { c.start(t, &c.play, &c.capture) }
	startCapture := func(c *cableTest, t *rapid.T) { c.start(t, &c.capture, &c.play) }
	playback := func(c *cableTest, t *rapid.T) { c.update(t, &c.play) }
	capture := func(c *cableTest, t *rapid.T) { c.update(t, &c.capture) }
	return []func(*cableTest, *rapid.T){
		playback, capture, startPlayback, startCapture,
		playback, capture, startPlayback, startCapture,
		playback, capture, playback, capture, playback, capture, playback, capture,
		func(c *cableTest, t *rapid.T) { c.stop(t, &c.play) },
		func(c *cableTest, t *rapid.T) { c.stop(t, &c.capture) },
		func(c *cableTest, t *rapid.T) { c.updateTo(t, &c.play, c.now) }, // and the capture later, to an earlier moment
		func(c *cableTest, t *rapid.T) { c.open(t, &c.play, players{cable: &c.cable}) },
		func(c *cableTest, t *rapid.T) { c.open(t, &c.capture, recorders{cable: &c.cable}) },
	}
}()

// cableTest is a cable between two streams that the test plays by itself, and
// what the playback has put into it.
type cableTest struct {
	cable         cable
	play, capture testStream
	now           clock.Time
	rate          uint32 // Hz

	epoch  clock.Time        // when one end was started while the other was not
	played map[uint64]uint32 // by the frame since then
	number uint32            // of the frame that was played last, over all epochs
}

// testStream does to its engine what package pcm does.
type testStream struct {
	engine  pcm.Engine
	params  pcm.Params
	running bool
	started uint64 // the frame of the cable at that time
	moved   uint64
}

const frameBytes = 4

func (c *cableTest) pass(t *rapid.T) {
	longest := rapid.SampledFrom([]uint64{1, 10, 30, 300}).Draw(t, "longest pass in frames")
	c.now += clock.Time(rapid.Int64Range(0, int64(clock.Span(longest, c.rate))).Draw(t, "nanoseconds"))
}

// open closes a stream and opens and prepares it with another buffer.
func (c *cableTest) open(t *rapid.T, s *testStream, d pcm.Driver) {
	if s.engine != nil {
		c.stop(t, s)
		s.engine.HwFree()
		s.engine.Close()
	}
	engine, _, err := d.Open(new(pcm.Substream))
	s.params = pcm.Params{
		Format: abi.SNDRV_PCM_FORMAT_S16_LE, Channels: 2, FrameBytes: frameBytes, RateHz: c.rate,
		BufferSize: abi.Uframes(rapid.IntRange(1, 100).Draw(t, "buffer size")),
	}
	s.engine = engine
	if err = errors.Join(err, engine.HwParams(s.params)); err != nil {
		t.Fatal(err)
	}
	if err := engine.Prepare(); err != nil {
		t.Fatal(err)
	}
}

// start starts a stream. What the other has moved by then is moved first, as the
// engine would have it done.
func (c *cableTest) start(t *rapid.T, s, other *testStream) {
	if s.running {
		return
	}
	c.update(t, other)
	if !other.running {
		c.epoch, c.played = c.now, map[uint64]uint32{}
	}
	if err := s.engine.Start(c.now); err != nil {
		t.Fatal(err)
	}
	s.running, s.started, s.moved = true, clock.Frames(c.epoch, c.now, c.rate), 0
}

func (c *cableTest) stop(t *rapid.T, s *testStream) {
	c.update(t, s)
	s.engine.Stop(c.now)
	s.running = false
}

// update lets a running stream come to the present, or to a moment before: whoever
// updates it may have read the time and then waited for the stream lock.
func (c *cableTest) update(t *rapid.T, s *testStream) {
	late := rapid.Uint64Range(0, uint64(c.capture.params.BufferSize)).Draw(t, "late by frames")
	c.updateTo(t, s, c.now-clock.Time(clock.Span(late, c.rate)))
	c.updateTo(t, s, c.now)
}

func (c *cableTest) updateTo(t *rapid.T, s *testStream, now clock.Time) {
	if !s.running {
		return
	}
	if s == &c.capture {
		c.updateTo(t, &c.play, now)
	}
	moved := s.engine.Moved(now)
	if want := max(clock.Frames(c.epoch, now, c.rate), s.started) - s.started; moved != want {
		t.Fatalf("%d frames have moved, want %d", moved, want)
	}
	moved = max(moved, s.moved)
	frames, at := moved-s.moved, s.started+s.moved
	s.moved = moved
	if s == &c.play {
		c.playFrames(t, at, frames)
	} else {
		c.captureFrames(t, at, frames)
	}
	if due := s.engine.Due(moved + 1); due <= now || s.engine.Moved(due) != moved+1 {
		t.Fatalf("frame %d is due at %d, when %d have moved; it is %d", moved+1, due, s.engine.Moved(due), now)
	}
}

// playFrames plays the frames from at on that the program has written in time.
func (c *cableTest) playFrames(t *rapid.T, at, frames uint64) {
	held := rapid.Uint64Range(0, min(frames, uint64(c.play.params.BufferSize))).Draw(t, "queued")
	for _, n := range cut(t, held) {
		var p []byte
		for range n {
			c.number++
			c.played[at] = c.number
			at++
			p = binary.LittleEndian.AppendUint32(p, c.number)
		}
		c.play.engine.Transfer(p)
	}
	c.play.engine.Skip(frames - held)
}

// captureFrames records the frames from at on, as many as the buffer holds.
func (c *cableTest) captureFrames(t *rapid.T, at, frames uint64) {
	held := min(frames, uint64(c.capture.params.BufferSize))
	c.capture.engine.Skip(frames - held)
	at += frames - held
	for _, n := range cut(t, held) {
		var want []byte
		for range n {
			want = binary.LittleEndian.AppendUint32(want, c.played[at])
			at++
		}
		got := bytes.Repeat([]byte{0xee}, len(want))
		c.capture.engine.Transfer(got)
		if !bytes.Equal(got, want) {
			t.Fatalf("recorded\n% x\nwant\n% x", got, want)
		}
	}
}

// cut cuts n frames in two, as the end of a ring does.
func cut(t *rapid.T, n uint64) []uint64 {
	first := rapid.Uint64Range(0, n).Draw(t, "cut")
	return []uint64{first, n - first}
}
