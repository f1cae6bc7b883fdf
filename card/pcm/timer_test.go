package pcm

import (
	"fmt"
	"slices"
	"testing"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
)

// listener is a program that reads the timer of a stream.
type listener struct{ *client }

// listen opens the timer of subdevice 0 and starts it, as dmix does.
func (r *rig) listen(stream abi.Stream) listener {
	r.t.Helper()
	l := listener{r.open("timer", card.OpenFlags{Nonblock: true})}
	l.call.Nonblock = true
	l.must("TREAD", do(l.client, abi.SNDRV_TIMER_IOCTL_TREAD_OLD, new(int32(1))))
	l.must("SELECT", do(l.client, abi.SNDRV_TIMER_IOCTL_SELECT, &abi.TimerSelect{ID: abi.TimerId{
		DevClass: abi.SNDRV_TIMER_CLASS_PCM, Subdevice: int32(stream),
	}}))
	l.must("PARAMS", do(l.client, abi.SNDRV_TIMER_IOCTL_PARAMS, &abi.TimerParams{
		Flags: abi.SNDRV_TIMER_PSFLG_AUTO, Ticks: 1,
		Filter: 1<<abi.SNDRV_TIMER_EVENT_TICK | 1<<abi.SNDRV_TIMER_EVENT_MSTART | 1<<abi.SNDRV_TIMER_EVENT_MSTOP |
			1<<abi.SNDRV_TIMER_EVENT_MSUSPEND | 1<<abi.SNDRV_TIMER_EVENT_MRESUME,
	}))
	l.must("START", l.plain(abi.SNDRV_TIMER_IOCTL_START))
	return l
}

var eventNames = map[abi.TimerEvent]string{
	abi.SNDRV_TIMER_EVENT_TICK:   "TICK",
	abi.SNDRV_TIMER_EVENT_MSTART: "MSTART",
	abi.SNDRV_TIMER_EVENT_MSTOP:  "MSTOP",

	abi.SNDRV_TIMER_EVENT_MSUSPEND: "MSUSPEND",
	abi.SNDRV_TIMER_EVENT_MRESUME:  "MRESUME",
}

// heard returns the events since the last time, as "TICK 1".
func (l listener) heard() (events []string) {
	l.t.Helper()
	p := make([]byte, 128*abi.Sizeof[abi.TimerTread]())
	n, _ := l.file.Read(&l.call, p) // EAGAIN is no events
	for ; n > 0; n -= abi.Sizeof[abi.TimerTread]() {
		e, err := abi.Decode[abi.TimerTread](p)
		l.must("decode an event", err)
		events = append(events, fmt.Sprintf("%s %d", eventNames[e.Event], e.Val))
		p = p[abi.Sizeof[abi.TimerTread]():]
	}
	return events
}

func (l listener) expect(want ...string) {
	l.t.Helper()
	if got := l.heard(); !slices.Equal(got, want) {
		l.t.Errorf("the timer told %q, want %q", got, want)
	}
}

// The period of usual, 1024 frames at 48 kHz, in nanoseconds.
const periodNs = 1024 * 1_000_000_000 / 48000

func TestTheTimerTicksOnceAPeriod(t *testing.T) {
	for _, stream := range []abi.Stream{abi.SNDRV_PCM_STREAM_PLAYBACK, abi.SNDRV_PCM_STREAM_CAPTURE} {
		inBubble(t, func(t *testing.T, r *rig) {
			capture := stream == abi.SNDRV_PCM_STREAM_CAPTURE
			c := r.playback()
			if capture {
				c = r.capture()
			}
			l := r.listen(stream)
			c.prepare(freeRunning)
			l.expect()
			c.start()
			l.expect(fmt.Sprint("MSTART ", periodNs))
			c.elapse(period - 1)
			l.expect()
			c.elapse(1)
			l.expect("TICK 1")
			c.elapse(3 * period)
			l.expect("TICK 3")
			c.elapse(period)
			c.elapse(period)
			l.expect("TICK 2") // nobody has read the first
			c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
			l.expect("MSTOP 0")
		})
	}
}

// A program that looks at the position between two periods takes no tick away.
func TestLookingTakesNoTick(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		l := r.listen(abi.SNDRV_PCM_STREAM_PLAYBACK)
		c.prepare(freeRunning)
		c.start()
		l.heard()
		c.pass(period + 10)
		c.must("HWSYNC", c.plain(abi.SNDRV_PCM_IOCTL_HWSYNC))
		l.expect()
		c.elapse(10)
		l.expect("TICK 1")
	})
}

// The period in which a stream stops makes no tick (snd_pcm_period_elapsed).
func TestTheLastPeriodMakesNoTick(t *testing.T) {
	for name, stop := range map[string]func(*client){
		"an underrun": func(c *client) { c.elapse(2 * buffer) },
		"the end of a drain": func(c *client) {
			c.nonblock = true
			_ = c.plain(abi.SNDRV_PCM_IOCTL_DRAIN)
			c.elapse(2 * buffer)
		},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				l := r.listen(abi.SNDRV_PCM_STREAM_PLAYBACK)
				c.play(buffer)
				l.heard()
				c.elapse(period)
				l.expect("TICK 1")
				stop(c)
				l.expect("MSTOP 0")
			})
		})
	}
}

func TestAStreamThatIsStartedAgainTicksFromTheBeginning(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		l := r.listen(abi.SNDRV_PCM_STREAM_PLAYBACK)
		for range 2 {
			c.play(buffer)
			c.elapse(period + 500)
			c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
			l.expect(fmt.Sprint("MSTART ", periodNs), "TICK 1", "MSTOP 0")
		}
	})
}
