package control_test

import (
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/vsndfs/vsndfs/card"
)

// reading is a program blocked in a read of a control file.
type reading struct {
	interrupt, end chan struct{}
	file           *card.File
	n              int
	err            error
	done           chan struct{}
}

// startRead makes a read that must wait.
func startRead(t *testing.T, h *headset) *reading {
	t.Helper()
	r := &reading{interrupt: make(chan struct{}), end: make(chan struct{}), file: h.subscribed(t), done: make(chan struct{})}
	go func() {
		defer close(r.done)
		r.n, r.err = r.file.Read(&card.Call{Interrupted: r.interrupt, Ended: r.end}, make([]byte, 10*eventBytes))
	}()
	synctest.Wait()
	if got := r.file.Blocked(); got != "read" {
		t.Fatalf("the reader is blocked in %q, want read", got)
	}
	return r
}

func TestWhatEndsABlockedRead(t *testing.T) {
	for _, tt := range []struct {
		name  string
		cause func(*headset, *reading)
		n     int
		err   error
	}{
		{"an event", func(h *headset, _ *reading) { h.changed(1, value) }, eventBytes, nil},
		{"two events at the same time", func(h *headset, _ *reading) {
			h.changed(1, value)
			h.changed(2, value)
		}, 2 * eventBytes, nil},
		{"a signal", func(_ *headset, r *reading) { close(r.interrupt) }, 0, syscall.EINTR},
		{"the end of the mount", func(_ *headset, r *reading) { close(r.end) }, 0, syscall.EINTR},
		{"the end of the card", func(h *headset, _ *reading) { h.card.Disconnect() }, 0, syscall.ENODEV},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := plug(t, nil)
				r := startRead(t, h)
				tt.cause(h, r)
				<-r.done
				expectErr(t, "read", r.err, tt.err)
				if r.n < min(tt.n, eventBytes) || r.n > tt.n {
					t.Errorf("got %d bytes, want %d", r.n, tt.n)
				}
				if got := r.file.Blocked(); got != "" {
					t.Errorf("the reader is still blocked in %q", got)
				}
				r.file.Release()
			})
		})
	}
}

func TestAnEventOfOthersDoesNotEndARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := plug(t, nil)
		h.changed(1, value) // before it subscribed
		r := startRead(t, h)
		h.changed(2, value)
		<-r.done
		if r.n != eventBytes || r.err != nil {
			t.Errorf("got %d bytes, %v, want one event", r.n, r.err)
		}
	})
}

// A token of an event that somebody else has read wakes the sleeper, and it
// sleeps on.
func TestAReaderThatComesTooLateSleepsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := plug(t, nil)
		f := h.subscribed(t)
		h.changed(1, value)
		events(t, f, 1)
		interrupt, done := make(chan struct{}), make(chan error, 1)
		go func() {
			_, err := f.Read(&card.Call{Interrupted: interrupt}, make([]byte, eventBytes))
			done <- err
		}()
		synctest.Wait()
		if len(done) > 0 {
			t.Errorf("the read returned %v with nothing queued", <-done)
		}
		close(interrupt)
		expectErr(t, "read", <-done, syscall.EINTR)
	})
}
