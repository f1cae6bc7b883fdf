package control_test

import (
	"testing"

	"github.com/vsndfs/vsndfs/card"
)

// flood is as many events as programs like to make, each of another element: they
// add and remove elements, whose numbers grow.
func (h *headset) flood(n uint32) {
	for numid := range n {
		h.changed(numid+1, added)
	}
}

// waiting is how many events wait for a subscriber, none of them afterwards.
func waiting(t testing.TB, f *card.File) int {
	t.Helper()
	n := 0
	for f.Poll() != 0 {
		p, err := read(f, 1<<12*eventBytes)
		expectErr(t, "read", err, nil)
		n += len(p) / eventBytes
	}
	return n
}

// Who subscribes and never reads costs what is bounded, whatever others add and
// remove; and the more such there are, the less each.
func TestEventsThatNobodyReadsAreBounded(t *testing.T) {
	const all = 1 << 18
	h := plug(t, nil)
	first, second := h.subscribed(t), h.subscribed(t)
	h.flood(all/2 + 1)
	for _, f := range []*card.File{first, second} {
		if got := waiting(t, f); got != all/2 {
			t.Errorf("%d events wait for one of two, want %d", got, all/2)
		}
	}
	second.Release()
	h.flood(all + 1)
	if got := waiting(t, first); got != all {
		t.Errorf("%d events wait for who is alone, want %d", got, all)
	}
}

func TestEachOfVeryManySubscribersHasRoomForSomeEvents(t *testing.T) {
	h := plug(t, nil)
	var crowd []*card.File
	for range 1100 {
		crowd = append(crowd, h.subscribed(t))
	}
	h.flood(300)
	for _, f := range crowd {
		if got := waiting(t, f); got != 256 {
			t.Fatalf("%d events wait for one of %d, want 256", got, len(crowd))
		}
	}
}

// Who has a full queue is told of the elements that are in it, and of others when it
// has read.
func TestAFullQueueStillMerges(t *testing.T) {
	h := plug(t, nil)
	f := h.subscribed(t)
	h.flood(1 << 18)
	h.changed(1<<18+1, value) // lost
	h.changed(7, value)

	expectEvents(t, events(t, f, 7)[5:], event(6, added), event(7, added|value))
	if got := waiting(t, f); got != 1<<18-7 {
		t.Errorf("%d more events wait, want %d", got, 1<<18-7)
	}
	h.changed(1<<18+1, value)
	expectEvents(t, events(t, f, 2), event(1<<18+1, value))
}
