package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatMakeInstallsWorks(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	dir := t.TempDir()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	m.run("make", "-s", "-C", root, "install", "PREFIX="+dir, "HELPERDIR="+filepath.Join(dir, "sbin"))
	if out := m.run(filepath.Join(dir, "bin", "vsndfs"), "models"); !strings.Contains(out, "usb-headset") {
		t.Errorf("vsndfs models printed %q", out)
	}
	link, err := os.Readlink(filepath.Join(dir, "sbin", "mount.fuse.vsndfs"))
	if err != nil || link != filepath.Join(dir, "bin", "vsndfs") {
		t.Errorf("mount's helper is a link to %q: %v", link, err)
	}
}
