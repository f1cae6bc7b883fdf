package server

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/pcm"
)

// checkLimits refuses to start where no stream could be opened.
func checkLimits() error {
	var size unix.Rlimit
	err := unix.Getrlimit(unix.RLIMIT_FSIZE, &size)
	if err == nil && size.Cur < pcm.MemoryFileBytes {
		return fmt.Errorf("a stream's memory is a file of %d bytes, with holes, and the limit of file sizes is %d: lift it, with ulimit -f unlimited",
			uint64(pcm.MemoryFileBytes), size.Cur)
	}
	return nil
}
