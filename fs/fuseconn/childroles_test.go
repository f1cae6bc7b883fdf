package fuseconn

import (
	"bufio"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// childRoles are what a child can do; the first argument is the file.
var childRoles = map[string]func(args []string){
	"read":    childRead,
	"readers": func(args []string) { childMany(args, unix.Pread) },
	"writers": func(args []string) { childMany(args, unix.Pwrite) },
	"signals": childSignals,
	"ioctl":   childIoctl,
	"flags":   childFlags,
	"poll":    childPoll,
	"map":     childMap,
	"stat":    childStat,
	"open":    childOpen,
	"memory":  childMemory,
	"mount":   childMount,
	"loop":    childLoop,
	"stream":  childStream,
}

func runChild(args []string) int {
	childRoles[args[0]](args[1:])
	return 0
}

// await blocks until the test calls tell.
func await() { _, _ = stdin.ReadString('\n') }

var stdin = bufio.NewReader(os.Stdin)

// mustOpen opens a file as it is, without the poller that os.Open brings in.
func mustOpen(path string, flags int) int {
	fd, err := unix.Open(path, flags|unix.O_CLOEXEC, 0)
	check(err)
	return fd
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// childRead reads once and prints what comes of it. SIGUSR1 interrupts it.
func childRead(args []string) {
	signal.Notify(make(chan os.Signal, 1), unix.SIGUSR1)
	fd := mustOpen(args[0], unix.O_RDONLY)
	n, err := unix.Read(fd, make([]byte, 100))
	fmt.Println(n, err)
}

// childMany has many threads in a call of some bytes at once.
func childMany(args []string, call func(fd int, p []byte, offset int64) (int, error)) {
	n, err := strconv.Atoi(args[1])
	check(err)
	size, err := strconv.Atoi(args[2])
	check(err)
	fd := mustOpen(args[0], unix.O_RDWR)
	for range n {
		go call(fd, make([]byte, size), 0)
	}
	await()
}

// childSignals reads time and again, and has every read interrupted.
func childSignals(args []string) {
	signal.Notify(make(chan os.Signal, 1), unix.SIGUSR1)
	rounds, err := strconv.Atoi(args[1])
	check(err)
	fd := mustOpen(args[0], unix.O_RDONLY)
	var over atomic.Bool
	tid := make(chan int)
	go func() {
		runtime.LockOSThread()
		tid <- unix.Gettid()
		for range rounds {
			_, _ = unix.Read(fd, make([]byte, 100))
		}
		over.Store(true)
		select {} // a locked thread ends with its goroutine
	}()
	for reader := <-tid; !over.Load(); runtime.Gosched() {
		check(unix.Tgkill(os.Getpid(), reader, unix.SIGUSR1))
	}
	fmt.Println("over")
}

// childIoctl calls one ioctl and prints the value it stores.
func childIoctl(args []string) {
	signal.Notify(make(chan os.Signal, 1), unix.SIGUSR1)
	fd := mustOpen(args[0], unix.O_RDONLY)
	fmt.Println(unix.IoctlGetInt(fd, ioctlGet))
}

// childFlags asks the server for the flags of a descriptor, changes them, and
// asks again. A second descriptor of the same file has other flags.
func childFlags(args []string) {
	mustOpen(args[0], unix.O_RDONLY|unix.O_APPEND)
	fd := mustOpen(args[0], unix.O_RDWR|unix.O_NONBLOCK)
	fmt.Println(unix.IoctlGetInt(fd, ioctlGet))
	check(unix.SetNonblock(fd, false))
	fmt.Println(unix.IoctlGetInt(fd, ioctlGet))
}

// childPoll waits for input.
func childPoll(args []string) {
	fds := []unix.PollFd{{Fd: int32(mustOpen(args[0], unix.O_RDONLY)), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, -1)
	fmt.Println(n, fds[0].Revents, err)
}

// childMap maps a page, and exchanges bytes with the server through it.
func childMap(args []string) {
	fd := mustOpen(args[0], unix.O_RDWR)
	page, err := unix.Mmap(fd, 0, os.Getpagesize(), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	check(err)
	fmt.Println(string(page[:6]))
	copy(page, "client")
	n, err := unix.Pread(fd, make([]byte, 7), 0)
	fmt.Println(n, err)
	n, err = unix.Pwrite(fd, make([]byte, 5), 0)
	fmt.Println(n, err)
	fmt.Println(unix.IoctlGetInt(fd, ioctlGet))
	await()
	fmt.Println(string(page[:6]))
}

// childStat prints a file's device number; like stat(1) it asks for the time of
// birth too.
func childStat(args []string) {
	var st unix.Statx_t
	check(unix.Statx(unix.AT_FDCWD, args[0], 0, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &st))
	fmt.Printf("%d:%d\n", st.Dev_major, st.Dev_minor)
}

// childOpen holds a file open until it is told to go.
func childOpen(args []string) {
	mustOpen(args[0], unix.O_RDONLY)
	fmt.Println("open")
	await()
}

// childMount serves a mount until it is told to abort it, or says why not. It has
// an empty file system on its second argument first.
func childMount(args []string) {
	fs, _, _ := waits()
	if len(args) > 1 {
		check(unix.Mount("none", args[1], "tmpfs", 0, ""))
	}
	c, err := Mount(fs, Options{Dir: args[0], Subtype: "conntest"})
	check(err)
	fmt.Println("passthrough", c.Passthrough())
	await()
	check(c.Abort())
	fmt.Println(c.Wait())
}

// childLoop calls an ioctl as often as it is told to.
func childLoop(args []string) {
	n, err := strconv.Atoi(args[1])
	check(err)
	fd := mustOpen(args[0], unix.O_RDONLY)
	fmt.Println("ready")
	await()
	for range n {
		_, err := unix.IoctlGetInt(fd, ioctlGet)
		check(err)
	}
	fmt.Println("over")
}

// childStream reads or writes 1 MiB as often as it is told to.
func childStream(args []string) {
	n, err := strconv.Atoi(args[1])
	check(err)
	call := unix.Pwrite
	if args[2] == "read" {
		call = unix.Pread
	}
	fd := mustOpen(args[0], unix.O_RDWR)
	p := make([]byte, 1<<20)
	fmt.Println("ready")
	await()
	for range n {
		_, err := call(fd, p, 0)
		check(err)
	}
	fmt.Println("over")
}
