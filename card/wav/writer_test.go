package wav

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/abi"
)

var stereo16 = Spec{abi.SNDRV_PCM_FORMAT_S16_LE, 2, 48000}

// A server that is killed leaves what a copy of the file at that moment has.
func TestAfterEveryFlushTheFileHoldsAllThatWasWritten(t *testing.T) {
	s := Spec{abi.SNDRV_PCM_FORMAT_S24_BE, 1, 48000} // 3 bytes a frame in the file: odd every other time
	stream := render(noise(s, 7*1000, 24), s)
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, s)
	written := 0
	for part := range slices.Chunk(stream, 1001*4) {
		mustWrite(t, w, part)
		written += len(part)
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		file := mustReadFile(t, path)
		wantBytes(t, "copy of the file", render(mustDecode(t, file), s), stream[:written])
		if len(file)%2 != 0 {
			t.Errorf("the file has %d bytes, want the pad byte", len(file))
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestANewFileIsAnEmptyWAV(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, stereo16)
	mustWrite(t, w, make([]byte, 400))
	if c := mustOpen(t, path); c.Frames() != 0 || c.Spec() != stereo16 {
		t.Errorf("before a flush: %d frames of %v, want none of %v", c.Frames(), c.Spec(), stereo16)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAnOldFileIsReplaced(t *testing.T) {
	path := keep(t, stereo16, make([]byte, 4000))
	if err := mustCreate(t, path, stereo16).Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(mustReadFile(t, path)); got != 44 {
		t.Errorf("%d bytes in the file, want 44", got)
	}
}

func TestMuchPendingDataIsFlushedByItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, stereo16)
	mustWrite(t, w, make([]byte, pendingBytes))
	mustWrite(t, w, make([]byte, 4))
	if got, want := mustOpen(t, path).Frames(), uint64(pendingBytes/4); got != want {
		t.Errorf("%d frames on disk, want %d", got, want)
	}
	if got, want := w.Frames(), uint64(pendingBytes/4+1); got != want {
		t.Errorf("Frames() = %d, want %d", got, want)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestPartOfAFrameIsRefusedWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.wav")
	w := mustCreate(t, path, stereo16)
	if n, err := w.Write(make([]byte, 6)); n != 0 || err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("Write of a frame and a half = %d, %v; want 0 and an error that names %s", n, err, path)
	}
	mustWrite(t, w, make([]byte, 8))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := mustOpen(t, path).Frames(); got != 2 {
		t.Errorf("%d frames, want 2", got)
	}
}

func TestAClosedWriterSaysSo(t *testing.T) {
	w := mustCreate(t, filepath.Join(t.TempDir(), "kept.wav"), stereo16)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(make([]byte, 4)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write = %v, want ErrClosed", err)
	}
	if err := w.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close = %v, want ErrClosed", err)
	}
}

func TestCreateNamesThePathItCouldNotWrite(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "such.wav")
	for path, want := range map[string]error{missing: os.ErrNotExist, fullDevice(t): syscall.ENOSPC} {
		_, err := Create(path, stereo16)
		if !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("Create(%s) = %v, want %v with the path", path, err, want)
		}
	}
}

// fullDevice is another name of /dev/full: a test does not risk that of the machine.
func fullDevice(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "full")
	if err := os.Symlink("/dev/full", path); err != nil {
		t.Fatal(err)
	}
	return path
}

// As root the machine would be without /dev/full from then on.
func TestADeviceThatIsFullIsNotRemoved(t *testing.T) {
	path := fullDevice(t)
	if _, err := Create(path, stereo16); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("Create = %v, want ENOSPC", err)
	}
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("the device has gone: %v", err)
	}
}
