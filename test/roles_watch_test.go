package test

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/vsndfs/vsndfs/card/abi"
)

// roleWatch subscribes with many files to what happens on a card, waits for events in
// a read of each, and reads an element after each, until it has a value. When all files
// have seen it, it says so: watch PATH NUMID FILES VALUE.
func roleWatch(args []string) {
	numid, files, value := number(args[1]), number(args[2]), number(args[3])
	seen := make(chan struct{})
	for range files {
		fd := subscriber(args[0])
		go func() {
			for events := make([]byte, 1024); elementValue(fd, numid) != int64(value); {
				if _, err := unix.Read(fd, events); err != unix.EINTR {
					must("read", err)
				}
			}
			seen <- struct{}{}
		}()
	}
	report("ready")
	for range files {
		<-seen
	}
	report("all have seen it")
	await()
}

// roleNeverRead subscribes with many files, and does nothing until it is told to; then
// it reports how many events wait for each file, and how many files that is true
// of: never-read PATH FILES.
func roleNeverRead(args []string) {
	var fds []int
	for range number(args[1]) {
		fds = append(fds, subscriber(args[0]))
	}
	report("ready")
	await()
	files := make(map[int]int)
	for _, fd := range fds {
		files[waitingEvents(fd)]++
	}
	report("%v", files)
	await()
}

// roleChange writes an element a number of times, and then a value: change PATH NUMID
// TIMES VALUE.
func roleChange(args []string) {
	fd, numid := mustOpen(args[0], unix.O_RDWR), number(args[1])
	for n := range number(args[2]) {
		setElement(fd, numid, int64(n%100))
	}
	setElement(fd, numid, int64(number(args[3])))
}

// roleGuests adds and removes sets of elements, as large as they may be: guests PATH
// TIMES.
func roleGuests(args []string) {
	fd := mustOpen(args[0], unix.O_RDWR)
	for range number(args[1]) {
		info := abi.CtlElemInfo{Type: abi.SNDRV_CTL_ELEM_TYPE_BOOLEAN, Count: 1, Owner: 1028}
		abi.SetString(info.ID.Name[:], "Guest")
		must("ELEM_ADD", ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_ADD, &info))
		must("ELEM_REMOVE", ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_REMOVE, &info.ID))
	}
}

func number(arg string) int {
	n, err := strconv.Atoi(arg)
	must("parse "+arg, err)
	return n
}

// subscriber opens a control node for events.
func subscriber(path string) int {
	fd, on := mustOpen(path, unix.O_RDWR), int32(1)
	must("SUBSCRIBE_EVENTS", ioctl(fd, abi.SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, &on))
	return fd
}

func elementValue(fd, numid int) int64 {
	v := abi.CtlElemValue{ID: abi.CtlElemId{Numid: uint32(numid)}}
	must("ELEM_READ", ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_READ, &v))
	return v.Value[0]
}

func setElement(fd, numid int, value int64) {
	v := abi.CtlElemValue{ID: abi.CtlElemId{Numid: uint32(numid)}}
	v.Value[0] = value
	must("ELEM_WRITE", ioctl(fd, abi.SNDRV_CTL_IOCTL_ELEM_WRITE, &v))
}

// waitingEvents takes all events that wait for a subscriber, and counts them.
func waitingEvents(fd int) int {
	must("O_NONBLOCK", unix.SetNonblock(fd, true))
	size := abi.Sizeof[abi.CtlEvent]()
	for n, p := 0, make([]byte, 64*size); ; {
		got, err := unix.Read(fd, p)
		if err == unix.EAGAIN {
			return n
		}
		must("read", err)
		n += got / size
	}
}
