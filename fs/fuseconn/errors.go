package fuseconn

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// What keeps [Mount] from mounting. The system's own error is wrapped beside
// them.
var (
	// ErrNoDevice says that there is no FUSE here.
	ErrNoDevice = errors.New("no usable /dev/fuse: load the kernel module fuse, or let the container have the device")
	// ErrNotPermitted says that the process may not mount.
	ErrNotPermitted = errors.New("not permitted: mounting takes root, or a user namespace with a mount namespace of its own")
	// ErrNoDirectory says that the mount point is missing or no directory.
	ErrNoDirectory = errors.New("no such directory")
)

// ErrNotMounted is returned by [Conn.Unmount] when what is mounted on the
// directory, if anything, is not this connection's.
var ErrNotMounted = errors.New("not mounted here")

// explain wraps err, which came of opening /dev/fuse or of mount(2) with a good
// directory, in the sentence for the user.
func explain(err error) error {
	switch {
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return fmt.Errorf("%w (%w)", ErrNotPermitted, err)
	case errors.Is(err, unix.ENOENT), errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO):
		return fmt.Errorf("%w (%w)", ErrNoDevice, err)
	}
	return err
}
