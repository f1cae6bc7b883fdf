package fuseconn

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Passthrough reports whether backing files can be registered: the kernel has
// them (Linux 6.9) and the process may (CAP_SYS_ADMIN in the initial user
// namespace).
func (c *Conn) Passthrough() bool { return c.passthrough }

// RegisterBacking gives the kernel the file behind fd, and returns the ID by
// which an open can name it as its backing file (OpenOut.BackingID with
// FOPEN_PASSTHROUGH). Together with FOPEN_DIRECT_IO mmap(2) then maps that very
// file, while everything else still comes to the server. An inode has one
// backing file at a time; opening it with a second one fails with EIO, and so
// does FOPEN_PASSTHROUGH with FOPEN_STREAM or FOPEN_NONSEEKABLE. The descriptor
// may be closed afterwards.
func (c *Conn) RegisterBacking(fd int) (id int32, err error) {
	err = c.dev.control(func(dev int) error {
		id, err = backingOpen(dev, fd)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("register backing file: %w", err)
	}
	return id, nil
}

// UnregisterBacking forgets an ID. Files already open keep their backing file.
func (c *Conn) UnregisterBacking(id int32) error {
	err := c.dev.control(func(dev int) error {
		return unix.IoctlSetPointerInt(dev, devIocBackingClose, int(id))
	})
	if err != nil {
		return fmt.Errorf("unregister backing file %d: %w", id, err)
	}
	return nil
}

// tryBacking registers a backing file, to see whether that is allowed.
func (c *Conn) tryBacking() bool {
	fd, err := unix.MemfdCreate("trial", unix.MFD_CLOEXEC)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	id, err := c.RegisterBacking(fd)
	return err == nil && c.UnregisterBacking(id) == nil
}
