package loopback

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/card/clock"
	"github.com/vsndfs/vsndfs/card/info"
)

// listed is how many substreams the text of a cable has, whether the card has
// them or not: MAX_PCM_SUBSTREAMS of sound/drivers/aloop.c.
const listed = 8

// addTexts tells of the cables below /proc/asound (loopback_cable_proc_new), and of
// the clock that they go by: "" for the system's.
func (all cables) addTexts(folder *info.Entry) {
	for device, cables := range all {
		folder.Text(fmt.Sprintf("cable#%d", device), func(b *strings.Builder) {
			for n := range max(listed, len(cables)) {
				fmt.Fprintf(b, "Cable %d substream %d:\n", device, n)
				if n < len(cables) {
					cables[n].describe(b)
				} else {
					b.WriteString("  inactive\n")
				}
			}
		})
	}
	folder.Text("timer_source", func(b *strings.Builder) { b.WriteByte('\n') })
}

// describe is print_substream_info.
func (k *cable) describe(b *strings.Builder) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.play.stream == nil && k.capture.stream == nil {
		b.WriteString("  inactive\n")
		return
	}
	fmt.Fprintf(b, "  valid: %d\n", directions(k.play.set, k.capture.set))
	fmt.Fprintf(b, "  running: %d\n  pause: 0\n", directions(k.play.running, k.capture.running))
	b.WriteString("  Playback\n")
	k.play.describe(b, k.currentShift(), 0)
	b.WriteString("  Capture\n")
	k.capture.describe(b, k.currentShift(), k.capture.silent())
}

// directions are the bits SNDRV_PCM_STREAM_PLAYBACK and SNDRV_PCM_STREAM_CAPTURE.
func directions(playback, capture bool) (b int) {
	if playback {
		b |= 1
	}
	if capture {
		b |= 2
	}
	return b
}

// describe is print_dpcm_info, with what the timer of the kernel's adds to it: where
// the end is in its period, and its ticks. Its clock is known from the first start.
func (e *end) describe(b *strings.Builder, shift, silent uint64) {
	if e.stream == nil {
		b.WriteString("    inactive\n")
		return
	}
	p := e.prepared
	buffer, period := e.bufferBytes(), uint64(p.PeriodSize)*uint64(p.FrameBytes)
	now, last, fraction := ticks(clock.Now()), uint64(0), uint64(0)
	if e.started {
		last, fraction = now, period*noShift/shift*ticksPerSecond
	} else {
		shift = 0
	}
	fmt.Fprintf(b, "    buffer_size:\t%d\n    buffer_pos:\t\t%d\n    silent_size:\t%d\n", buffer, e.within(buffer), silent)
	fmt.Fprintf(b, "    period_size:\t%d\n    bytes_per_sec:\t%d\n", period, uint64(p.FrameBytes)*uint64(p.RateHz))
	fmt.Fprintf(b, "    sample_align:\t%d\n    rate_shift:\t\t%d\n    update_pending:\t0\n", p.FrameBytes, shift)
	fmt.Fprintf(b, "    irq_pos:\t\t%d\n    period_frac:\t%d\n", e.within(period)*ticksPerSecond, fraction)
	fmt.Fprintf(b, "    last_jiffies:\t%d (%d)\n    timer_expires:\t0\n", last, now)
}

func (e *end) bufferBytes() uint64 {
	return uint64(e.prepared.BufferSize) * uint64(e.prepared.FrameBytes)
}

// silent is how many bytes of a capture's ring are known to be silence: all, until it
// hears something.
func (e *end) silent() uint64 {
	if e.done > 0 {
		return 0
	}
	return e.bufferBytes()
}

// within is how far the end is in a part of that many bytes.
func (e *end) within(bytes uint64) uint64 {
	if bytes == 0 {
		return 0
	}
	return e.done * uint64(e.prepared.FrameBytes) % bytes
}

// Jiffies, of a kernel with HZ=250: they begin five minutes before 1<<32.
const (
	ticksPerSecond = 250
	firstTick      = 1<<32 - 300*ticksPerSecond
)

func ticks(now clock.Time) uint64 {
	return firstTick + uint64(now)/uint64(time.Second/ticksPerSecond)
}
