package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
	"github.com/vsndfs/vsndfs/server"
)

// privateSoundDir makes sure that there is a /dev/snd to mount over. Where there
// is none, a directory made in /dev would be seen by everybody, and one that has
// a vsndfs on it may be taken away with that. Then /dev itself becomes private:
// an empty one with everything else of the old one bound into it. The mount
// namespace must be private already.
func privateSoundDir() error {
	_, taken, err := fuseconn.FindMount(server.DefaultDir, server.Subtype)
	if err == nil && !taken {
		return nil
	}
	if err := privateDev(); err != nil {
		return fmt.Errorf("make a private /dev: %w", err)
	}
	return os.Mkdir(server.DefaultDir, 0o755)
}

// privateDev builds the new /dev over /tmp, where only this namespace sees it, and moves
// it from there: a directory made for that would stay if we are killed before the end.
func privateDev() error {
	const stage = "/tmp"
	if err := unix.Mount("dev", stage, "tmpfs", unix.MS_NOSUID|unix.MS_NOEXEC, "mode=0755,size=1m"); err != nil {
		return err
	}
	names, err := os.ReadDir("/dev")
	if err != nil {
		return err
	}
	for _, e := range names {
		if e.Name() == filepath.Base(server.DefaultDir) {
			continue
		}
		err := carryOver(filepath.Join("/dev", e.Name()), filepath.Join(stage, e.Name()), e.Type())
		if err != nil && !errors.Is(err, os.ErrNotExist) { // it went meanwhile
			return err
		}
	}
	return unix.Mount(stage, "/dev", "", unix.MS_MOVE, "")
}

// carryOver makes one entry of the old /dev appear in the new one.
func carryOver(from, to string, kind os.FileMode) error {
	switch {
	case kind&os.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case kind.IsDir():
		if err := os.Mkdir(to, 0o755); err != nil {
			return err
		}
	default:
		if err := os.WriteFile(to, nil, 0o600); err != nil {
			return err
		}
	}
	return unix.Mount(from, to, "", unix.MS_BIND|unix.MS_REC, "")
}
