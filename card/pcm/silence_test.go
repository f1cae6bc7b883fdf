package pcm

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// silent sets silence_size and silence_threshold, on a stream that does not stop
// when its program is late.
func silent(size, threshold abi.Uframes) func(*abi.SwParams) {
	return func(p *abi.SwParams) {
		p.SilenceSize, p.SilenceThreshold = size, threshold
		p.StopThreshold = math.MaxUint64
	}
}

const everywhere = math.MaxUint64 // as silence_size: what was played becomes silence

// scribble fills the ring with sound.
func (c *client) scribble() {
	copy(c.stream().pages.ring, tape(0, buffer*frameBytes))
}

// silence says which frames of the ring are silent, as "FROM-TO FROM-TO".
func (c *client) silence() string {
	var spans []string
	ring := c.stream().pages.ring
	silentAt := func(frame int) bool {
		return frame < buffer && ring[frame*frameBytes] == 0 && ring[frame*frameBytes+frameBytes-1] == 0
	}
	for from := 0; from < buffer; from++ {
		to := from
		for silentAt(to) {
			to++
		}
		if to > from {
			spans = append(spans, fmt.Sprintf("%d-%d", from, to))
			from = to
		}
	}
	return strings.Join(spans, " ")
}

// silenceStep is what happens to a stream, and which frames are silent then.
type silenceStep struct {
	do   func(*client)
	want string
}

func passes(frames uint64) func(*client) { return func(c *client) { c.elapse(frames) } }
func queues(frames int) func(*client)    { return func(c *client) { c.queue(frames) } }
func starts(c *client)                   { c.start() }
func resets(c *client)                   { c.must("RESET", c.plain(abi.SNDRV_PCM_IOCTL_RESET)) }

func rewinds(frames abi.Uframes) func(*client) {
	return func(c *client) { c.must("REWIND", do(c, abi.SNDRV_PCM_IOCTL_REWIND, &frames)) }
}

func changes(change func(*abi.SwParams)) func(*client) {
	return func(c *client) {
		p := usual.swParams()
		change(p)
		c.must("SW_PARAMS", do(c, abi.SNDRV_PCM_IOCTL_SW_PARAMS, p))
	}
}

// The steps follow snd_pcm_playback_silence of Linux 6.12.
func TestSilence(t *testing.T) {
	for name, tc := range map[string]struct {
		size, threshold abi.Uframes
		steps           []silenceStep
	}{
		"none": {0, 0, []silenceStep{
			{queues(100), ""}, {starts, ""}, {passes(500), ""},
		}},
		"a threshold keeps that much ahead": {1000, 1000, []silenceStep{
			{queues(100), ""},
			{starts, "100-1000"},
			{passes(50), "100-1050"},
			{passes(25), "100-1075"},
		}},
		"in steps of no more than its size": {300, 1000, []silenceStep{
			{queues(100), ""},
			{starts, "100-400"},
			{passes(1), "100-700"},
			{passes(1), "100-1000"},
			{passes(1), "100-1003"},
		}},
		"enough is queued": {1000, 1000, []silenceStep{
			{queues(1000), ""},
			{starts, ""},
			{passes(10), "1000-1010"},
		}},
		"what the program writes is no silence any more": {1000, 1000, []silenceStep{
			{queues(100), ""},
			{starts, "100-1000"},
			{queues(200), "300-1000"},
			{passes(100), "300-1100"},
		}},
		"it writes more than there was of it": {1000, 1000, []silenceStep{
			{queues(100), ""},
			{starts, "100-1000"},
			{queues(2000), ""},
			{passes(1500), "2100-2500"},
		}},
		"what it takes back becomes silence too": {1000, 1000, []silenceStep{
			{queues(900), ""},
			{starts, "900-1000"},
			{rewinds(600), "900-1000"},
			{passes(100), "300-1100"},
		}},
		"nothing more when it is late": {1000, 1000, []silenceStep{
			{queues(100), ""},
			{starts, "100-1000"},
			{passes(200), "100-1000"},
		}},
		"around the end of the ring": {1000, 1000, []silenceStep{
			{queues(buffer), ""},
			{starts, ""},
			{passes(buffer - 400), "0-600"},
		}},
		"everywhere, from the start": {everywhere, 0, []silenceStep{
			{queues(100), ""},
			{starts, "100-4096"},
			{passes(60), "0-60 100-4096"},
			{passes(40), "0-4096"},
		}},
		"everywhere, on a full ring": {everywhere, 0, []silenceStep{
			{queues(buffer), ""},
			{starts, ""},
			{passes(1000), "0-1000"},
			{passes(2000), "0-3000"},
			{passes(10 * buffer), "0-4096"},
		}},
		"everywhere, and nothing queued": {everywhere, 0, []silenceStep{
			{starts, "0-4096"},
		}},
		"everywhere, from now on": {0, 0, []silenceStep{
			{queues(1000), ""},
			{starts, ""},
			{passes(100), ""},
			{changes(silent(everywhere, 0)), "0-100 1000-4096"},
		}},
		"a threshold from now on": {0, 0, []silenceStep{
			{queues(1000), ""},
			{starts, ""},
			{passes(100), ""},
			{changes(silent(1000, 1000)), "1000-1100"},
		}},
		"everywhere, when all is forgotten": {everywhere, 0, []silenceStep{
			{queues(1000), ""},
			{resets, "0-4096"},
		}},
		"a threshold when all is forgotten": {500, 1000, []silenceStep{
			{queues(1000), ""},
			{resets, "0-500"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, r *rig) {
				c := r.playback()
				c.prepare(silent(tc.size, tc.threshold))
				c.scribble()
				for n, step := range tc.steps {
					step.do(c)
					if got := c.silence(); got != step.want {
						t.Errorf("after step %d: silent are %q, want %q", n+1, got, step.want)
					}
				}
			})
		})
	}
}

// Silence is not always 0.
func TestSilenceOfAnUnsignedFormat(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		w := usual
		w.format = abi.SNDRV_PCM_FORMAT_U8
		c.setUp(w, silent(4, 4))
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.start()
		expectBytes(t, "ring", c.stream().pages.ring[:10], []byte{128, 128, 128, 128, 128, 128, 128, 128, 0, 0})
	})
}

// What plays is what was in the ring before it was silenced.
func TestSilenceComesAfterTheSound(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(1000, silent(everywhere, 0))
		c.elapse(700)
		c.elapse(700)
		want := append(tape(0, 1000*frameBytes), make([]byte, 400*frameBytes)...)
		expectBytes(t, "heard", c.engine().heard(), want)
	})
}

// A driver may silence what a recording left in the ring.
func TestADriverSilencesTheRing(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		silence := func() {
			s := c.stream()
			s.mu.Lock()
			defer s.mu.Unlock()
			s.Silence()
		}
		silence() // of a stream without parameters
		c.prepare()
		c.scribble()
		silence()
		if got, want := c.silence(), fmt.Sprintf("0-%d", buffer); got != want {
			t.Errorf("silent are the frames %s, want %s", got, want)
		}
	})
}
