package main

import "time"

// effort is how much is measured.
type effort struct {
	rounds      int           // of each side, in turn
	percent     int           // of the usual number of calls
	stream      time.Duration // of each stream
	wakeups     time.Duration // of each period
	buffers     time.Duration // that a client with a small buffer is watched
	crowd       time.Duration // that each number of streams plays
	most        int           // streams at once
	free        time.Duration // of sound, on a card without a clock
	freeTimes   int
	changes     int    // of an element that many watch
	guests      int    // elements that come and go
	lives       int    // of a card that programs hold, for each number of files
	cycles      int    // of unplug and plug
	clockTicks  string // as go test's -benchtime
	devresTimes string
}

var (
	usual = effort{
		rounds: 20, percent: 100, stream: 12 * time.Second,
		wakeups: 10 * time.Second, buffers: 20 * time.Second, crowd: 5 * time.Second, most: maxStreams,
		free: 10 * time.Minute, freeTimes: 5,
		changes: 5000, guests: 20_000,
		lives: 100, cycles: 500,
		clockTicks: "10000x", devresTimes: "1s",
	}
	quick = effort{
		rounds: 2, percent: 5, stream: time.Second,
		wakeups: time.Second / 2, buffers: time.Second, crowd: time.Second, most: 4,
		free: 6 * time.Second, freeTimes: 1,
		changes: 50, guests: 100,
		lives: 2, cycles: 5,
		clockTicks: "200x", devresTimes: "1x",
	}
)

// chooseEffort is the usual one, unless the user wants less or more. The spans of
// a long one are those of the aims.
func chooseEffort(isQuick, isLong bool) effort {
	switch {
	case isQuick:
		return quick
	case isLong:
		long := usual
		long.wakeups, long.buffers, long.crowd = time.Minute, 10*time.Minute, time.Minute
		return long
	}
	return usual
}
