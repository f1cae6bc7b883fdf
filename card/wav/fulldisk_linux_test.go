package wav

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

// fullDiskDir, in the environment, tells the test that it runs in a mount
// namespace of its own and where it may mount.
const fullDiskDir = "VSNDFS_TEST_FULL_DISK_DIR"

// The disk is a tmpfs of 64 KiB that nobody else sees, so the test runs once more
// in a namespace where any user may mount one.
func TestOnAFullDiskTheFileKeepsWhatFoundRoom(t *testing.T) {
	dir := os.Getenv(fullDiskDir)
	if dir == "" {
		repeatInNamespace(t)
		return
	}
	const diskBytes = 64 << 10
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Fatal(err)
	}
	s := Spec{abi.SNDRV_PCM_FORMAT_S24_3LE, 2, 48000}
	stream := render(noise(s, 2*diskBytes/6, 24), s)
	path := filepath.Join(dir, "kept.wav")
	w := mustCreate(t, path, s)
	_, err := w.Write(stream)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), path) {
		t.Errorf("Write = %v, want ENOSPC with the path", err)
	}
	kept := mustOpen(t, path)
	if got, want := kept.Frames(), uint64(diskBytes-80)/6; got != want || w.Frames() != want {
		t.Errorf("%d frames in the file and %d by Frames(), want %d", got, w.Frames(), want)
	}
	wantBytes(t, "what is kept", render(kept, s), stream[:kept.Frames()*6])
	if got, want := len(mustReadFile(t, path)), 80+int(kept.Frames())*6; got != want {
		t.Errorf("the file has %d bytes, want %d", got, want)
	}
	wantENOSPCAgain(t, w)
	other := filepath.Join(dir, "other.wav")
	if _, err := Create(other, s); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Create on the full disk = %v, want ENOSPC", err)
	}
	if _, err := os.Stat(other); !os.IsNotExist(err) {
		t.Errorf("a file without a header is left: %v", err)
	}
}

// A limit of file sizes is like a full disk. Other tests write in other files.
func TestAFileThatMayNotGrowKeepsWhatFoundRoom(t *testing.T) {
	const maxBytes = 100_000
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: maxBytes, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old) }() // it was so before
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, stereo16)
	stream := noise(stereo16, 2*maxBytes/4, 16)
	_, err := w.Write(render(stream, stereo16))
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("Write = %v, want EFBIG", err)
	}
	if got, want := mustOpen(t, path).Frames(), uint64(maxBytes-44)/4; got != want {
		t.Errorf("%d frames in the file, want %d", got, want)
	}
	if err := w.Close(); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("Close = %v, want EFBIG", err)
	}
}

// wantENOSPCAgain checks that the error is remembered to the end.
func wantENOSPCAgain(t *testing.T, w *Writer) {
	t.Helper()
	if n, err := w.Write(make([]byte, 6)); n != 0 || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Write after the error = %d, %v; want 0, ENOSPC", n, err)
	}
	if err := w.Flush(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Flush after the error = %v, want ENOSPC", err)
	}
	if err := w.Close(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("Close after the error = %v, want ENOSPC", err)
	}
}

// repeatInNamespace runs the calling test in a user and mount namespace.
func repeatInNamespace(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), fullDiskDir+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("in a namespace of its own: %v\n%s", err, out)
	}
}
