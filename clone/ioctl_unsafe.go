package clone

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// ioctl makes an ioctl with a struct of package abi, or an integer, as its argument.
// Errors are errnos.
func ioctl[T any](fd int, cmd abi.Cmd, arg *T) error {
	for {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), uintptr(cmd), uintptr(unsafe.Pointer(arg)))
		switch errno {
		case 0:
			return nil
		case unix.EINTR:
		default:
			return errno
		}
	}
}

// listIDs fills ids with those of the elements from offset on, and says how many
// those are and how many elements there are.
func listIDs(fd int, offset uint32, ids []abi.CtlElemId) (used, count uint32, err error) {
	defer runtime.KeepAlive(ids)
	l := abi.CtlElemList{Offset: offset, Space: uint32(len(ids)), Pids: uint64(uintptr(unsafe.Pointer(unsafe.SliceData(ids))))}
	err = ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_LIST, &l)
	return l.Used, l.Count, err
}

// tlvRoom is how many words of TLV data an element may have. Those of the largest
// codecs have some hundred.
const tlvRoom = 16 << 10

// readTLV returns the TLV data of an element: a type, how many bytes follow, and those.
func readTLV(fd int, numid uint32) ([]uint32, error) {
	tlv := new(struct {
		header abi.CtlTlv
		words  [tlvRoom]uint32
	})
	tlv.header = abi.CtlTlv{Numid: numid, Length: uint32(unsafe.Sizeof(tlv.words))}
	if err := ioctl(fd, abi.SNDRV_CTL_IOCTL_TLV_READ, tlv); err != nil {
		return nil, err
	}
	bytes := tlv.words[1]
	if bytes%4 != 0 || bytes > uint32(unsafe.Sizeof(tlv.words))-8 {
		return nil, unix.EOVERFLOW
	}
	return tlv.words[:2+bytes/4], nil
}
