package test

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// roleHoard opens the streams of a card, whose nodes are numbered, until it gets no
// more, reports how many it has and why there are no more, and holds them: hoard
// PATTERN.
func roleHoard(args []string) {
	const devices, substreams = 4, 8
	for n := range devices * substreams {
		if _, err := unix.Open(fmt.Sprintf(args[0], n/substreams), unix.O_WRONLY|unix.O_NONBLOCK, 0); err != nil {
			report("%d %s", n, nameOf(err))
			break
		}
	}
	await()
}
