package timer

import (
	"fmt"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// Timer is the timer of one PCM substream. It is a slave: it ticks when the
// stream does.
type Timer struct {
	service *Service
	card    *card.Card
	id      abi.TimerId
	name    string

	// Guarded by service.mu.
	resolution uint64 // nanoseconds of a period, 0 while the stream has none
	instances  []*instance
	gone       bool
}

// NewPCM makes the timer of a PCM substream (snd_pcm_timer_init). It is visible
// until Disconnect.
func (s *Service) NewPCM(c *card.Card, device, substream int, stream abi.Stream) *Timer {
	sub := int32(substream)<<1 | int32(stream)
	t := &Timer{service: s, card: c, id: abi.TimerId{
		DevClass: abi.SNDRV_TIMER_CLASS_PCM, DevSclass: abi.SNDRV_TIMER_SCLASS_NONE,
		Card: int32(c.Number()), Device: int32(device), Subdevice: sub,
	}}
	direction := "Playback"
	if stream == abi.SNDRV_PCM_STREAM_CAPTURE {
		direction = "Capture"
	}
	t.name = fmt.Sprintf("PCM %s %d-%d-%d", direction, c.Number(), device, sub)
	s.add(t)
	return t
}

// SetResolution says how long a period is, in nanoseconds; 0 when the stream
// has none.
func (t *Timer) SetResolution(ns uint64) {
	t.service.mu.Lock()
	defer t.service.mu.Unlock()
	t.resolution = ns
}

// Tick is the end of ticks periods (snd_timer_interrupt).
func (t *Timer) Tick(now clock.Time, ticks uint32) {
	t.service.mu.Lock()
	defer t.service.mu.Unlock()
	for _, i := range t.instances {
		i.tick(now, t.resolution, ticks)
	}
}

// Notify tells those who have started the timer what its stream did: one of the
// MSTART to MRESUME events (snd_timer_notify). It tells nothing of a stream that
// stops because its card goes.
func (t *Timer) Notify(now clock.Time, e abi.TimerEvent) {
	t.service.mu.Lock()
	defer t.service.mu.Unlock()
	if t.gone {
		return
	}
	val := uint64(0)
	switch e {
	case abi.SNDRV_TIMER_EVENT_MSTART, abi.SNDRV_TIMER_EVENT_MCONTINUE, abi.SNDRV_TIMER_EVENT_MRESUME:
		val = t.resolution
	}
	for _, i := range t.instances {
		if i.running {
			i.file.event(now, e, val)
		}
	}
}

// Disconnect makes the timer unfindable and wakes those who wait for it. Their
// files hold the card until they are closed or select another timer.
func (t *Timer) Disconnect() {
	t.service.remove(t)
	t.service.mu.Lock()
	defer t.service.mu.Unlock()
	t.gone = true
	for _, i := range t.instances {
		i.file.disconnected = true
		i.file.wakeLocked()
	}
}
