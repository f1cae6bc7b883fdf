package fuseconn

import (
	"errors"
	"os"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

func TestTheCallersMemoryCanBeReadAndWritten(t *testing.T) {
	var read [19]byte
	errs := make(chan error, 2)
	fs := &testFS{ioctl: func(_ <-chan struct{}, in *fuse.IoctlIn, inbuf []byte, _ *fuse.IoctlOut, _ []byte) fuse.Status {
		addr := ne.Uint64(inbuf)
		errs <- ReadMemory(in.Pid, read[:], addr)
		errs <- WriteMemory(in.Pid, addr+9, []byte("server"))
		return fuse.OK
	}}
	_, file := serve(t, fs)
	client := startChild(t, "memory", file)
	client.expect("true what the server had")
	for range 2 {
		if err := recv(t, "a transfer", errs); err != nil {
			t.Error(err)
		}
	}
	if got := string(read[:]); got != "what the client had" {
		t.Errorf("read %q", got)
	}
}

func TestMemoryErrorsSayWhatIsWrong(t *testing.T) {
	page, err := unix.Mmap(-1, 0, 2*os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(page)
	if err := unix.Mprotect(page[os.Getpagesize():], unix.PROT_NONE); err != nil {
		t.Fatal(err)
	}
	own := uint32(os.Getpid())
	for _, tt := range []struct {
		name string
		tid  uint32
		addr uint64
		want error
	}{
		{"nothing is mapped there", own, 8, unix.EFAULT},
		{"the second half is not readable", own, address(page) + uint64(os.Getpagesize()) - 50, unix.EFAULT},
		{"there is no such thread", 1 << 30, 8, unix.ESRCH},
		{"the caller is in a foreign PID namespace", 0, 8, unix.ESRCH},
		{"everything is there", own, address(page), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := ReadMemory(tt.tid, make([]byte, 100), tt.addr); !errors.Is(err, tt.want) {
				t.Errorf("ReadMemory = %v, want %v", err, tt.want)
			}
			if err := WriteMemory(tt.tid, tt.addr, make([]byte, 100)); !errors.Is(err, tt.want) {
				t.Errorf("WriteMemory = %v, want %v", err, tt.want)
			}
		})
	}
}
