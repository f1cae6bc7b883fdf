package test

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// ioctl makes an ioctl with a struct of package abi, or an integer, as its
// argument. It returns the errno, or nil.
func ioctl[T any](fd int, cmd abi.Cmd, arg *T) error {
	return ioctlAt(fd, cmd, unsafe.Pointer(arg))
}

func ioctlAt(fd int, cmd abi.Cmd, arg unsafe.Pointer) error {
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), uintptr(cmd), uintptr(arg))
	if errno != 0 {
		return errno
	}
	return nil
}

// ioctlBytes makes an ioctl with any bytes as its argument, without a look at
// what comes back.
func ioctlBytes(fd int, cmd abi.Cmd, p []byte) error {
	defer runtime.KeepAlive(p)
	return ioctlAt(fd, cmd, unsafe.Pointer(unsafe.SliceData(p)))
}

// transfer is WRITEI or READI of whole frames.
func transfer(fd int, cmd abi.Cmd, p []byte, frames abi.Uframes) error {
	_, err := transferred(fd, cmd, p, frames)
	return err
}

// transferred also returns how many frames were moved.
func transferred(fd int, cmd abi.Cmd, p []byte, frames abi.Uframes) (abi.Sframes, error) {
	defer runtime.KeepAlive(p)
	x := abi.Xferi{Buf: uint64(uintptr(unsafe.Pointer(unsafe.SliceData(p)))), Frames: frames}
	err := ioctl(fd, cmd, &x)
	return x.Result, err
}
