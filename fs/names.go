package fs

import (
	"path"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// Lookup finds a name in a directory.
func (s *Server) Lookup(_ <-chan struct{}, header *fuse.InHeader, name string, out *fuse.EntryOut) fuse.Status {
	n, d, st := s.directory(header.NodeId)
	if !st.Ok() {
		return st
	}
	e, ok := d.find(name)
	if !ok {
		return fuse.ENOENT
	}
	found := s.inodes.lookup(header.Pid, path.Join(n.path, name), e)
	out.NodeId = found.id
	// The time-outs stay 0: names come and go without the kernel.
	s.fillAttr(found, header.Pid, &out.Attr)
	return fuse.OK
}

func (s *Server) directory(id uint64) (*inode, directory, fuse.Status) {
	n, ok := s.inodes.get(id)
	if !ok {
		return nil, nil, fuse.Status(syscall.ESTALE)
	}
	d, ok := n.entry.(directory)
	if !ok {
		return nil, nil, fuse.ENOTDIR
	}
	return n, d, fuse.OK
}

// Forget drops an inode that the kernel no longer knows.
func (s *Server) Forget(nodeid, nlookup uint64) { s.inodes.forget(nodeid, nlookup) }

// fillAttr is what thread tid sees of an inode. One of a 32-bit program may not
// open what is larger than its off_t.
func (s *Server) fillAttr(n *inode, tid uint32, out *fuse.Attr) {
	a := n.entry.attr()
	if a.size > narrowSize && narrow(tid) {
		a.size = narrowSize
	}
	*out = fuse.Attr{
		Ino: s.inodes.ino(n.path), Mode: a.mode, Size: a.size, Nlink: 1, Blksize: 4096,
		Owner: fuse.Owner{Uid: a.uid, Gid: a.gid},
	}
	switch {
	case a.unlinked:
		out.Nlink = 0
	case a.mode&syscall.S_IFMT == syscall.S_IFDIR:
		out.Nlink = 2
	}
}

// GetAttr answers stat(2).
func (s *Server) GetAttr(_ <-chan struct{}, in *fuse.GetAttrIn, out *fuse.AttrOut) fuse.Status {
	n, ok := s.inodes.get(in.NodeId)
	if !ok {
		return fuse.Status(syscall.ESTALE)
	}
	s.fillAttr(n, in.Pid, &out.Attr)
	return fuse.OK
}

// SetAttr answers chmod and chown of a device node. Opening one with O_TRUNC, as a
// shell's redirection does, and setting times do nothing, as on a real node.
// truncate(2) of an open file or to a length, which O_TRUNC never is, is refused.
func (s *Server) SetAttr(_ <-chan struct{}, in *fuse.SetAttrIn, out *fuse.AttrOut) fuse.Status {
	n, ok := s.inodes.get(in.NodeId)
	if !ok {
		return fuse.Status(syscall.ESTALE)
	}
	if length, truncates := in.GetSize(); truncates && isDevice(n) {
		if _, open := in.GetFh(); open || length != 0 {
			return fuse.EINVAL
		}
	}
	mode, setMode := in.GetMode()
	uid, setUid := in.GetUID()
	gid, setGid := in.GetGID()
	if setMode || setUid || setGid {
		d, ok := n.entry.(*devNode)
		if !ok {
			return fuse.EPERM
		}
		d.change(func(m *modeChange) {
			if setMode {
				perm := mode &^ syscall.S_IFMT
				m.perm = &perm
			}
			if setUid {
				m.uid = &uid
			}
			if setGid {
				m.gid = &gid
			}
		})
	}
	s.fillAttr(n, in.Pid, &out.Attr)
	return fuse.OK
}

// Readlink answers readlink(2).
func (s *Server) Readlink(_ <-chan struct{}, header *fuse.InHeader) ([]byte, fuse.Status) {
	n, ok := s.inodes.get(header.NodeId)
	if !ok {
		return nil, fuse.Status(syscall.ESTALE)
	}
	l, ok := n.entry.(linker)
	if !ok {
		return nil, fuse.EINVAL
	}
	return []byte(l.target()), fuse.OK
}

// dirent is a name in a listing.
type dirent struct {
	name string
	mode uint32
	ino  uint64
}

// list is a directory's content.
func (s *Server) list(n *inode, d directory) []dirent {
	all := []dirent{{".", syscall.S_IFDIR, s.inodes.ino(n.path)}, {"..", syscall.S_IFDIR, s.inodes.ino(path.Dir(n.path))}}
	for _, name := range d.names() {
		e, ok := d.find(name)
		if !ok {
			continue // it went meanwhile
		}
		all = append(all, dirent{name, listedMode(e), s.inodes.ino(path.Join(n.path, name))})
	}
	return all
}

// listedMode is an entry's type as a listing shows it: a device node is a
// character device there, because PipeWire skips everything else.
func listedMode(e entry) uint32 {
	if _, ok := e.(*devNode); ok {
		return syscall.S_IFCHR
	}
	return e.attr().mode & syscall.S_IFMT
}

// OpenDir takes the listing that ReadDir reads from.
func (s *Server) OpenDir(_ <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	n, d, st := s.directory(in.NodeId)
	if !st.Ok() {
		return st
	}
	var ok bool
	if out.Fh, ok = s.handles.add(&opened{handle: plain{}, inode: n, names: s.list(n, d)}); !ok {
		return fuse.Status(syscall.ENOTCONN)
	}
	return fuse.OK
}

// ReadDir reads a listing.
func (s *Server) ReadDir(_ <-chan struct{}, in *fuse.ReadIn, out *fuse.DirEntryList) fuse.Status {
	h, ok := s.handles.use(in.Fh)
	if !ok {
		return fuse.EBADF
	}
	defer h.done()
	for i := in.Offset; i < uint64(len(h.names)); i++ {
		e := h.names[i]
		if !out.AddDirEntry(fuse.DirEntry{Name: e.name, Mode: e.mode, Ino: e.ino, Off: i + 1}) {
			break
		}
	}
	return fuse.OK
}

// ReleaseDir ends a listing.
func (s *Server) ReleaseDir(in *fuse.ReleaseIn) { s.handles.take(in.Fh) }

// StatFs answers statfs(2): there is nothing to count.
func (s *Server) StatFs(_ <-chan struct{}, _ *fuse.InHeader, out *fuse.StatfsOut) fuse.Status {
	out.NameLen = 255
	out.Bsize = 4096
	return fuse.OK
}

// The names of the tree are the cards': nobody else makes or removes any.

// Mknod is refused.
func (*Server) Mknod(<-chan struct{}, *fuse.MknodIn, string, *fuse.EntryOut) fuse.Status {
	return fuse.EPERM
}

// Mkdir is refused.
func (*Server) Mkdir(<-chan struct{}, *fuse.MkdirIn, string, *fuse.EntryOut) fuse.Status {
	return fuse.EPERM
}

// Unlink is refused.
func (*Server) Unlink(<-chan struct{}, *fuse.InHeader, string) fuse.Status { return fuse.EPERM }

// Rmdir is refused.
func (*Server) Rmdir(<-chan struct{}, *fuse.InHeader, string) fuse.Status { return fuse.EPERM }

// Rename is refused.
func (*Server) Rename(<-chan struct{}, *fuse.RenameIn, string, string) fuse.Status {
	return fuse.EPERM
}

// Link is refused.
func (*Server) Link(<-chan struct{}, *fuse.LinkIn, string, *fuse.EntryOut) fuse.Status {
	return fuse.EPERM
}

// Symlink is refused.
func (*Server) Symlink(<-chan struct{}, *fuse.InHeader, string, string, *fuse.EntryOut) fuse.Status {
	return fuse.EPERM
}

// Create is refused. In /proc there is no name that could be made.
func (s *Server) Create(_ <-chan struct{}, in *fuse.CreateIn, _ string, _ *fuse.CreateOut) fuse.Status {
	if n, ok := s.inodes.get(in.NodeId); ok && isInfo(n) {
		return fuse.ENOENT
	}
	return fuse.EPERM
}
