package mixerstate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// write replaces the file in one step: whoever reads it, after a crash too, finds the
// old text or the new one.
func (f *File) write(text []byte) error {
	if err := f.replace(text); err != nil {
		return fmt.Errorf("write %s: %w", f.Path, cause(err))
	}
	return nil
}

// cause is an error without the names of files, which differ each time.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// New files are called FILE.NUMBER.new: another server may write one at the same time.
const newSuffix = ".new"

func (f *File) replace(text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(f.Path), filepath.Base(f.Path)+".*"+newSuffix)
	if err != nil {
		return err
	}
	err = f.fill(file, text)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(file.Name(), f.Path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // the error that matters is the first
	}
	return err
}

// fill writes a new file and brings it to the disk.
func (f *File) fill(file *os.File, text []byte) error {
	if err := f.likeBefore(file); err != nil {
		return err
	}
	if _, err := file.Write(text); err != nil {
		return err
	}
	return file.Sync()
}

// mode is that of a file that was not there before.
const mode = 0o644

// likeBefore gives a new file the permissions of the one that it will replace, and its
// owner if that is allowed.
func (f *File) likeBefore(file *os.File) error {
	before, err := os.Stat(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return file.Chmod(mode)
	}
	if err != nil {
		return err
	}
	if owner, ok := before.Sys().(*syscall.Stat_t); ok {
		_ = file.Chown(int(owner.Uid), int(owner.Gid)) // it stays the server's if it may not be given away
	}
	return file.Chmod(before.Mode().Perm())
}

// sweep removes the new files of servers that were killed while they wrote. One that
// writes just now tries again.
func (f *File) sweep() {
	dir := filepath.Dir(f.Path)
	all, err := os.ReadDir(dir)
	if err != nil {
		return // then nothing can be written either, which the log will tell
	}
	for _, e := range all {
		if f.isNew(e.Name()) {
			_ = os.Remove(filepath.Join(dir, e.Name())) // nobody needs it, and nobody minds it
		}
	}
}

// isNew reports whether a name is of a new file.
func (f *File) isNew(name string) bool {
	number, ok := strings.CutPrefix(name, filepath.Base(f.Path)+".")
	if !ok {
		return false
	}
	number, ok = strings.CutSuffix(number, newSuffix)
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}
