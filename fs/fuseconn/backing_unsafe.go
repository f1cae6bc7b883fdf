package fuseconn

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Requests on /dev/fuse; include/uapi/linux/fuse.h.
const (
	devIocBackingOpen  = 0x4010e501 // _IOW(229, 1, struct fuse_backing_map)
	devIocBackingClose = 0x4004e502 // _IOW(229, 2, uint32_t)
)

// backingMap is struct fuse_backing_map.
type backingMap struct {
	fd    int32
	flags uint32
	_     uint64
}

// backingOpen is FUSE_DEV_IOC_BACKING_OPEN on dev, which answers with the ID of
// the backing file.
func backingOpen(dev, fd int) (id int32, err error) {
	m := backingMap{fd: int32(fd)}
	r, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(dev), devIocBackingOpen, uintptr(unsafe.Pointer(&m)))
	if errno != 0 {
		return 0, errno
	}
	return int32(r), nil
}
