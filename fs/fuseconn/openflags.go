package fuseconn

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// sleepTries is how often OpenFlags looks for a thread that is on its way to
// sleep. It sends its request first and sleeps a few microseconds later.
const sleepTries = 8

// ioctlOf32Bit is the number of ioctl(2) in a 32-bit program on x86.
const ioctlOf32Bit = 54

// OpenFlags returns the open flags, as they stand now, of the descriptor on which
// thread tid is at this moment blocked in ioctl(fd, cmd, ...); ino is st_ino of
// the file behind it. They may have changed since the file was opened
// (F_SETFL), and an ioctl request does not carry them. It works while the
// request is being served, takes the right to trace the thread, and opens nothing
// but /proc. If the descriptor cannot be told, it is enough that all of the
// thread's descriptors of that inode agree; ok is false if they do not, or
// nothing can be learnt.
func OpenFlags(tid, cmd uint32, ino uint64) (flags int, ok bool) {
	if fd, ok := ioctlDescriptor(tid, cmd); ok {
		info, err := readFdinfo(procThread(tid), fd)
		if err == nil && info.ino == ino {
			return info.flags, true
		}
	}
	return flagsByInode(tid, ino)
}

// ioctlDescriptor returns the first argument of the ioctl that the thread is in.
func ioctlDescriptor(tid, cmd uint32) (fd int, ok bool) {
	for range sleepTries {
		text, err := os.ReadFile(procThread(tid) + "/syscall")
		if err != nil {
			return 0, false
		}
		if line := strings.TrimSpace(string(text)); line != "running" {
			return parseIoctl(line, cmd)
		}
		runtime.Gosched()
	}
	return 0, false
}

// parseIoctl reads a line of /proc/TID/syscall: the number of the system call in
// decimal, its arguments in hexadecimal, then registers.
func parseIoctl(line string, cmd uint32) (fd int, ok bool) {
	var nr, fd64, cmd64 uint64
	n, _ := fmt.Sscanf(line, "%d 0x%x 0x%x", &nr, &fd64, &cmd64)
	if n != 3 || nr != unix.SYS_IOCTL && nr != ioctlOf32Bit || uint32(cmd64) != cmd {
		return 0, false
	}
	return int(int32(fd64)), true
}

// flagsByInode returns the flags that all descriptors of the inode share.
func flagsByInode(tid uint32, ino uint64) (flags int, ok bool) {
	entries, err := os.ReadDir(procThread(tid) + "/fdinfo")
	if err != nil {
		return 0, false
	}
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		info, err := readFdinfo(procThread(tid), fd)
		switch {
		case err != nil || info.ino != ino:
			continue // closed meanwhile, or another file
		case ok && info.flags != flags:
			return 0, false
		}
		flags, ok = info.flags, true
	}
	return flags, ok
}
