package server

import (
	"errors"
	"fmt"
	"os"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// DefaultDir is where programs look for sound cards. It is the one mount point
// that is made when it is missing: where there is no sound, there is none.
const DefaultDir = "/dev/snd"

// ProcAsound is where programs read what cards there are and what they do. It is
// there if the kernel has sound.
const ProcAsound = "/proc/asound"

// prepareDir makes sure that dir can be mounted over: it is there, it is no
// vsndfs that lives, and it is empty, unless nonempty says that this does not
// matter. What a killed server left there is taken away.
func prepareDir(dir string, nonempty bool) (undo func(), err error) {
	undo = func() {}
	names, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return makeDir(dir)
	}
	if err := checkMounted(dir); err != nil {
		return undo, err
	}
	if err != nil { // it was a killed server's
		names, err = os.ReadDir(dir)
	}
	switch {
	case err != nil:
		return undo, fmt.Errorf("mount over %s: %w", dir, err)
	case len(names) > 0 && !nonempty:
		return undo, fmt.Errorf("%s is not empty: a mount would hide %s and %d more; choose an empty directory, or give -o nonempty",
			dir, names[0].Name(), len(names)-1)
	}
	return undo, nil
}

// makeDir makes the one mount point that may be missing.
func makeDir(dir string) (undo func(), err error) {
	undo = func() {}
	if dir != DefaultDir {
		return undo, fmt.Errorf("%s does not exist: make it first, with mkdir %s", dir, dir)
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return undo, fmt.Errorf("make %s: %w", dir, err)
	}
	return func() { _ = os.Remove(dir) }, nil // somebody uses it otherwise by now
}

// checkMounted refuses a directory where a vsndfs lives, and takes away what a
// killed server left.
func checkMounted(dir string) error {
	if err := fuseconn.CleanStale(dir, Subtype); err != nil {
		return fmt.Errorf("clean up what a killed server left on %s: %w", dir, err)
	}
	_, mounted, err := fuseconn.FindMount(dir, Subtype)
	if err != nil {
		return fmt.Errorf("look what is mounted on %s: %w", dir, err)
	}
	if mounted {
		return fmt.Errorf("%s is a vsndfs already: unmount it first, with vsndfs umount %s", dir, dir)
	}
	return nil
}
