package fuseconn

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// ReadMemory fills p from address addr of the thread whose request is being
// served (Caller.Pid of the request), all of it or nothing that counts. It takes
// the right to trace the thread. The error is
//
//   - EFAULT: part of the range is not mapped or not readable,
//   - EPERM: the process may not trace the thread,
//   - ESRCH: there is no such thread, or, with tid 0, the caller is in a PID
//     namespace that this one cannot see.
func ReadMemory(tid uint32, p []byte, addr uint64) error {
	return transfer(unix.ProcessVMReadv, tid, p, addr)
}

// WriteMemory copies p to address addr of the thread whose request is being
// served. The errors are those of [ReadMemory]; after EFAULT part of p may have
// been written.
func WriteMemory(tid uint32, addr uint64, p []byte) error {
	return transfer(unix.ProcessVMWritev, tid, p, addr)
}

// ReachMemory finds out whether the memory of a thread can be reached. The error
// is one of [ReadMemory] and not EFAULT.
func ReachMemory(tid uint32) error {
	// Nothing is mapped at address 0, but that is found out only by who may look.
	err := ReadMemory(tid, make([]byte, 1), 0)
	if errors.Is(err, unix.EFAULT) {
		return nil
	}
	return err
}

// vmFunc is process_vm_readv(2) or process_vm_writev(2).
type vmFunc func(pid int, local []unix.Iovec, remote []unix.RemoteIovec, flags uint) (int, error)

func transfer(call vmFunc, tid uint32, p []byte, addr uint64) error {
	if len(p) == 0 {
		return nil
	}
	local := unix.Iovec{Base: &p[0]}
	local.SetLen(len(p))
	remote := unix.RemoteIovec{Base: uintptr(addr), Len: len(p)}
	n, err := call(int(tid), []unix.Iovec{local}, []unix.RemoteIovec{remote}, 0)
	if err == nil && n < len(p) {
		err = unix.EFAULT
	}
	if err != nil {
		return fmt.Errorf("%d bytes at %#x of thread %d: %w", len(p), addr, tid, err)
	}
	return nil
}
