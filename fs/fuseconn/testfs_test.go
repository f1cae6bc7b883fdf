package fuseconn

import (
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

const (
	fileName = "file"
	fileNode = 2
	fileIno  = 4711
	fileSize = 1 << 40
)

// testFS is a directory with one file, whose operations a test may set before
// mounting. The others do nothing, with success.
type testFS struct {
	fuse.RawFileSystem
	open  func(out *fuse.OpenOut) fuse.Status
	read  func(cancel <-chan struct{}, tid uint32, buf []byte) (int, fuse.Status)
	write func(cancel <-chan struct{}, tid uint32) fuse.Status
	ioctl func(cancel <-chan struct{}, in *fuse.IoctlIn, inbuf []byte, out *fuse.IoctlOut, outbuf []byte) fuse.Status
	poll  func(in *PollIn) (uint32, syscall.Errno)

	timeout  time.Duration // of entries and attributes
	lookups  atomic.Int32
	getattrs atomic.Int32
	conn     *Conn // set by Attach
}

// serve mounts fs in a directory of the test's own, and unmounts it at the end
// whatever became of it.
func serve(t testing.TB, fs *testFS, options ...func(*Options)) (c *Conn, file string) {
	t.Helper()
	o := Options{
		Dir:        t.TempDir(),
		FSName:     "test card",
		Subtype:    "conntest",
		AllowOther: true,
		Attach:     func(c *Conn) { fs.conn = c },
		Logf:       t.Logf,
	}
	for _, option := range options {
		option(&o)
	}
	fs.RawFileSystem = fuse.NewDefaultRawFileSystem()
	c, err := Mount(fs, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Unmount(unix.MNT_DETACH) // the test may have done it
		_ = c.Abort()
		if err := c.Wait(); err != nil {
			t.Errorf("the connection ended with %v", err)
		}
	})
	return c, o.Dir + "/" + fileName
}

// waits returns the operations of a file whose reads and writes never end of
// themselves. Each one that begins gives its thread ID in started, and what ends
// it, "cancel" or "done", in ended.
func waits() (fs *testFS, started chan uint32, ended chan string) {
	fs = &testFS{RawFileSystem: fuse.NewDefaultRawFileSystem()}
	started, ended = make(chan uint32, 2000), make(chan string, 2000)
	wait := func(cancel <-chan struct{}, tid uint32) fuse.Status {
		started <- tid
		select {
		case <-cancel:
			ended <- "cancel"
		case <-fs.conn.Done():
			ended <- "done"
		}
		return fuse.EINTR
	}
	fs.read = func(cancel <-chan struct{}, tid uint32, _ []byte) (int, fuse.Status) { return 0, wait(cancel, tid) }
	fs.write = wait
	return fs, started, ended
}

// recv receives from ch, or fails the test after a time that is never too short.
func recv[T any](t testing.TB, what string, ch <-chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

func (fs *testFS) attr(node uint64, a *fuse.Attr) fuse.Status {
	switch node {
	case fuse.FUSE_ROOT_ID:
		*a = fuse.Attr{Ino: 1, Mode: syscall.S_IFDIR | 0o755, Nlink: 2}
	case fileNode:
		*a = fuse.Attr{Ino: fileIno, Mode: syscall.S_IFREG | 0o666, Nlink: 1, Size: fileSize}
	default:
		return fuse.ENOENT
	}
	return fuse.OK
}

func (fs *testFS) Lookup(_ <-chan struct{}, _ *fuse.InHeader, name string, out *fuse.EntryOut) fuse.Status {
	fs.lookups.Add(1)
	if name != fileName {
		return fuse.ENOENT
	}
	out.NodeId = fileNode
	out.SetEntryTimeout(fs.timeout)
	out.SetAttrTimeout(fs.timeout)
	return fs.attr(fileNode, &out.Attr)
}

func (fs *testFS) GetAttr(_ <-chan struct{}, in *fuse.GetAttrIn, out *fuse.AttrOut) fuse.Status {
	fs.getattrs.Add(1)
	out.SetTimeout(fs.timeout)
	return fs.attr(in.NodeId, &out.Attr)
}

func (fs *testFS) SetAttr(_ <-chan struct{}, in *fuse.SetAttrIn, out *fuse.AttrOut) fuse.Status {
	return fs.attr(in.NodeId, &out.Attr)
}

func (fs *testFS) Open(_ <-chan struct{}, _ *fuse.OpenIn, out *fuse.OpenOut) fuse.Status {
	out.OpenFlags = fuse.FOPEN_DIRECT_IO | fuse.FOPEN_PARALLEL_DIRECT_WRITES
	if fs.open != nil {
		return fs.open(out)
	}
	return fuse.OK
}

func (fs *testFS) Read(cancel <-chan struct{}, in *fuse.ReadIn, buf []byte) (fuse.ReadResult, fuse.Status) {
	if fs.read == nil {
		return fuse.ReadResultData(buf), fuse.OK
	}
	n, status := fs.read(cancel, in.Pid, buf)
	return fuse.ReadResultData(buf[:n]), status
}

func (fs *testFS) Write(cancel <-chan struct{}, in *fuse.WriteIn, data []byte) (uint32, fuse.Status) {
	if fs.write == nil {
		return uint32(len(data)), fuse.OK
	}
	return uint32(len(data)), fs.write(cancel, in.Pid)
}

func (fs *testFS) Ioctl(cancel <-chan struct{}, in *fuse.IoctlIn, inbuf []byte, out *fuse.IoctlOut, outbuf []byte) fuse.Status {
	if fs.ioctl == nil {
		return fuse.OK
	}
	return fs.ioctl(cancel, in, inbuf, out, outbuf)
}

func (fs *testFS) Poll(in *PollIn) (uint32, syscall.Errno) {
	if fs.poll == nil {
		return unix.POLLIN | unix.POLLOUT, 0
	}
	return fs.poll(in)
}
