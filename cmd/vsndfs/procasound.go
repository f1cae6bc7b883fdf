package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/server"
)

// coverProcAsound shows the cards' texts in /proc/asound too, where there is one.
// Where there is none, nothing can be added to /proc: programs find no card there,
// as on a kernel without sound. The mount namespace must be private already.
//
// The returned function takes the texts away, which must be before the server
// ends: they keep its file system.
func coverProcAsound() (uncover func()) {
	err := unix.Mount(server.DefaultDir+"/vsndfs/asound", server.ProcAsound, "", unix.MS_BIND, "")
	switch {
	case err == nil:
		return func() { _ = unix.Unmount(server.ProcAsound, unix.MNT_DETACH) } // COMMAND has, otherwise
	case !errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(os.Stderr, "vsndfs: %s shows the kernel's cards: cover it: %v\n", server.ProcAsound, err)
	}
	return func() {}
}
