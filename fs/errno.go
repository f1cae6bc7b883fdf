package fs

import (
	"errors"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// errno is the number behind an error: EIO when there is none, which would be a
// bug.
func errno(err error) syscall.Errno {
	var e syscall.Errno
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e
	}
	return syscall.EIO
}

// status is an error as FUSE sends it.
func status(err error) fuse.Status { return fuse.Status(errno(err)) }
