package fuseconn

import (
	"fmt"
	"testing"
	"time"
)

// stat has a client look the file up.
func stat(t *testing.T, c *Conn, file string) {
	t.Helper()
	major, minor := c.Device()
	startChild(t, "stat", file).expect(fmt.Sprintf("%d:%d", major, minor))
}

func TestNotifyEntryGoneMakesTheKernelAskAgain(t *testing.T) {
	fs := &testFS{timeout: time.Hour}
	c, file := serve(t, fs)
	stat(t, c, file)
	stat(t, c, file)
	if got := fs.lookups.Load(); got != 1 {
		t.Fatalf("%d lookups of a cached name, want 1", got)
	}
	if err := c.NotifyEntryGone(1, fileName); err != nil {
		t.Fatal(err)
	}
	stat(t, c, file)
	if got := fs.lookups.Load(); got != 2 {
		t.Errorf("%d lookups of a forgotten name, want 2", got)
	}
}

func TestNotifyInvalInodeMakesTheKernelAskAgain(t *testing.T) {
	fs := &testFS{timeout: time.Hour}
	c, file := serve(t, fs)
	stat(t, c, file)
	before := fs.getattrs.Load()
	stat(t, c, file)
	if got := fs.getattrs.Load() - before; got != 0 {
		t.Fatalf("%d questions about cached attributes, want none", got)
	}
	if err := c.NotifyInvalInode(fileNode, -1, 0); err != nil {
		t.Fatal(err)
	}
	stat(t, c, file)
	if got := fs.getattrs.Load() - before; got != 1 {
		t.Errorf("%d questions about forgotten attributes, want 1", got)
	}
}

func TestNotificationsAboutTheUnknownSucceed(t *testing.T) {
	c, _ := serve(t, &testFS{})
	if err := c.NotifyEntryGone(1, "never-seen"); err != nil {
		t.Errorf("NotifyEntryGone = %v", err)
	}
	if err := c.NotifyInvalInode(999, 0, 0); err != nil {
		t.Errorf("NotifyInvalInode = %v", err)
	}
}
