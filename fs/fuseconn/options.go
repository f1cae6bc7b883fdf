package fuseconn

import (
	"cmp"
	"fmt"
	"log"
	"runtime/debug"
	"strings"

	"github.com/hanwen/go-fuse/v2/fuse"
)

// DefaultMaxWrite is the most bytes that one READ or WRITE carries unless
// [Options.MaxWrite] says otherwise: the smallest power of two at which a stream
// of 1 MiB writes reliably keeps half the speed of undivided ones. It is also
// what one blocked writer can make the server hold.
const DefaultMaxWrite = 128 << 10

// minMaxWrite leaves room for the largest ioctl argument (16 KiB less one byte),
// which has to fit in one request too.
const minMaxWrite = 16 << 10

// Options say how and where to mount.
type Options struct {
	// Dir is the directory to mount over.
	Dir string
	// FSName is the mount's source in the mount table; Subtype if empty.
	FSName string
	// Subtype is what follows "fuse." in the mount's type.
	Subtype string
	// MountOptions are the words of mount(8)'s -o. Those that are flags of
	// mount(2) (ro, noexec, suid, noatime, ...) become such, words meant for
	// mount(8) alone (noauto, nofail, x-*) are dropped, and the rest is handed to
	// the kernel's FUSE. A mount is nosuid and nodev unless they say otherwise.
	MountOptions []string
	// AllowOther opens the mount to all users and has the kernel check modes:
	// the options allow_other and default_permissions.
	AllowOther bool
	// Uid and Gid own the mount.
	Uid, Gid uint32
	// MaxWrite is the most bytes of data in one READ or WRITE; 0 means
	// DefaultMaxWrite, and less than 16 KiB means that much. The kernel has a
	// limit of its own, commonly 1 MiB.
	MaxWrite int
	// NoPassthrough leaves out backing files, as a kernel before Linux 6.9 does.
	NoPassthrough bool
	// Attach, if set, is given the connection after INIT and before any other
	// request reaches the file system.
	Attach func(*Conn)
	// Logf, if set, is told what goes wrong in the connection itself.
	Logf func(format string, args ...any)
}

// withDefaults returns o with every field fit for use.
func (o Options) withDefaults() Options {
	o.FSName = cmp.Or(o.FSName, o.Subtype, "fuse")
	o.MaxWrite = max(cmp.Or(o.MaxWrite, DefaultMaxWrite), minMaxWrite)
	if o.Logf == nil {
		o.Logf = func(string, ...any) {}
	}
	return o
}

// fsType is the mount's type, as the mount table shows it.
func fsType(subtype string) string {
	if subtype == "" {
		return "fuse"
	}
	return "fuse." + subtype
}

// protocol returns the settings for go-fuse's half of the work. READDIRPLUS is
// off because only plain READDIR can list a regular file as a character device.
func (o Options) protocol() *fuse.MountOptions {
	m := &fuse.MountOptions{
		MaxWrite:           o.MaxWrite,
		DisableReadDirPlus: true,
		MaxStackDepth:      1,
		Logger:             log.New(logWriter(o.Logf), "", 0),
		PanicHandler:       o.logPanic,
	}
	if o.NoPassthrough {
		m.DisabledCapabilities = fuse.CAP_PASSTHROUGH
	}
	return m
}

// logPanic reports a panicking handler, whose request fails with EIO.
func (o Options) logPanic(v any) fuse.Status {
	o.Logf("panic in a request handler: %v\n%s", v, debug.Stack())
	return fuse.EIO
}

// data is the option string for mount(2).
func (o Options) data(fd int, extra []string) string {
	words := []string{
		fmt.Sprintf("fd=%d", fd),
		"rootmode=40000",
		fmt.Sprintf("user_id=%d", o.Uid),
		fmt.Sprintf("group_id=%d", o.Gid),
	}
	if o.AllowOther {
		words = append(words, "allow_other", "default_permissions")
	}
	return strings.Join(append(words, extra...), ",")
}

// logWriter makes a log function of the Printf kind into a writer of lines.
type logWriter func(format string, args ...any)

// Write logs p, which is one line.
func (l logWriter) Write(p []byte) (int, error) {
	l("%s", strings.TrimSuffix(string(p), "\n"))
	return len(p), nil
}
