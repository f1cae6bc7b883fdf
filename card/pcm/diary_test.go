package pcm

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
)

// lifecycle is the lifecycle log of a rig.
type lifecycle struct {
	mu     sync.Mutex
	events []string
}

func (l *lifecycle) add(_, event string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, event)
}

// of are the events of one stream so far.
func (l *lifecycle) of(stream string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []string
	for _, event := range l.events {
		if rest, ok := strings.CutPrefix(event, "stream "+stream+" "); ok {
			all = append(all, rest)
		}
	}
	return all
}

const playbackStream = playbackNode + " sub=0"

func (r *rig) expectStory(want ...string) {
	r.t.Helper()
	if got := r.log.of(playbackStream); !slices.Equal(got, want) {
		r.t.Errorf("the log tells\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

var settingUp = fmt.Sprintf("setup rate=48000 channels=2 format=S16_LE period=%d buffer=%d", period, buffer)

func TestTheLogTellsTheStatesOfAStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(period)
		c.elapse(period + 100)
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		c.queue(period)
		done, _ := c.drainInBackground()
		synctest.Wait()
		c.elapse(period)
		<-done
		c.must("HW_FREE", c.plain(abi.SNDRV_PCM_IOCTL_HW_FREE))
		c.prepare()
		r.card.Disconnect()
		c.close()
		r.expectStory(settingUp, "prepared", "running", fmt.Sprintf("xrun frames=%d", period+100),
			"prepared", "draining", fmt.Sprintf("setup frames=%d", period), "open",
			settingUp, "prepared", "disconnected")
	})
}

func TestACloseStopsTheStream(t *testing.T) {
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.play(period)
		c.close()
		r.expectStory(settingUp, "prepared", "running", "setup frames=0", "open")
	})
}

// restart stops a stream that is prepared and prepares it again: two changes.
func (c *client) restart() {
	c.t.Helper()
	c.must("DROP", c.plain(abi.SNDRV_PCM_IOCTL_DROP))
	c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
}

func TestAProgramCannotFillTheLogWithChangesOfState(t *testing.T) {
	const rounds = 10000
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		c.prepare()
		for range rounds {
			c.restart()
		}
		told := r.log.of(playbackStream)
		if len(told) < diaryBurst || len(told) > rounds/20 {
			t.Fatalf("there are %d lines, want the first %d and few more", len(told), diaryBurst)
		}
		<-time.After(2 * time.Second)
		told = r.log.of(playbackStream)
		if last := told[len(told)-1]; !strings.HasPrefix(last, "prepared skipped=") {
			t.Errorf("the log tells at last %q, want how it is now, and how much was left out", last)
		}
		if got, want := len(told)+skipped(t, told), 2+2*rounds; got != want {
			t.Errorf("%d changes are told or counted, want %d", got, want)
		}
		c.close()
	})
}

// Opening it anew gives a program no more room, and a close leaves nothing untold.
func TestAProgramCannotFillTheLogByOpeningAStreamAgain(t *testing.T) {
	const rounds = 1000
	inBubble(t, func(t *testing.T, r *rig) {
		for range rounds {
			c := r.playback()
			c.prepare()
			c.close()
		}
		told := r.log.of(playbackStream)
		if most := diaryBurst + 2*rounds; len(told) > most {
			t.Errorf("there are %d lines, want no more than %d", len(told), most)
		}
		if got, want := len(told)+skipped(t, told), 4*rounds; got != want {
			t.Errorf("%d changes are told or counted, want %d", got, want)
		}
		if last := told[len(told)-1]; !strings.HasPrefix(last, "open") {
			t.Errorf("the log tells at last %q, want that it is open without parameters", last)
		}
	})
}

func TestXrunsThatAreNotToldAreCounted(t *testing.T) {
	const xruns = 500
	inBubble(t, func(t *testing.T, r *rig) {
		c := r.playback()
		for range xruns {
			c.play(period)
			c.elapse(2 * period)
			c.must("PREPARE", c.plain(abi.SNDRV_PCM_IOCTL_PREPARE))
		}
		c.close()
		found := 0
		for _, event := range r.log.of(playbackStream) {
			if strings.HasPrefix(event, "xrun") {
				found++
			}
			found += count(t, event, "xruns=")
		}
		if found != xruns {
			t.Errorf("%d xruns are told or counted, want %d", found, xruns)
		}
	})
}

// skipped is how many changes of state the lines say that they leave out.
func skipped(t *testing.T, told []string) int {
	sum := 0
	for _, event := range told {
		sum += count(t, event, "skipped=")
	}
	return sum
}

// count is the number behind a word, 0 if the event has it not.
func count(t *testing.T, event, word string) int {
	t.Helper()
	_, rest, ok := strings.Cut(event, " "+word)
	if !ok {
		return 0
	}
	var n int
	if _, err := fmt.Sscan(rest, &n); err != nil {
		t.Fatalf("%q: %v", event, err)
	}
	return n
}
