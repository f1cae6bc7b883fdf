package control

import "github.com/vsndfs/vsndfs/card/abi"

// queue has the events that a subscriber has not read, one at most for each numid.
type queue struct {
	events []abi.CtlEvent
	at     map[uint32]uint64 // which event is that of a numid, counted from the first ever
	taken  uint64            // events taken out

	arrived chan struct{} // holds a token when something was put in since the last look
}

// Events that nobody reads wait in the server's memory, and programs can make as
// many as they add and remove elements. A subscriber has its share of eventsMax, but
// eventsLeast at least; what comes then is lost, as when the kernel has no memory for
// it.
const (
	eventsMax   = 1 << 18
	eventsLeast = 256
)

// share is how many events can wait for each of so many subscribers.
func share(subscribers int64) int { return max(eventsMax/int(max(subscribers, 1)), eventsLeast) }

// put adds an event, merging it into the one that waits for the same element. It
// is lost if there are that many.
func (q *queue) put(mask abi.CtlEventMask, id abi.CtlElemId, most int) {
	if n, waits := q.at[id.Numid]; waits {
		q.events[n-q.taken].Mask |= mask
		return
	}
	if len(q.events) >= most {
		return
	}
	if q.at == nil {
		q.at = make(map[uint32]uint64)
	}
	q.at[id.Numid] = q.taken + uint64(len(q.events))
	q.events = append(q.events, abi.CtlEvent{Type: abi.SNDRV_CTL_EVENT_ELEM, Mask: mask, ID: id})
}

// take takes the oldest event out. There is one.
func (q *queue) take() abi.CtlEvent {
	e := q.events[0]
	q.events = q.events[1:]
	q.taken++
	delete(q.at, e.ID.Numid)
	return e
}

// clear takes all events out.
func (q *queue) clear() {
	q.taken += uint64(len(q.events))
	q.events, q.at = nil, nil
}

// arrive wakes one who waits for events.
func (q *queue) arrive() {
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}
