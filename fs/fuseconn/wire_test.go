package fuseconn

import (
	"os"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// header begins a request of an opcode, with an empty body.
func header(opcode uint32, unique uint64) request {
	p := ne.AppendUint32(nil, 0)
	p = ne.AppendUint32(p, opcode)
	p = ne.AppendUint64(p, unique)
	return append(p, make([]byte, inHeaderSize-16)...)
}

// kernelEnd is the other end of a connection, in the kernel's place.
type kernelEnd struct {
	t  *testing.T
	fd int
}

// connect returns a connection with a device that ends in the test.
func connect(t *testing.T) (*Conn, kernelEnd) {
	t.Helper()
	ends, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	file := os.NewFile(uintptr(ends[0]), "the device")
	t.Cleanup(func() { file.Close(); unix.Close(ends[1]) })
	raw, err := file.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	return &Conn{
		opts:     Options{}.withDefaults(),
		dev:      device{file, raw},
		protocol: fuse.NewProtocolServer(fuse.NewDefaultRawFileSystem(), &fuse.MountOptions{}),
		buffers:  newBuffers(8192),
	}, kernelEnd{t, ends[1]}
}

func (k kernelEnd) send(req request) {
	k.t.Helper()
	if _, err := unix.Write(k.fd, req); err != nil {
		k.t.Fatal(err)
	}
}

// errno reads a reply and returns its error.
func (k kernelEnd) errno(unique uint64) syscall.Errno {
	k.t.Helper()
	p := make([]byte, 4096)
	n, err := unix.Read(k.fd, p)
	if err != nil {
		k.t.Fatal(err)
	}
	if n != int(ne.Uint32(p)) || ne.Uint64(p[8:]) != unique {
		k.t.Errorf("reply of %d bytes % x, want a whole one to request %d", n, p[:n], unique)
	}
	return syscall.Errno(-int32(ne.Uint32(p[4:])))
}

func TestReplySize(t *testing.T) {
	const fixed = outHeaderSize + maxFixedReply
	for _, tt := range []struct {
		name   string
		opcode uint32
		at     int // where the kernel names the limit, after the header
		want   int
	}{
		{"READ names its size after handle and offset", opRead, 16, fixed + 5000},
		{"READDIR is laid out like READ", opReaddir, 16, fixed + 5000},
		{"IOCTL names out_size last", opIoctl, 28, fixed + 5000},
		{"GETXATTR begins with its size", opGetxattr, 0, fixed + 5000},
		{"LISTXATTR begins with its size", opListxattr, 0, fixed + 5000},
		{"READLINK may be as long as a path", opReadlink, 0, fixed + 4096},
		{"GETATTR has no data", 3, 0, fixed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := append(header(tt.opcode, 1), make([]byte, 40)...)
			ne.PutUint32(req[inHeaderSize+tt.at:], 5000)
			if got := req.replySize(); got != tt.want {
				t.Errorf("replySize = %d, want %d", got, tt.want)
			}
		})
	}
}
