package fuseconn

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Ioctls of the test file. The second one's argument is an int32 by its number,
// and in truth the address of memoryArea.
const (
	ioctlGet     = 0x80047601 // _IOR('v', 1, int32)
	ioctlPointer = 0x40087602 // _IOW('v', 2, uint64)
)

var (
	memoryArea = []byte("what the client had")
	memoryAddr = uint64(uintptr(unsafe.Pointer(&memoryArea[0])))
)

// childMemory hands the server a pointer, and prints what is there afterwards.
func childMemory(args []string) {
	fd := mustOpen(args[0], unix.O_RDONLY)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), ioctlPointer, uintptr(unsafe.Pointer(&memoryAddr)))
	fmt.Fprintln(os.Stdout, errno == 0, string(memoryArea))
}

// address is where p is in memory.
func address(p []byte) uint64 { return uint64(uintptr(unsafe.Pointer(&p[0]))) }
