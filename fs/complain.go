package fs

import (
	"errors"
	"os"
	"slices"
	"syscall"
)

// lacks are what an open fails with when the server itself has not enough of something.
var lacks = []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EFBIG}

// complain tells the log, once, why a file could not be opened that has nothing wrong
// with it: the program that opened it sees a number at most.
func (s *Server) complain(err error) {
	if !slices.ContainsFunc(lacks, func(lack error) bool { return errors.Is(err, lack) }) {
		return
	}
	s.warnLack.Do(func() {
		s.logf("not enough of something for the server: %v; its limits are in /proc/%d/limits", err, os.Getpid())
	})
}
