package mixerstate_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/vsndfs/vsndfs/card/mixerstate"
)

func TestAFileMustBeOneOrBeginOne(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, pipe, "/dev/zero"} {
		if _, err := mixerstate.Open(path); !errors.As(err, new(*mixerstate.Error)) {
			t.Errorf("%s: got %v, want that it is no file", path, err)
		}
	}
	if _, err := mixerstate.Open(filepath.Join(dir, "missing", "state")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that there is no such directory", err)
	}
	if f, err := mixerstate.Open(filepath.Join(dir, "state")); err != nil || filepath.Base(f.Path) != "state" {
		t.Errorf("got %v, %v, want a file that is not there yet", f, err)
	}
}

// TestTheFileIsReplacedAndStaysWhatItWas looks at permissions, owner and links.
func TestTheFileIsReplacedAndStaysWhatItWas(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "state.yaml"), filepath.Join(t.TempDir(), "link")
	write(t, path, "")
	if err := errors.Join(os.Chown(path, os.Getuid(), os.Getgid()), os.Chmod(path, 0o640), os.Symlink(path, link)); err != nil {
		t.Fatal(err)
	}
	open, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	write(t, path+".1234.new", "what a killed server has left")
	write(t, path+".my.new", "somebody's own")
	m := newMixer(t, link)
	m.plug()
	m.setSome()
	m.unplug()
	if info, err := open.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("who reads the old file finds %v, %v, want what it had", info, err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o640 || info.Size() == 0 {
		t.Errorf("the file is %v, %v, want one with what was set, and the mode of the old", info, err)
	}
	expectFiles(t, path, "state.yaml", "state.yaml.my.new")
	if to, err := os.Readlink(link); to != path || err != nil {
		t.Errorf("the link leads to %s, %v", to, err)
	}
}

func TestANewFileCanBeReadByAllAndWrittenByItsOwner(t *testing.T) {
	path := stateFile(t)
	m := newMixer(t, path)
	m.plug()
	m.unplug()
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o644 {
		t.Errorf("got %v, %v, want mode 0644", info, err)
	}
}

// Nobody ever reads half of a file, also when two servers have it, whose new files may
// then get lost.
func TestTwoServersWithOneFile(t *testing.T) {
	path := stateFile(t)
	var servers sync.WaitGroup
	for volume := range int64(2) {
		m := newMixer(t, path)
		servers.Go(func() {
			for n := range int64(100) {
				if err := m.slot.Plug(); err != nil {
					t.Error(err)
				}
				m.set(0, volume, n)
				if err := m.slot.Unplug(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		servers.Wait()
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		if text, err := os.ReadFile(path); err == nil && !strings.HasSuffix(string(text), "  values: []\n") { // of the last element
			t.Errorf("somebody reads %q", text)
			reading = false
		}
	}
	<-done
	expectFiles(t, path, "state.yaml")
}
