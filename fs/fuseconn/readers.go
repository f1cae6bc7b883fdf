package fuseconn

import "sync/atomic"

// maxWaiting is how many readers wait on the device at rest. One would do, but
// a lone reader has to go to sleep again before its caller, just woken, has the
// next request ready, and so is found asleep on another core; with two a round
// trip takes two thirds of the time. A third gains nothing.
const maxWaiting = 2

// readers counts the goroutines that wait for a request or are about to.
type readers struct{ waiting atomic.Int32 }

// join counts one reader in.
func (r *readers) join() { r.waiting.Add(1) }

// leave counts a reader out, which has got a request. If it was the last it
// counts in another one and returns true: the caller has to start it.
func (r *readers) leave() (startAnother bool) {
	if r.waiting.Add(-1) > 0 {
		return false
	}
	r.join()
	return true
}

// rejoin counts a reader in again after its request, unless enough others wait
// to do without it.
func (r *readers) rejoin() bool {
	for {
		n := r.waiting.Load()
		if n >= maxWaiting {
			return false
		}
		if r.waiting.CompareAndSwap(n, n+1) {
			return true
		}
	}
}
