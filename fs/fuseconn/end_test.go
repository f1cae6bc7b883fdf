package fuseconn

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// isClosed tells a closed channel from an open one.
func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}

func TestAPlainUnmountEndsTheConnection(t *testing.T) {
	c, _ := serve(t, &testFS{})
	if err := c.Unmount(0); err != nil {
		t.Fatal(err)
	}
	recv(t, "Done", c.Done())
	recv(t, "Unmounted", c.Unmounted())
	if err := c.Wait(); err != nil {
		t.Errorf("Wait = %v", err)
	}
}

func TestNoDescriptorIsLeftBehind(t *testing.T) {
	before := descriptors(t)
	for _, end := range []func(*Conn) error{
		(*Conn).Abort,
		func(c *Conn) error { return c.Unmount(0) },
		func(c *Conn) error { return c.Unmount(unix.MNT_DETACH) },
	} {
		c, _ := serve(t, &testFS{})
		if err := end(c); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	if got := descriptors(t); got != before {
		t.Errorf("%d descriptors are open, want %d", got, before)
	}
}

// descriptors counts the open files of this process.
func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func TestAnOpenFileKeepsAPlainUnmountOff(t *testing.T) {
	c, file := serve(t, &testFS{})
	startChild(t, "open", file).expect("open")
	if err := c.Unmount(0); !errors.Is(err, unix.EBUSY) {
		t.Errorf("Unmount = %v, want EBUSY", err)
	}
}

func TestALazyUnmountIsSeenAtOnceAndEndsWithTheLastClose(t *testing.T) {
	c, file := serve(t, &testFS{})
	client := startChild(t, "open", file)
	client.expect("open")
	if err := unix.Unmount(c.dir, unix.MNT_DETACH); err != nil {
		t.Fatal(err)
	}
	recv(t, "Unmounted", c.Unmounted())
	if isClosed(c.Done()) {
		t.Error("the connection ended with a file open")
	}
	client.tell()
	recv(t, "Done", c.Done())
	if err := c.Wait(); err != nil {
		t.Errorf("Wait = %v", err)
	}
}

func TestASecondMountOfTheSameFilesCounts(t *testing.T) {
	c, _ := serve(t, &testFS{})
	other := t.TempDir()
	if err := unix.Mount(c.dir, other, "", unix.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	if err := c.Unmount(0); err != nil {
		t.Fatal(err)
	}
	look, err := newWatch(c.major, c.minor)
	if err != nil {
		t.Fatal(err)
	}
	look.stop()
	look.run(t.Logf)
	if isClosed(look.unmounted) || isClosed(c.Unmounted()) {
		t.Error("Unmounted is closed with the second mount still there")
	}
	if err := unix.Unmount(other, 0); err != nil {
		t.Fatal(err)
	}
	recv(t, "Unmounted", c.Unmounted())
}

func TestAForcedEndFailsWaitingCallsAndEndsTheConnection(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(c *Conn) error
	}{
		{"abort", (*Conn).Abort},
		{"umount -f", func(c *Conn) error {
			if err := unix.Unmount(c.dir, unix.MNT_FORCE); !errors.Is(err, unix.EBUSY) {
				return err
			}
			return nil // the mount stays while a file is open, the connection does not
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fs, started, ended := waits()
			c, file := serve(t, fs)
			client := startChild(t, "read", file)
			recv(t, "the read to begin", started)
			if err := tt.end(c); err != nil {
				t.Fatal(err)
			}
			client.expect("-1 software caused connection abort")
			recv(t, "Done", c.Done())
			if got := recv(t, "the handler to end", ended); got != "done" {
				t.Errorf("the handler was ended by %s, want done", got)
			}
			if err := c.Wait(); err != nil {
				t.Errorf("Wait = %v", err)
			}
			if err := c.NotifyPoll(1); !errors.Is(err, os.ErrClosed) {
				t.Errorf("NotifyPoll afterwards = %v, want %v", err, os.ErrClosed)
			}
		})
	}
}

func TestAnAbortedMountIsStaleUntilItIsUnmounted(t *testing.T) {
	c, _ := serve(t, &testFS{})
	if err := c.Abort(); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
	if stale, err := Stale(c.dir); !stale || err != nil {
		t.Errorf("Stale = %v, %v, want true", stale, err)
	}
	if isClosed(c.Unmounted()) {
		t.Error("Unmounted is closed with the mount still there")
	}
	if err := c.Unmount(0); err != nil {
		t.Errorf("Unmount = %v", err)
	}
}

func TestAServerThatWasKilledLeavesAStaleMountThatCanBeCleaned(t *testing.T) {
	dir := t.TempDir()
	server := startChild(t, "mount", dir)
	server.expect("passthrough true")
	if stale, err := Stale(dir); stale || err != nil {
		t.Fatalf("Stale of a living server = %v, %v, want false", stale, err)
	}
	if err := CleanStale(dir, "conntest"); err != nil {
		t.Fatal(err)
	}
	if _, ours, err := FindMount(dir, "conntest"); !ours || err != nil {
		t.Fatalf("a living mount was cleaned away: %v, %v", ours, err)
	}
	server.signal(unix.SIGKILL)
	server.expect("")
	if _, err := server.cmd.Process.Wait(); err != nil {
		t.Fatal(err)
	}
	if stale, err := Stale(dir); !stale || err != nil {
		t.Fatalf("Stale of a dead server = %v, %v, want true", stale, err)
	}
	if err := CleanStale(dir, "other"); err != nil {
		t.Fatal(err)
	}
	if _, ours, err := FindMount(dir, "conntest"); !ours || err != nil {
		t.Fatalf("FindMount of a dead mount = %v, %v, want true", ours, err)
	}
	if err := CleanStale(dir, "conntest"); err != nil {
		t.Fatal(err)
	}
	if m, _, err := FindMount(dir, "conntest"); m != nil || err != nil {
		t.Errorf("after CleanStale %v is mounted, %v", m, err)
	}
}
