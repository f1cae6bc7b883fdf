package pcm

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsndfs/vsndfs/card/abi"
	"github.com/vsndfs/vsndfs/card/clock"
)

// A stream may have diaryBurst lines in the log at once and one more each
// diaryPause. A program can start and stop a stream ten thousand times a second;
// the log is everybody's.
const (
	diaryBurst = 50
	diaryPause = 100 * time.Millisecond
)

// diary writes a stream's changes of state into the lifecycle log. Those for which
// it has no room are counted, and the next line says how many there were. It
// belongs to the substream and not to who has it open, or opening it anew would be
// a way around. The stream lock guards it.
type diary struct {
	spent   clock.Time // when the room is whole again
	pending string     // the latest event, if it was not written
	skipped int        // events before it that were not
	xruns   int        // xruns among them
}

// hasRoom reports whether there is room for a line, and takes it.
func (d *diary) hasRoom(now clock.Time) bool {
	if d.spent.Sub(now) > (diaryBurst-1)*diaryPause {
		return false
	}
	d.spent = max(d.spent, now).Add(diaryPause)
	return true
}

// skip gives up the latest event: another has come.
func (d *diary) skip() {
	if d.pending == "" {
		return
	}
	d.skipped++
	if strings.HasPrefix(d.pending, "xrun") {
		d.xruns++
	}
	d.pending = ""
}

// toldSkipped is how a line tells of those that were skipped before it.
func (d *diary) toldSkipped() string {
	if d.skipped == 0 {
		return ""
	}
	text := fmt.Sprintf(" skipped=%d xruns=%d", d.skipped, d.xruns)
	d.skipped, d.xruns = 0, 0
	return text
}

// tellLocked writes an event, or keeps it until there is room: what the log says
// last of a stream is true a second later.
func (s *Substream) tellLocked(event string) {
	s.diary.skip()
	if s.pcm.config.TellAll || s.diary.hasRoom(clock.Now()) {
		s.writeLocked(event)
		return
	}
	if s.diary.skipped == 0 {
		time.AfterFunc(time.Second, s.tellPending)
	}
	s.diary.pending = event
}

func (s *Substream) writeLocked(event string) {
	s.pcm.card.Logf("stream %s %s%s", s.Name(), event, s.diary.toldSkipped())
}

func (s *Substream) tellPending() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tellPendingLocked()
}

func (s *Substream) tellPendingLocked() {
	if event := s.diary.pending; event != "" {
		s.diary.pending = ""
		s.writeLocked(event)
	}
}

// tellStateLocked tells that the state has changed; of a stream that has stopped,
// also the frames that were seen to pass since it started.
func (s *Substream) tellStateLocked(stopped bool) {
	event := stateWord(s.state)
	if stopped {
		event = fmt.Sprintf("%s frames=%d", event, s.moved)
	}
	s.tellLocked(event)
}

// tellParamsLocked tells with what parameters the stream is set up.
func (s *Substream) tellParamsLocked() {
	p := s.params
	s.tellLocked(fmt.Sprintf("%s rate=%d channels=%d format=%s period=%d buffer=%d",
		stateWord(s.state), p.RateHz, p.Channels, p.Format, p.PeriodSize, p.BufferSize))
}

// stateWord is a state as the log writes it: ALSA's name of it, in small letters.
func stateWord(state abi.State) string { return strings.ToLower(state.String()) }
