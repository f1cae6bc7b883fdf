package fs

import (
	"encoding/binary"
	"fmt"
	"os"
)

// narrowSize is the size of the largest file that a 32-bit program can open,
// unless it says that its off_t has eight bytes (MAX_NON_LFS).
const narrowSize = 1<<31 - 1

// pageSizeTag is AT_PAGESZ of a process's auxiliary vector, which every process has.
const pageSizeTag = 6

// narrow reports whether a thread is of a 32-bit program. An open does not say so,
// as an ioctl does; the words of the auxiliary vector have the program's size.
func narrow(tid uint32) bool {
	auxv, err := os.ReadFile(fmt.Sprintf("/proc/%d/auxv", tid))
	return err == nil && isNarrow(auxv)
}

func isNarrow(auxv []byte) bool {
	return !hasPageSize(auxv, 8) && hasPageSize(auxv, 4)
}

// hasPageSize looks for a sensible page size among pairs of words of size bytes.
func hasPageSize(auxv []byte, size int) bool {
	word := func(p []byte) uint64 {
		var whole [8]byte
		copy(whole[:], p[:size])
		return binary.NativeEndian.Uint64(whole[:])
	}
	for ; len(auxv) >= 2*size; auxv = auxv[2*size:] {
		if word(auxv) == pageSizeTag && word(auxv[size:]) == uint64(os.Getpagesize()) {
			return true
		}
	}
	return false
}
