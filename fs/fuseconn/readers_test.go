package fuseconn

import (
	"sync"
	"testing"
)

// Whatever the order in which readers come and go, somebody must be left to
// wait once they all have gone, and not more than have their place there.
func TestSomeReaderAlwaysWaits(t *testing.T) {
	for range 2000 {
		var r readers
		var running sync.WaitGroup
		var once func(requests int)
		once = func(requests int) {
			for range requests {
				if r.leave() {
					running.Go(func() { once(0) })
				}
				if !r.rejoin() {
					return
				}
			}
		}
		for range maxWaiting {
			r.join()
			running.Go(func() { once(5) })
		}
		running.Wait()
		if n := r.waiting.Load(); n < 1 || n > maxWaiting+1 {
			t.Fatalf("%d readers wait, want 1 to %d", n, maxWaiting)
		}
	}
}
