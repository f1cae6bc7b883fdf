package nonblock

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/sys/unix"
)

func TestWhatIsWrittenIsReadAndAnEmptyPipeIsEAGAIN(t *testing.T) {
	var pipe [2]int
	if err := unix.Pipe2(pipe[:], unix.O_NONBLOCK|unix.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	from, to := uintptr(pipe[0]), uintptr(pipe[1])
	p := make([]byte, 16)
	if _, err := Read(from, p); !errors.Is(err, unix.EAGAIN) {
		t.Errorf("read of an empty pipe: %v, want EAGAIN", err)
	}
	if n, err := Write(to, []byte("sound")); n != 5 || err != nil {
		t.Errorf("write: %d, %v", n, err)
	}
	if n, err := Read(from, p); err != nil || !bytes.Equal(p[:n], []byte("sound")) {
		t.Errorf("read: %q, %v", p[:n], err)
	}
	if n, err := Write(to, nil); n != 0 || err != nil {
		t.Errorf("write of nothing: %d, %v", n, err)
	}
	_ = unix.Close(pipe[0])
	_ = unix.Close(pipe[1])
	if _, err := Read(from, p); !errors.Is(err, unix.EBADF) {
		t.Errorf("read of a closed descriptor: %v, want EBADF", err)
	}
}
