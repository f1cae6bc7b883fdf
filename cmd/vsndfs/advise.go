package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// advise adds to an error of mounting what the user can do about it.
func advise(err error) error {
	denied := errors.Is(err, fuseconn.ErrNotPermitted) || errors.Is(err, os.ErrPermission)
	if denied && os.Getuid() != 0 {
		return fmt.Errorf("%w; run it as root", err)
	}
	return err
}
