package fault

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// errnos are the numbers by name.
var errnos = func() map[string]syscall.Errno {
	all := make(map[string]syscall.Errno)
	for e := syscall.Errno(1); e <= unix.EHWPOISON; e++ {
		if name := unix.ErrnoName(e); name != "" {
			all[name] = e
		}
	}
	// To the kernel that is a call which begins anew, and no answer.
	delete(all, "EINTR")
	return all
}()

// parseErrno reads the name of an errno that a driver can answer.
func parseErrno(word string) (syscall.Errno, error) {
	if e, ok := errnos[word]; ok {
		return e, nil
	}
	return 0, fmt.Errorf("%q is no errno that a driver answers: give its name, such as EIO, ENODEV or ENOMEM", word)
}
