package fuseconn

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestMountIsListedAsAsked(t *testing.T) {
	c, file := serve(t, &testFS{}, func(o *Options) {
		o.MountOptions = []string{"noexec", "noatime", "nofail", "ro"}
		o.Uid, o.Gid = 12, 34
	})
	m, ours, err := FindMount(c.dir, "conntest")
	if err != nil || !ours {
		t.Fatalf("FindMount = %v, %v, want true", ours, err)
	}
	if got, want := m.Source+" "+m.FSType, "test card fuse.conntest"; got != want {
		t.Errorf("mounted %s, want %s", got, want)
	}
	if got, want := m.Options, "ro,nosuid,nodev,noexec,noatime"; got != want {
		t.Errorf("flags %s, want %s", got, want)
	}
	if want := "user_id=12,group_id=34,default_permissions,allow_other"; !strings.Contains(m.VFSOptions, want) {
		t.Errorf("options %s, want %s among them", m.VFSOptions, want)
	}
	major, minor := c.Device()
	startChild(t, "stat", file).expect(fmt.Sprintf("%d:%d", major, minor))
}

func TestFindMountTellsOursFromOthers(t *testing.T) {
	c, _ := serve(t, &testFS{})
	for _, tt := range []struct {
		name, dir, subtype string
		want               bool
	}{
		{"our mount", c.dir, "conntest", true},
		{"a mount of another kind of FUSE", c.dir, "other", false},
		{"a directory that is no mount point", t.TempDir(), "conntest", false},
		{"a mount that is no FUSE", "/proc", "conntest", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, got, err := FindMount(tt.dir, tt.subtype); got != tt.want || err != nil {
				t.Errorf("FindMount = %v, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestMountSaysWhyItFailed(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		name, dir string
		want      error
	}{
		{"the directory is missing", dir + "/missing", ErrNoDirectory},
		{"the directory is a file", "/proc/self/comm", ErrNoDirectory},
		{"the directory is missing, as the system says it", dir + "/missing", fs.ErrNotExist},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Mount(&testFS{}, Options{Dir: tt.dir}); !errors.Is(err, tt.want) {
				t.Errorf("Mount = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestMountSaysThatAUserMayNot(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	nobody := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	got := startChildAs(t, nobody, "mount", dir).line()
	if !strings.Contains(got, ErrNotPermitted.Error()) {
		t.Errorf("Mount as a user = %s, want %v", got, ErrNotPermitted)
	}
}

func TestMountSaysThatThereIsNoDevice(t *testing.T) {
	emptyDev := &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	got := startChildAs(t, emptyDev, "mount", t.TempDir(), "/dev").line()
	if !strings.Contains(got, ErrNoDevice.Error()) {
		t.Errorf("Mount without /dev/fuse = %s, want %v", got, ErrNoDevice)
	}
}

func TestMountWorksInAUserNamespaceWithoutPassthrough(t *testing.T) {
	root := []syscall.SysProcIDMap{{ContainerID: 0, HostID: 0, Size: 1}}
	server := startChildAs(t, &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: root,
		GidMappings: root,
	}, "mount", t.TempDir())
	server.expect("passthrough false")
	server.tell()
	server.expect("<nil>")
}

func TestUnmountLeavesTheMountsOfOthersAlone(t *testing.T) {
	c, _ := serve(t, &testFS{})
	if err := unix.Mount("none", c.dir, "tmpfs", 0, ""); err != nil {
		t.Fatal(err)
	}
	if err := c.Unmount(0); !errors.Is(err, ErrNotMounted) {
		t.Errorf("Unmount with another mount on top = %v, want %v", err, ErrNotMounted)
	}
	if err := unix.Unmount(c.dir, 0); err != nil {
		t.Fatal(err)
	}
	if err := c.Unmount(0); err != nil {
		t.Errorf("Unmount with ours on top = %v", err)
	}
	if err := c.Unmount(0); !errors.Is(err, ErrNotMounted) {
		t.Errorf("second Unmount = %v, want %v", err, ErrNotMounted)
	}
}

func TestMountFlags(t *testing.T) {
	for _, tt := range []struct {
		name, words string
		flags       uintptr
		rest        string
	}{
		{"nothing asked means neither set-user-ID nor devices", "", unix.MS_NOSUID | unix.MS_NODEV, ""},
		{"both can be asked for", "suid,dev", 0, ""},
		{"the last word wins", "ro,suid,rw,nosuid,dev", unix.MS_NOSUID, ""},
		{"one policy of access times drives out another", "suid,dev,noatime,relatime", unix.MS_RELATIME, ""},
		{"words for mount(8) are dropped", "suid,dev,noauto,x-systemd.automount,_netdev,comment=a", 0, ""},
		{"other words go to the file system", "suid,dev,blksize=512,ro,context=x", unix.MS_RDONLY, "blksize=512,context=x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			flags, rest := mountFlags(strings.Split(tt.words, ","))
			if flags != tt.flags {
				t.Errorf("flags %#x, want %#x", flags, tt.flags)
			}
			if got := strings.Join(rest, ","); got != tt.rest {
				t.Errorf("left for the file system: %q, want %q", got, tt.rest)
			}
		})
	}
}
