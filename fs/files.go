package fs

import (
	"syscall"

	"github.com/hanwen/go-fuse/v2/fuse"

	"github.com/vsndfs/vsndfs/card"
	"github.com/vsndfs/vsndfs/fs/fuseconn"
)

// Open opens a file.
func (s *Server) Open(cancel <-chan struct{}, in *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	n, ok := s.inodes.get(in.NodeId)
	if !ok {
		return fuse.Status(syscall.ESTALE)
	}
	e, ok := n.entry.(opener)
	if !ok {
		return fuse.Status(syscall.EISDIR)
	}
	if isDevice(n) && in.Flags&syscall.O_DIRECT != 0 {
		return fuse.EINVAL
	}
	o := &opened{inode: n, reserved: wantsInode(n)}
	if o.reserved {
		if e := s.inodes.reserve(in.Pid, n); e != 0 {
			return taken(n, e)
		}
	}
	var err error
	if o.handle, err = e.open(s.call(cancel, &in.InHeader), openFlags(in.Flags)); err != nil {
		s.unreserve(o)
		s.complain(err)
		return status(err)
	}
	s.openMode(o, out)
	if out.Fh, ok = s.handles.add(o); !ok {
		s.closeHandle(o)
		return fuse.Status(syscall.ENOTCONN)
	}
	return fuse.OK
}

// wantsInode reports whether every open of n has an inode of its own. The kernel
// gives an inode one memory file at a time; and it locks one that is written, so
// that whoever opens it by > would wait behind the lock and could not be killed.
func wantsInode(n *inode) bool {
	d, ok := n.entry.(*devNode)
	return ok && d.node.Mapped
}

// taken is the answer to an open of an inode that another open has. It came
// first, between this one's look-up and now, and e says what to do. But what is
// gone is not found by looking.
func taken(n *inode, e syscall.Errno) fuse.Status {
	if d, ok := n.entry.(*devNode); ok && d.gone() {
		return fuse.Status(syscall.ENODEV)
	}
	return fuse.Status(e)
}

func (s *Server) unreserve(o *opened) {
	if o.reserved {
		s.inodes.unreserve(o.inode)
	}
}

// largeFile is O_LARGEFILE on x86, which the kernel sets for 64-bit programs.
const largeFile = 0o100000

func openFlags(flags uint32) card.OpenFlags {
	access := flags & syscall.O_ACCMODE
	return card.OpenFlags{
		Nonblock: flags&syscall.O_NONBLOCK != 0,
		Append:   flags&syscall.O_APPEND != 0,
		Small:    flags&largeFile == 0,
		Read:     access != syscall.O_WRONLY,
		Write:    access != syscall.O_RDONLY,
	}
}

// openMode says how the kernel treats the open file. Everything comes to the
// server; mmap alone goes to the memory file, where there is one.
func (s *Server) openMode(o *opened, out *fuse.OpenOut) {
	out.OpenFlags = fuse.FOPEN_DIRECT_IO | fuse.FOPEN_PARALLEL_DIRECT_WRITES
	h, ok := o.handle.(*devHandle)
	if !ok {
		return
	}
	if m, ok := h.file.Mapper(); ok && o.reserved && s.conn.Passthrough() {
		id, err := s.conn.RegisterBacking(m.Backing())
		if err == nil {
			o.backing, out.BackingID = id, id
			out.OpenFlags |= fuse.FOPEN_PASSTHROUGH
			return
		}
		s.logf("%s: no mmap for this open: %v", h.file.Node.Name, err)
	}
	out.OpenFlags |= fuse.FOPEN_STREAM | fuse.FOPEN_NONSEEKABLE
}

// Release closes a file: its last descriptor is gone.
func (s *Server) Release(_ <-chan struct{}, in *fuse.ReleaseIn) {
	if o, ok := s.handles.take(in.Fh); ok {
		s.closeHandle(o)
	}
}

// closeHandle closes a handle once, by its release or by the connection's end.
func (s *Server) closeHandle(o *opened) {
	if !o.shut() {
		return
	}
	if o.backing != 0 {
		_ = s.conn.UnregisterBacking(o.backing) // the connection has ended: it is gone already
	}
	o.close()
	s.unreserve(o)
}

// Flush runs when a descriptor is closed, before close(2) returns.
func (s *Server) Flush(cancel <-chan struct{}, in *fuse.FlushIn) fuse.Status {
	o, ok := s.handles.use(in.Fh)
	if !ok {
		return fuse.EBADF
	}
	defer o.done()
	return status(o.flush(s.call(cancel, &in.InHeader)))
}

// Read reads from a file.
//
// A read that names no owner is not of read(2): it fills a page of a private
// mapping or for splice(2), neither of which a node of the kernel's would have. It
// cannot be interrupted, and who waits for it cannot be killed, so it gets nothing
// from a node.
func (s *Server) Read(cancel <-chan struct{}, in *fuse.ReadIn, buf []byte) (fuse.ReadResult, fuse.Status) {
	o, ok := s.handles.use(in.Fh)
	if !ok {
		return nil, fuse.EBADF
	}
	defer o.done()
	if _, ok := o.handle.(*devHandle); ok && in.ReadFlags&fuse.READ_LOCKOWNER == 0 {
		return nil, fuse.EINVAL
	}
	c := s.call(cancel, &in.InHeader)
	c.Nonblock = in.Flags&syscall.O_NONBLOCK != 0
	n, err := o.read(c, buf, int64(in.Offset))
	if err != nil && n == 0 {
		return nil, status(err)
	}
	return fuse.ReadResultData(buf[:n]), fuse.OK
}

// Write writes to a file.
func (s *Server) Write(cancel <-chan struct{}, in *fuse.WriteIn, data []byte) (uint32, fuse.Status) {
	o, ok := s.handles.use(in.Fh)
	if !ok {
		return 0, fuse.EBADF
	}
	defer o.done()
	c := s.call(cancel, &in.InHeader)
	c.Nonblock = in.Flags&syscall.O_NONBLOCK != 0
	n, err := o.write(c, data)
	if err != nil && n == 0 {
		return 0, status(err)
	}
	return uint32(n), fuse.OK
}

// Ioctl carries out an ioctl. One that was interrupted before it did anything
// begins anew where the program's signal handler wants that.
func (s *Server) Ioctl(cancel <-chan struct{}, in *fuse.IoctlIn, inbuf []byte, out *fuse.IoctlOut, outbuf []byte) fuse.Status {
	o, ok := s.handles.use(in.Fh)
	if !ok {
		return fuse.EBADF
	}
	defer o.done()
	if in.Flags&ioctlX32 != 0 {
		return fuse.Status(syscall.ENOTTY)
	}
	c := s.call(cancel, &in.InHeader)
	c.Narrow = in.Flags&ioctlCompat != 0
	c.LiveNonblock = s.liveNonblock(in, o.inode)
	i := &card.Ioctl{Cmd: in.Cmd, Arg: in.Arg, In: inbuf, Out: outbuf}
	copy(outbuf, inbuf)
	return answer(o.ioctl(c, i), i, out)
}

// The flags of an ioctl of a program that has not the kernel's word size:
// FUSE_IOCTL_COMPAT, and FUSE_IOCTL_COMPAT_X32 for the kind that has 64-bit
// registers and 32-bit pointers, whose structs are others again.
const (
	ioctlCompat = 1 << 0
	ioctlX32    = 1 << 5
)

// answer puts an ioctl's end into the reply. Only an error in the result, and
// not in the reply's header, lets the data reach the program too.
func answer(err error, i *card.Ioctl, out *fuse.IoctlOut) fuse.Status {
	e := errno(err)
	switch {
	case e == 0:
		out.Result = i.Result
		return fuse.OK
	case e == syscall.EINTR:
		out.Result = fuseconn.RestartSys
		return fuse.OK
	case e == syscall.ENOSYS:
		e = syscall.ENOTTY // as the kernel makes of it, in the header only
	}
	if i.CopyOut || e > maxHeaderErrno {
		out.Result = -int32(e)
		return fuse.OK
	}
	return fuse.Status(e)
}

// maxHeaderErrno is the largest error that the kernel takes in a reply's header:
// fuse_dev_do_write.
const maxHeaderErrno = 511

// Poll says what a file is ready for.
func (s *Server) Poll(in *fuseconn.PollIn) (uint32, syscall.Errno) {
	o, ok := s.handles.use(in.Fh)
	if !ok {
		return 0, syscall.EBADF
	}
	defer o.done()
	return uint32(o.poll(&pollRequest{kh: in.Kh, notify: in.ScheduleNotify()})), 0
}

// What a device node has no operation for.

// Fsync is refused.
func (*Server) Fsync(<-chan struct{}, *fuse.FsyncIn) fuse.Status { return fuse.EINVAL }

// Fallocate is refused.
func (*Server) Fallocate(<-chan struct{}, *fuse.FallocateIn) fuse.Status {
	return fuse.Status(syscall.ENODEV)
}

// Lseek is refused. The kernel asks for SEEK_DATA and SEEK_HOLE alone.
func (*Server) Lseek(<-chan struct{}, *fuse.LseekIn, *fuse.LseekOut) fuse.Status {
	return fuse.Status(syscall.ESPIPE)
}
