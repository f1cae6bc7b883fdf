package fuseconn

import (
	"fmt"
	"os"

	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// Mount mounts fs and serves it in the background. When it returns, the kernel
// has been answered and every call on the mount gets through. The error wraps
// [ErrNoDevice], [ErrNotPermitted] or [ErrNoDirectory] where one of them is the
// reason.
func Mount(fs FileSystem, o Options) (*Conn, error) {
	c, err := mount(fs, o.withDefaults())
	if err != nil {
		return nil, fmt.Errorf("mount %s: %w", o.Dir, err)
	}
	return c, nil
}

func mount(fs FileSystem, o Options) (*Conn, error) {
	dir, err := resolveDir(o.Dir)
	if err != nil {
		return nil, err
	}
	c := &Conn{
		opts:     o,
		dir:      dir,
		fs:       fs,
		protocol: fuse.NewProtocolServer(fs, o.protocol()),
		buffers:  newBuffers(o.MaxWrite + os.Getpagesize()),
		done:     make(chan struct{}),
	}
	if err := c.attach(); err != nil {
		return nil, err
	}
	if err := c.begin(); err != nil {
		_ = c.dev.close() // err says more
		_ = unix.Unmount(dir, unix.MNT_DETACH|unix.UMOUNT_NOFOLLOW)
		return nil, err
	}
	return c, nil
}

// attach makes the mount. Its INIT request waits to be read from then on.
func (c *Conn) attach() error {
	fd, err := openDevice()
	if err != nil {
		return explain(err)
	}
	flags, extra := mountFlags(c.opts.MountOptions)
	err = unix.Mount(c.opts.FSName, c.dir, fsType(c.opts.Subtype), flags, c.opts.data(fd, extra))
	if err != nil {
		_ = unix.Close(fd) // err says more
		return explain(os.NewSyscallError("mount", err))
	}
	c.dev, err = newDevice(fd)
	return err
}

// begin answers INIT, learns what the mount is and starts to serve.
func (c *Conn) begin() error {
	if err := c.handshake(); err != nil {
		return err
	}
	c.passthrough = !c.opts.NoPassthrough && c.tryBacking()
	if err := c.identify(); err != nil {
		return err
	}
	w, err := newWatch(c.major, c.minor)
	if err != nil {
		return err
	}
	c.watch = w
	c.running.Go(func() { w.run(c.opts.Logf) })
	if c.opts.Attach != nil {
		c.opts.Attach(c)
	}
	c.start()
	return nil
}

// handshake answers INIT, the first request of every connection.
func (c *Conn) handshake() error {
	req, err := c.receive()
	if err != nil {
		return fmt.Errorf("wait for INIT: %w", err)
	}
	if op := req.opcode(); op != opInit {
		return fmt.Errorf("the first request has opcode %d, not INIT", op)
	}
	out := c.replyBuffer(req)
	n, _ := c.protocol.HandleRequest([][]byte{req}, [][]byte{out})
	if n < outHeaderSize || ne.Uint32(out[4:]) != 0 {
		return fmt.Errorf("INIT of FUSE %d.%d: not a protocol of this server's", req.u32(inHeaderSize), req.u32(inHeaderSize+4))
	}
	if err := c.dev.write(out[:n]); err != nil {
		return fmt.Errorf("answer INIT: %w", err)
	}
	return nil
}

// identify finds the device number of the mount just made.
func (c *Conn) identify() error {
	m, err := mountAt(c.dir)
	if err != nil {
		return err
	}
	if m == nil {
		return ErrNotMounted
	}
	c.major, c.minor = uint32(m.Major), uint32(m.Minor)
	return nil
}

// Unmount unmounts the directory with umount2(2)'s flags, if this connection's
// mount is what is there: otherwise it returns [ErrNotMounted]. With open files
// it fails with EBUSY, unless flags have MNT_DETACH or MNT_FORCE.
func (c *Conn) Unmount(flags int) error {
	m, err := mountAt(c.dir)
	switch {
	case err != nil:
		return fmt.Errorf("unmount %s: %w", c.dir, err)
	case m == nil, uint32(m.Major) != c.major, uint32(m.Minor) != c.minor:
		return fmt.Errorf("unmount %s: %w", c.dir, ErrNotMounted)
	}
	return unmount(c.dir, flags)
}

// unmount is umount2(2) of what is mounted on dir itself.
func unmount(dir string, flags int) error {
	if err := unix.Unmount(dir, flags|unix.UMOUNT_NOFOLLOW); err != nil {
		return fmt.Errorf("unmount %s: %w", dir, err)
	}
	return nil
}
