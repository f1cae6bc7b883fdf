package fuseconn

import (
	"os"
	"strconv"
	"testing"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

func TestOpenFlagsFollowTheDescriptor(t *testing.T) {
	fs := &testFS{ioctl: func(_ <-chan struct{}, in *fuse.IoctlIn, _ []byte, _ *fuse.IoctlOut, outbuf []byte) fuse.Status {
		flags, ok := OpenFlags(in.Pid, in.Cmd, fileIno)
		if !ok {
			return fuse.EIO
		}
		ne.PutUint32(outbuf, uint32(flags&(unix.O_ACCMODE|unix.O_NONBLOCK|unix.O_APPEND)))
		return fuse.OK
	}}
	_, file := serve(t, fs)
	client := startChild(t, "flags", file)
	client.expect(strconv.Itoa(unix.O_RDWR|unix.O_NONBLOCK) + " <nil>")
	client.expect(strconv.Itoa(unix.O_RDWR) + " <nil>")
}

func TestFlagsByInodeNeedsDescriptorsThatAgree(t *testing.T) {
	path := t.TempDir() + "/file"
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var st unix.Stat_t
	if err := unix.Stat(path, &st); err != nil {
		t.Fatal(err)
	}
	ask := func() (int, bool) { return OpenFlags(uint32(os.Getpid()), ioctlGet, st.Ino) }
	if flags, ok := ask(); ok {
		t.Errorf("flags %#o of a file that is not open", flags)
	}
	for _, tt := range []struct {
		name string
		open int
		want bool
	}{
		{"one descriptor tells", unix.O_RDWR | unix.O_NONBLOCK, true},
		{"two that agree tell", unix.O_RDWR | unix.O_NONBLOCK, true},
		{"a third that differs does not", unix.O_RDWR, false},
	} {
		fd, err := unix.Open(path, tt.open|unix.O_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer unix.Close(fd)
		flags, ok := ask()
		if ok != tt.want || ok && flags&unix.O_NONBLOCK == 0 {
			t.Errorf("%s: OpenFlags = %#o, %v, want %v", tt.name, flags, ok, tt.want)
		}
	}
}

func TestParseIoctl(t *testing.T) {
	const cmd = 0x80047601
	for _, tt := range []struct {
		name, line string
		fd         int
		ok         bool
	}{
		{"the ioctl", "16 0x7 0x80047601 0x7ffd 0x0 0x0 0x0 0x7ffe 0x7fff", 7, true},
		{"a command with the sign extended", "16 0x7 0xffffffff80047601 0x7ffd 0x0 0x0 0x0 0x1 0x2", 7, true},
		{"the ioctl of a 32-bit program", "54 0x7 0x80047601 0xffd0 0x0 0x0 0x0 0xffe0 0xf7f5", 7, true},
		{"another command", "16 0x7 0x80047602 0x7ffd 0x0 0x0 0x0 0x7ffe 0x7fff", 0, false},
		{"another system call", "0 0x7 0x80047601 0x7ffd 0x0 0x0 0x0 0x7ffe 0x7fff", 0, false},
		{"no system call", "-1 0x7ffe 0x7fff", 0, false},
		{"a running thread", "running", 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if fd, ok := parseIoctl(tt.line, cmd); fd != tt.fd || ok != tt.ok {
				t.Errorf("parseIoctl = %d, %v, want %d, %v", fd, ok, tt.fd, tt.ok)
			}
		})
	}
}
