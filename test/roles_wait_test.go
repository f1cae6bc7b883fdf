package test

import (
	"runtime/debug"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// roleBlocked makes a call that waits for half a minute or more, and reports
// what comes of it: blocked CALL PATH.
func roleBlocked(args []string) {
	call := blockingCalls[args[0]](args[1])
	report("ready")
	report("%s", nameOf(call()))
}

// blockingCalls prepare a call on a path that will have to wait.
var blockingCalls = map[string]func(path string) func() error{
	"write": func(path string) func() error {
		c := openFull(path)
		return func() error { _, err := unix.Write(c.fd, c.frames(1024)); return err }
	},
	"WRITEI": func(path string) func() error {
		c := openFull(path)
		return func() error { return transfer(c.fd, abi.SNDRV_PCM_IOCTL_WRITEI_FRAMES, c.frames(1024), 1024) }
	},
	"read": func(path string) func() error {
		c := openPCM(path, 1)
		c.set(1, c.buffer)
		return func() error { _, err := unix.Read(c.fd, c.frames(clientPeriod)); return err }
	},
	"READI": func(path string) func() error {
		c := openPCM(path, 1)
		c.set(1, c.buffer)
		return func() error {
			return transfer(c.fd, abi.SNDRV_PCM_IOCTL_READI_FRAMES, c.frames(c.buffer), c.buffer)
		}
	},
	"DRAIN": func(path string) func() error {
		c := openPCM(path, 2)
		c.set(1, 1)
		c.fill()
		return func() error { return ioctl[byte](c.fd, abi.SNDRV_PCM_IOCTL_DRAIN, nil) }
	},
	"open": func(path string) func() error {
		return func() error { _, err := unix.Open(path, unix.O_WRONLY, 0); return err }
	},
	"unplug": func(path string) func() error {
		fd := mustOpen(path, unix.O_WRONLY)
		return func() error { _, err := unix.Write(fd, []byte("1\n")); return err }
	},
}

// rolePoll polls a playback whose buffer is full, reports the events, and then
// what a write gets: poll PATH.
func rolePoll(args []string) {
	c := openFull(args[0])
	report("ready")
	report("poll %#x", poll(c.fd, unix.POLLOUT))
	_, err := unix.Write(c.fd, c.frames(1))
	report("write %s", nameOf(err))
}

// roleEvents polls a control node for events, reports what comes, and then what
// a read gets: events PATH.
func roleEvents(args []string) {
	fd := mustOpen(args[0], unix.O_RDWR)
	on := int32(1)
	must("SUBSCRIBE_EVENTS", ioctl(fd, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on))
	report("ready")
	report("poll %#x", poll(fd, unix.POLLIN))
	_, err := unix.Read(fd, make([]byte, 1024))
	report("read %s", nameOf(err))
}

// poll waits for events without a limit.
func poll(fd int, events int16) int16 {
	fds := []unix.PollFd{{Fd: int32(fd), Events: events}}
	for {
		if _, err := unix.Poll(fds, -1); err != unix.EINTR {
			must("poll", err)
			return fds[0].Revents
		}
	}
}

// roleMap maps the status page of a playback and closes the node. When told to
// it reports the state in the page, and when told again it unmaps it: map PATH.
func roleMap(args []string) {
	fd := mustOpen(args[0], unix.O_RDWR)
	page, err := unix.Mmap(fd, abi.SNDRV_PCM_MMAP_OFFSET_STATUS, unix.Getpagesize(), unix.PROT_READ, unix.MAP_SHARED)
	must("mmap", err)
	must("close", unix.Close(fd))
	report("closed")
	await()
	status, err := abi.Decode[abi.MmapStatus](page)
	must("decode", err)
	report("%v", status.State)
	await()
	must("munmap", unix.Munmap(page))
	report("unmapped")
	await()
}

// roleLook maps a node privately, looks at the first byte of it, and reports what
// comes of that: look PATH.
func roleLook(args []string) {
	page, err := unix.Mmap(mustOpen(args[0], unix.O_RDWR), 0, unix.Getpagesize(), unix.PROT_READ, unix.MAP_PRIVATE)
	must("mmap", err)
	debug.SetPanicOnFault(true)
	defer func() {
		if recover() != nil {
			report("SIGBUS")
		}
	}()
	report("%d", page[0])
}
