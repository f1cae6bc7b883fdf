package fuseconn

import "sync/atomic"

// maxWaiting is how many readers wait on the device at rest: one that will take
// the next request, and one that waits in its place when that blocks. With one,
// every request would start another.
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
