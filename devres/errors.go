package devres

import "errors"

var (
	// ErrNotFound means that no entry or group on the list fits, -ENOENT.
	ErrNotFound = errors.New("no such managed resource")

	// ErrGroupClosed means that a group was to be closed a second time, a BUG
	// in the kernel.
	ErrGroupClosed = errors.New("group is closed already")
)
