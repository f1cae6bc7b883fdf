package fs

import "sync"

// seen is how far one reader of the log has come. The log drops its oldest
// lines, and the reader's file offset knows nothing of that.
type seen struct {
	mu   sync.Mutex
	skip int64 // bytes that were dropped before the reader came to them
	next int64 // the place in the log behind what was read last
}

func (s *seen) skipped() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.skip
}

// read accounts a read of n bytes at file offset off that ended at next.
func (s *seen) read(off int64, n int, next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n > 0 {
		s.skip = next - int64(n) - off
		s.next = next
	}
}

func (s *seen) end() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next
}
