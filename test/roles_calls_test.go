package test

import (
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// roleCalls is a client in many calls at once: calls DIR. First come those that wait
// for the card; told to go on it makes one of every other kind, and after that, told
// again, it makes all anew. For each it reports its name, what came of it, and when.
func roleCalls(args []string) {
	debug.SetPanicOnFault(true)
	c := newCaller(args[0])
	var calls sync.WaitGroup
	c.startAll(&calls, c.waiting)
	report("ready")
	await()
	c.startAll(&calls, c.prompt)
	calls.Wait()
	report("answered")
	await()
	for _, all := range []map[string]call{c.prompt, c.waiting, {"close": c.closeAll}} {
		for name, fn := range all {
			c.make(name, fn)
		}
	}
	report("done")
}

// call is one system call.
type call func() error

// caller has one file of each kind open.
type caller struct {
	play, record        client
	control, log, spare int
	ring, status        []byte
	waiting, prompt     map[string]call

	reports sync.Mutex
}

func newCaller(dir string) *caller {
	node := func(name string) string { return filepath.Join(dir, name) }
	c := &caller{
		play: openFull(node("pcmC0D0p")), record: openPCM(node("pcmC0D0c"), 1),
		control: mustOpen(node("controlC0"), unix.O_RDWR), spare: mustOpen(node("controlC0"), unix.O_RDWR),
		log: mustOpen(node("vsndfs/log"), unix.O_RDONLY),
	}
	c.record.set(1, c.record.buffer)
	var err error
	c.ring, err = unix.Mmap(c.play.fd, 0, unix.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	must("map the ring", err)
	c.status, err = unix.Mmap(c.play.fd, abi.SNDRV_PCM_MMAP_OFFSET_STATUS, unix.Getpagesize(), unix.PROT_READ, unix.MAP_SHARED)
	must("map the status", err)
	on := int32(1)
	must("SUBSCRIBE_EVENTS", ioctl(c.control, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on))
	c.waiting = map[string]call{
		"WRITEI that waits": func() error {
			return transfer(c.play.fd, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, c.play.frames(1024), 1024)
		},
		"write that waits": func() error { _, err := unix.Write(c.play.fd, c.play.frames(1024)); return err },
		"READI that waits": func() error {
			return transfer(c.record.fd, abi.SNDRV_PCM_IOCTL_READI_FRAMES, c.record.frames(c.record.buffer), c.record.buffer)
		},
		"read that waits": func() error { _, err := unix.Read(c.control, make([]byte, 1024)); return err },
		"open that waits": func() error { _, err := unix.Open(node("pcmC0D0p"), unix.O_WRONLY, 0); return err },
		"poll that waits": func() error { return pollError(c.control, unix.POLLIN) },
	}
	c.prompt = map[string]call{
		"stat": func() error {
			var st unix.Statx_t
			return unix.Statx(unix.AT_FDCWD, dir, unix.AT_STATX_FORCE_SYNC, unix.STATX_BASIC_STATS, &st)
		},
		"readdir": func() error {
			fd, err := unix.Open(node("vsndfs/devices"), unix.O_RDONLY|unix.O_DIRECTORY, 0)
			if err == nil {
				_, err = unix.Getdents(fd, make([]byte, 4096))
			}
			return err
		},
		"open":       func() error { _, err := unix.Open(node("controlC0"), unix.O_RDWR, 0); return err },
		"ioctl":      func() error { return ioctl(c.control, abi.SNDRV_CTL_IOCTL_PVERSION, new(int32)) },
		"read":       func() error { _, err := unix.Pread(c.log, make([]byte, 1024), 0); return err },
		"write":      func() error { _, err := unix.Write(c.record.fd, make([]byte, 4)); return err },
		"poll":       func() error { return pollError(c.log, unix.POLLIN) },
		"fsync":      func() error { return unix.Fsync(c.control) },
		"close":      func() error { return unix.Close(c.spare) },
		"the memory": c.touch,
	}
	return c
}

// touch uses the memory that it shares with the server, as far as it is still there.
func (c *caller) touch() (err error) {
	defer func() {
		if recover() != nil {
			err = unix.EFAULT
		}
	}()
	c.ring[0]++
	_, err = abi.Decode[abi.MmapStatus](c.status)
	return err
}

// closeAll closes every file, and lets go of the memory.
func (c *caller) closeAll() error {
	for _, fd := range []int{c.play.fd, c.record.fd, c.control, c.log} {
		_ = unix.Close(fd) // whatever it answers, the descriptor is gone
	}
	must("munmap the ring", unix.Munmap(c.ring))
	return unix.Munmap(c.status)
}

// pollError is what a read would get, once poll has returned: poll itself has no way to
// say that a file is no more.
func pollError(fd int, events int16) error {
	if poll(fd, events)&unix.POLLERR != 0 {
		return unix.ENOTCONN
	}
	return nil
}

// startAll makes calls, each from a thread of its own.
func (c *caller) startAll(started *sync.WaitGroup, all map[string]call) {
	for name, fn := range all {
		started.Go(func() {
			runtime.LockOSThread()
			c.make(name, fn)
		})
	}
}

// make makes a call and reports what came of it, and when.
func (c *caller) make(name string, fn call) {
	err := fn()
	at := monotonic()
	c.reports.Lock()
	defer c.reports.Unlock()
	report("%d %s %s", at, nameOf(err), name)
}

// monotonic is CLOCK_MONOTONIC, which a role and its test share.
func monotonic() time.Duration {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) // every kernel has it
	return time.Duration(ts.Nano())
}
