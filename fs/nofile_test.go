package fs

import (
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// device is the id of an inode for controlC0.
func (s *Server) device(t *testing.T) uint64 {
	t.Helper()
	return s.inodes.lookup(someThread, "/controlC0", s.walk(t, "controlC0")).id
}

// A character device is no file that holds something.
func TestWhatADeviceNodeCannotDo(t *testing.T) {
	s, _ := newServer(t)
	expect(t, "fsync", s.Fsync(nil, nil), fuse.EINVAL)
	expect(t, "fallocate", s.Fallocate(nil, nil), fuse.Status(syscall.ENODEV))
	expect(t, "lseek to data", s.Lseek(nil, nil, nil), fuse.Status(syscall.ESPIPE))

	in := &fuse.OpenIn{InHeader: fuse.InHeader{NodeId: s.device(t)}, Flags: syscall.O_RDWR | syscall.O_DIRECT}
	expect(t, "open with O_DIRECT", s.Open(nil, in, new(fuse.OpenOut)), fuse.EINVAL)
}

func TestTruncatingADeviceNode(t *testing.T) {
	s, _ := newServer(t)
	id := s.device(t)
	for _, tt := range []struct {
		name  string
		valid uint32
		size  uint64
		want  fuse.Status
	}{
		{"open with O_TRUNC", fuse.FATTR_SIZE, 0, fuse.OK},
		{"truncate to a length", fuse.FATTR_SIZE, 4096, fuse.EINVAL},
		{"ftruncate", fuse.FATTR_SIZE | fuse.FATTR_FH, 0, fuse.EINVAL},
		{"times", fuse.FATTR_MTIME | fuse.FATTR_FH, 0, fuse.OK},
	} {
		in := new(fuse.SetAttrIn)
		in.NodeId, in.Valid, in.Size = id, tt.valid, tt.size
		var out fuse.AttrOut
		expect(t, tt.name, s.SetAttr(nil, in, &out), tt.want)
		if tt.want.Ok() {
			expect(t, "size after "+tt.name, out.Size, nodeSize)
		}
	}
}
