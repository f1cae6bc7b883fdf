package stress

import (
	"time"

	"github.com/vsndfs/vsndfs/internal/lifelog"
)

// never is later than any time of a log.
const never = time.Duration(1<<63 - 1)

// life is a card's, as the log tells it.
type life struct {
	device string
	number int
	// registered is when its nodes began to appear. It was there for sure from
	// sure, when a program had opened its control node, which comes last.
	registered, sure time.Duration
	// From disconnected on its files die; at dead all have.
	disconnected, dead time.Duration
}

// history is what the log of one server has told, and what was done to it.
type history struct {
	lives   []*life
	current map[string]*life // by device
	opens   map[openKey][]opening
	known   map[string]bool // MODEL SHAPE of each node that a model has
	// from is when it was mounted, and to when that began to end.
	from, to time.Duration
	// cut is when the server was killed, or its connection.
	cut time.Duration
}

type openKey struct {
	pid  int
	node string
}

// opening is a line of the log that tells of an open.
type opening struct {
	at   time.Duration
	life *life
}

func newHistory() *history {
	return &history{current: make(map[string]*life), opens: make(map[openKey][]opening), known: make(map[string]bool), to: never, cut: never}
}

// add takes the next event, which internal/lifelog has checked.
func (h *history) add(e lifelog.Event) {
	l := h.current[e.Device]
	switch e.Kind {
	case lifelog.Register:
		l = &life{
			device: e.Device, number: e.Card, registered: e.At,
			sure: never, disconnected: never, dead: never,
		}
		h.current[e.Device] = l
		h.lives = append(h.lives, l)
	case lifelog.Open:
		key := openKey{e.Pid, e.Node}
		h.opens[key] = append(h.opens[key], opening{e.At, l})
		h.known[modelOf(e.Device)+" "+shape(e.Node)] = true
		if kindOf(e.Node) == control {
			l.sure = min(l.sure, e.At)
		}
	case lifelog.Disconnect:
		if l != nil { // not of a card that was never registered
			l.disconnected = e.At
		}
	case lifelog.Wait:
		if l != nil {
			l.dead = min(l.dead, e.At)
		}
	}
}

// forget drops what is over: a quiet point has judged it.
func (h *history) forget() {
	h.lives = nil
	for _, l := range h.current {
		if l.disconnected == never {
			h.lives = append(h.lives, l)
		}
	}
	clear(h.opens)
}

// opened finds the card that a process opened a node of, at some time between two.
func (h *history) opened(pid int, node string, from, to time.Duration) (*life, bool) {
	for _, o := range h.opens[openKey{pid, node}] {
		if from <= o.at && o.at <= to {
			return o.life, true
		}
	}
	return nil, false
}

// phase is how a call on an open file lies to the card's end.
type phase int

const (
	live     phase = iota // it ended before the disconnection began
	crossing              // it may have met it
	dead                  // it began when all was disconnected
)

func (p phase) String() string { return [...]string{"live", "crossing", "dead"}[p] }

// phaseOf is the phase of a call on a file of the card.
func (l *life) phaseOf(r record) phase {
	switch {
	case l == nil || r.returned() && r.ended() < l.disconnected:
		return live
	case r.began() > l.dead:
		return dead
	}
	return crossing
}
