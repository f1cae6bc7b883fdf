package fuseconn

import (
	"sync/atomic"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

func TestABackingFileIsMappedAndNothingElse(t *testing.T) {
	ring, err := unix.MemfdCreate("ring", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(ring)
	if _, err := unix.Pwrite(ring, append([]byte("server"), make([]byte, 8192)...), 0); err != nil {
		t.Fatal(err)
	}
	var backing atomic.Int32
	fs := &testFS{
		open: func(out *fuse.OpenOut) fuse.Status {
			out.OpenFlags |= fuse.FOPEN_PASSTHROUGH
			out.BackingID = backing.Load()
			return fuse.OK
		},
		ioctl: func(_ <-chan struct{}, _ *fuse.IoctlIn, _ []byte, _ *fuse.IoctlOut, outbuf []byte) fuse.Status {
			outbuf[0] = 42
			return fuse.OK
		},
	}
	c, file := serve(t, fs)
	if !c.Passthrough() {
		t.Fatal("no passthrough; the tests need root and Linux 6.9")
	}
	id, err := c.RegisterBacking(ring)
	if err != nil {
		t.Fatal(err)
	}
	backing.Store(id)
	client := startChild(t, "map", file)
	client.expect("server")
	client.expect("7 <nil>") // the server's read, which fills any buffer
	client.expect("5 <nil>") // the server's write, which discards
	client.expect("42 <nil>")
	p := make([]byte, 6)
	if _, err := unix.Pread(ring, p, 0); err != nil || string(p) != "client" {
		t.Errorf("the server sees %q, %v, want what the client stored", p, err)
	}
	if _, err := unix.Pwrite(ring, []byte("second"), 0); err != nil {
		t.Fatal(err)
	}
	client.tell()
	client.expect("second")
	if err := c.UnregisterBacking(id); err != nil {
		t.Error(err)
	}
	if err := c.UnregisterBacking(id); err == nil {
		t.Error("a backing file was unregistered twice")
	}
}

func TestNoPassthroughRefusesBackingFiles(t *testing.T) {
	c, _ := serve(t, &testFS{}, func(o *Options) { o.NoPassthrough = true })
	if c.Passthrough() {
		t.Error("Passthrough = true, want false")
	}
	fd, err := unix.MemfdCreate("ring", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if id, err := c.RegisterBacking(fd); err == nil {
		t.Errorf("RegisterBacking = %d, want an error", id)
	}
}
