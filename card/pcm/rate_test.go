package pcm

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/pcm/hwparams"
)

// quartz is hardware with a sample clock of its own.
type quartz struct {
	fakeEngine
	begun clock.Time
}

func (q *quartz) Open(s *Substream) (Engine, []hwparams.Constraint, error) {
	q.playback = s.playback()
	return q, nil, nil
}

func (q *quartz) Start(now clock.Time) error {
	q.begun = now
	return nil
}

func (q *quartz) Moved(now clock.Time) uint64 {
	return clock.Frames(q.begun, now, q.params.RateHz)
}

func (q *quartz) Due(frames uint64) clock.Time {
	return q.begun.Add(clock.Span(frames, q.params.RateHz))
}

// ticking makes a rig's playback run on q.
func ticking(q *quartz) func(*Config) {
	return func(c *Config) { c.Playback.Driver = q }
}

// update brings a stream to a time.
func (c *client) update(now clock.Time) {
	s := c.stream()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Update(now)
}

func TestASecondHasAsManyFramesAsTheRateSays(t *testing.T) {
	for _, rate := range []uint32{5512, 8000, 11025, 22050, 44100, 48000, 96000, 192000} {
		var q quartz
		r := newRig(t, startClock(t), ticking(&q))
		c := r.playback()
		w := usual
		w.rate = rate
		c.setUp(w, freeRunning)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.start()
		c.update(q.begun.Add(time.Second))
		if got := c.onPage().HwPtr; got != abi.Uframes(rate) {
			t.Errorf("%d frames passed in a second at %d Hz", got, rate)
		}
	}
}

// However the time is cut into interrupts and looks, the position is the same.
func TestThePositionDoesNotDependOnTheTicks(t *testing.T) {
	var q quartz
	c := newRig(t, startClock(t), ticking(&q)).playback()
	w := usual
	w.rate = 44100
	rapid.Check(t, func(t *rapid.T) {
		c.setUp(w, freeRunning)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.start()
		var last abi.Uframes
		at := time.Minute // later than what the machine's own clock says of it
		for _, step := range rapid.SliceOfN(rapid.Int64Range(0, int64(time.Second)), 1, 20).Draw(t, "steps") {
			at += time.Duration(step)
			c.update(q.begun.Add(at))
			got := c.onPage().HwPtr
			if want := abi.Uframes(at * 44100 / time.Second); got != want {
				t.Fatalf("after %v hw_ptr is %d, want %d", at, got, want)
			}
			if got < last {
				t.Fatalf("hw_ptr went back from %d to %d", last, got)
			}
			last = got
		}
		c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
	})
}

// The clock's thread interrupts by itself, a period at a time, until the stream
// has played all that there is. What the last period has beyond is not played. The
// interrupt before the last finds the end already, if it comes late enough.
func TestTheClockDrivesAStream(t *testing.T) {
	var q quartz
	c := newRig(t, startClock(t), ticking(&q)).playback()
	w := usual
	w.rate, w.period, w.buffer = 8000, 64, 65536 // long enough for any machine to come round
	c.setUp(w)
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
	c.queue(200)
	before := clock.Now()
	c.must("DRAIN", c.plain(abi.SNDRV_PCM_IOCTL_DRAIN))
	if took := clock.Now().Sub(before); took < clock.Span(200, 8000) {
		t.Errorf("200 frames at 8 kHz took %v", took)
	}
	expectBytes(t, "heard", q.heard(), tape(0, 200*frameBytes))
	p := c.look()
	if p.Status.State != abi.SNDRV_PCM_STATE_SETUP || p.Status.HwPtr < 200 || p.Control.ApplPtr != 200 {
		t.Errorf("got %v, hw_ptr %d, appl_ptr %d, want SETUP, 200 or more, 200", p.Status.State, p.Status.HwPtr, p.Control.ApplPtr)
	}
}
