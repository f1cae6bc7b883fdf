package fuseconn

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/moby/sys/mountinfo"
	"golang.org/x/sys/unix"
)

// FindMount returns what is mounted on dir, and true if that is a mount of type
// fuse.SUBTYPE, alive or dead. It asks the mount table alone, so it neither
// blocks on the mount's server nor fails if that is gone.
func FindMount(dir, subtype string) (*mountinfo.Info, bool, error) {
	m, err := mountAt(dir)
	if err != nil || m == nil {
		return nil, false, err
	}
	return m, m.FSType == fsType(subtype), nil
}

// Stale reports whether dir is a FUSE mount whose server has died. It asks a
// living server a question, and so must not be called by that server itself.
func Stale(dir string) (bool, error) {
	m, err := mountAt(dir)
	if err != nil || m == nil || !strings.HasPrefix(m.FSType, "fuse") {
		return false, err
	}
	var st unix.Statx_t
	err = unix.Statx(unix.AT_FDCWD, dir, unix.AT_STATX_FORCE_SYNC, unix.STATX_BASIC_STATS, &st)
	switch {
	case errors.Is(err, unix.ENOTCONN), errors.Is(err, unix.ECONNABORTED):
		return true, nil
	case err != nil:
		return false, &os.PathError{Op: "statx", Path: dir, Err: err}
	}
	return false, nil
}

// CleanStale lazily unmounts the mounts on dir whose server has died, as far as
// they are of type fuse.SUBTYPE. Like [Stale] it may ask a living server.
func CleanStale(dir, subtype string) error {
	for {
		_, ours, err := FindMount(dir, subtype)
		if err != nil || !ours {
			return err
		}
		stale, err := Stale(dir)
		if err != nil || !stale {
			return err
		}
		if err := unmountResolved(dir); err != nil {
			return err
		}
	}
}

// unmountResolved lazily unmounts dir, which may be reached by symbolic links.
func unmountResolved(dir string) error {
	dir, err := resolveDir(dir)
	if err != nil {
		return err
	}
	return unmount(dir, unix.MNT_DETACH)
}

// resolveDir returns the absolute path of a directory, free of symbolic links.
func resolveDir(dir string) (string, error) {
	path, _, err := lookup(dir, unix.O_DIRECTORY)
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ENOTDIR) {
		return "", fmt.Errorf("%w (%w)", ErrNoDirectory, err)
	}
	return path, err
}

// mountAt returns the uppermost mount on dir, or nil if dir is no mount point.
func mountAt(dir string) (*mountinfo.Info, error) {
	path, id, err := lookup(dir, 0)
	if err != nil {
		return nil, err
	}
	mounts, err := mountinfo.GetMounts(func(m *mountinfo.Info) (skip, stop bool) {
		found := m.ID == id
		return !found, found
	})
	if err != nil {
		return nil, fmt.Errorf("read the mount table: %w", err)
	}
	if len(mounts) == 0 || mounts[0].Mountpoint != path {
		return nil, nil
	}
	return mounts[0], nil
}

// lookup returns the resolved path of dir and the ID of the mount it is on. The
// O_PATH descriptor it takes for that brings no request to the root of a FUSE
// mount, alive or dead.
func lookup(dir string, flags int) (path string, mountID int, err error) {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_CLOEXEC|flags, 0)
	if err != nil {
		return "", 0, &os.PathError{Op: "open", Path: dir, Err: err}
	}
	defer unix.Close(fd)
	path, err = os.Readlink(fmt.Sprintf("%s/fd/%d", procSelf, fd))
	if err != nil {
		return "", 0, err
	}
	info, err := readFdinfo(procSelf, fd)
	return path, info.mountID, err
}
