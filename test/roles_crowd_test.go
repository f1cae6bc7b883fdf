package test

import (
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

// roleCrowd is many clients, each with a descriptor of its own, that write to a
// node without end and more at a time than its buffer takes: crowd PATH CLIENTS.
func roleCrowd(args []string) {
	clients, err := strconv.Atoi(args[1])
	must("parse the number of clients", err)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() { writeForEver(args[0]) })
	}
	all.Wait()
}

func writeForEver(path string) {
	fd := mustOpen(path, unix.O_WRONLY)
	for {
		_, err := unix.Write(fd, crowdNoise)
		must("write", err)
	}
}

// crowdNoise is what each client of a crowd writes at a time.
var crowdNoise = make([]byte, 1<<20)
