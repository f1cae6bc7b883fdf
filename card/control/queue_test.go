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
// remove. What waits is merged all the same, and who has read is told again.
func TestEventsThatNobodyReadsAreBounded(t *testing.T) {
	const most = 1 << 17 // for each of two
	h := plug(t, nil)
	first, second := h.subscribed(t), h.subscribed(t)
	h.flood(most + 1) // the last is lost
	h.changed(7, value)
	expectEvents(t, events(t, first, 7)[5:], event(6, added), event(7, added|value))
	if got := waiting(t, first); got != most-7 {
		t.Errorf("%d more events wait, want %d", got, most-7)
	}
	if got := waiting(t, second); got != most {
		t.Errorf("%d events wait for the other, want %d", got, most)
	}
	h.changed(most+1, value)
	expectEvents(t, events(t, first, 2), event(most+1, value))
}

func TestEachOfVeryManySubscribersHasRoomForSomeEvents(t *testing.T) {
	h := plug(t, nil)
	var crowd []*card.File
	for range 1100 {
		crowd = append(crowd, h.subscribed(t))
	}
	h.flood(260)
	for _, f := range crowd {
		if got := waiting(t, f); got != 256 {
			t.Fatalf("%d events wait for one of %d, want 256", got, len(crowd))
		}
		f.Release()
	}
	alone := h.subscribed(t)
	h.flood(2000)
	if got := waiting(t, alone); got != 2000 {
		t.Errorf("%d events wait for who is alone, want all 2,000", got)
	}
}
