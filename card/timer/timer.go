package timer

import (
	"fmt"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// Timer is a timer that can be selected: one of the system's, or that of a PCM
// substream, which ticks when the stream does.
type Timer struct {
	service *Service
	card    *card.Card // nil for a global one
	id      abi.TimerId
	key     string // a name for programs
	name    string
	most    uint64   // ticks to wait for at once
	hw      hardware // nil if it ticks by what somebody else does, SNDRV_TIMER_HW_SLAVE

	// Guarded by service.mu.
	resolution  uint64 // nanoseconds of a tick, 0 while the stream has no period
	instances   []*instance
	active      []*instance // those that are started, in that order
	running     int         // of them, those that count ticks
	sticks      uint64      // after which the hardware ticks next
	rescheduled bool        // some wait for the hardware to tick, to be taken into account
	gone        bool
}

// NewPCM makes the timer of a PCM substream (snd_pcm_timer_init). It is visible
// until Disconnect.
func (s *Service) NewPCM(c *card.Card, device, substream int, stream abi.Stream) *Timer {
	sub := int32(substream)<<1 | int32(stream)
	t := &Timer{service: s, card: c, key: "PCM", most: 1, id: abi.TimerId{
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

// flags are those that programs see.
func (t *Timer) flags() abi.TimerFlags {
	if t.hw == nil {
		return abi.SNDRV_TIMER_FLG_SLAVE
	}
	return 0
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
	t.interrupt(now, uint64(ticks))
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
	for _, i := range t.active {
		i.file.event(now, e, val)
		i.tellSlaves(now, e, val)
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
