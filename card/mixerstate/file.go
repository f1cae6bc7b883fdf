package mixerstate

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// File is where a card's values are kept from one life to the next.
type File struct {
	// Path is the file, with no link in it that there was when it was named: what a
	// link leads to is replaced, and not the link.
	Path string

	// used says that the card has come up with the file: from then on nothing that is
	// wrong with it keeps the card away. Guarded by the device's lock.
	used bool
}

// Open names a file, which need not be there yet, and checks what is in it: an [Error]
// if that is nothing to put back, an os.PathError if it cannot be read or its
// directory is missing.
func Open(path string) (*File, error) {
	real, err := resolve(path)
	if err != nil {
		return nil, err
	}
	f := &File{Path: real}
	_, err = f.read()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return f, nil
}

// resolve follows links. Of a file that is not there its directory must be.
func resolve(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return real, err
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	return filepath.Join(dir, filepath.Base(path)), err
}

// read reads all that the file says.
func (f *File) read() ([]entry, error) {
	// A pipe that nobody writes must not be waited for.
	file, err := os.OpenFile(f.Path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{Path: f.Path, Text: "this is no file"}
	}
	text, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return nil, err
	}
	return parse(f.Path, text)
}

// bad is where the file goes when it is broken.
func (f *File) bad() string { return f.Path + ".bad" }
