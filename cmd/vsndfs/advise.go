package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// advise adds to an error of mounting what the user can do about it.
func advise(err error) error {
	missing := errors.Is(err, fuseconn.ErrNoDevice)
	denied := errors.Is(err, fuseconn.ErrNotPermitted) || errors.Is(err, os.ErrPermission)
	switch {
	case denied && os.Getuid() != 0:
		return fmt.Errorf("%w; run it as root", err)
	case denied, missing:
		return fmt.Errorf("%w; vsndfs doctor says more", err)
	}
	return err
}
