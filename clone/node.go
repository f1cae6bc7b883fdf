package clone

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// node is an open node of a card. Its errors say which node it is.
type node struct {
	fd   int
	path string
}

// openNode opens a node without waiting for anybody else to close it.
func openNode(flags int, elem ...string) (*node, error) {
	path := filepath.Join(elem...)
	fd, err := unix.Open(path, flags|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &nodeError{"open", path, err}
	}
	return &node{fd, path}, nil
}

func (n *node) close() { _ = unix.Close(n.fd) }

// nodeError is what went wrong with a node.
type nodeError struct {
	what, path string
	err        error
}

func (e *nodeError) Unwrap() error { return e.err }

// Error is one line: what failed, why, what to do.
func (e *nodeError) Error() string {
	switch {
	case errors.Is(e.err, syscall.ENODEV):
		return fmt.Sprintf("%s %s: the card was unplugged meanwhile: plug it in, and clone again", e.what, e.path)
	case errors.Is(e.err, syscall.EBUSY), errors.Is(e.err, syscall.EAGAIN):
		return fmt.Sprintf("%s %s: another program has it open, which fuser -v %s names: close that, and clone again", e.what, e.path, e.path)
	case errors.Is(e.err, syscall.EACCES), errors.Is(e.err, syscall.EPERM):
		return fmt.Sprintf("%s %s: %v: clone as root, or as a member of the group audio", e.what, e.path, e.err)
	case errors.Is(e.err, syscall.ENOTTY):
		return fmt.Sprintf("%s %s: that is no node of a sound card", e.what, e.path)
	case errors.Is(e.err, syscall.ENOTCONN), errors.Is(e.err, syscall.ECONNABORTED):
		return fmt.Sprintf("%s %s: the card's server has died: mount it anew, and clone again", e.what, e.path)
	}
	return fmt.Sprintf("%s %s: %v", e.what, e.path, e.err)
}

// ask makes an ioctl.
func ask[T any](n *node, what string, cmd abi.Cmd, arg *T) error {
	if err := ioctl(n.fd, cmd, arg); err != nil {
		return &nodeError{what, n.path, err}
	}
	return nil
}

// Refine is HW_REFINE of a PCM node. Errors are errnos.
func (n *node) Refine(p *abi.HwParams) error { return ioctl(n.fd, abi.SNDRV_PCM_IOCTL_HW_REFINE, p) }

// isFatal reports whether the card cannot be asked anything more.
func isFatal(err error) bool {
	for _, gone := range []error{syscall.ENODEV, syscall.ENOTCONN, syscall.ECONNABORTED, syscall.EBADF} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}
